/** A column: its heading, and on which side its cells are flush. */
export type Column = { heading: string; align: "left" | "right" };

/** Lines of text with aligned columns, two spaces apart; the headings first. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map(({ heading }) => heading), ...rows];
  const widths = columns.map((_, i) => Math.max(...lines.map((cells) => (cells[i] ?? "").length)));
  const format = (cells: readonly string[]) =>
    columns
      .map(({ align }, i) => {
        const cell = cells[i] ?? "";
        return align === "left" ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!);
      })
      .join("  ")
      .trimEnd();
  return lines.map(format).join("\n");
}

/** A positive number with three significant digits and no exponent: 0.0123, 4.56, 78.9, 1234. */
export function threeDigits(value: number): string {
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toFixed(Math.min(decimals, 6));
}
