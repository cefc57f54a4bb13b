import Table from "cli-table3";
import type { Screen } from "./terminal.ts";

export type Column = {
  title: string;
  align?: "left" | "right";
  /** Gives way, by wrapping its words, where the table is wider than the screen. */
  isFlexible?: boolean;
};

const gap = 2;
const bare = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
};
const frame = {
  ...bare,
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
};

/** Aligned columns without lines, wrapped to the screen. Cells may hold colours. */
export function renderTable(columns: Column[], rows: string[][], { columns: width, paint }: Screen): string {
  const natural = columns.map(({ title }, i) =>
    Math.max(title.length, ...rows.map((row) => visibleLength(row[i] ?? ""))),
  );
  const excess = natural.reduce((sum, cell) => sum + cell + gap, 0) - width;
  const flexible = columns.filter(({ isFlexible }) => isFlexible).length;
  const widths = natural.map((cell, i) =>
    columns[i]!.isFlexible && excess > 0 ? Math.max(16, cell - Math.ceil(excess / flexible)) : cell,
  );
  const table = new Table({
    head: columns.map(({ title }) => paint.dim(title)),
    colAligns: columns.map(({ align }) => align ?? "left"),
    colWidths: widths.map((cell) => cell + gap),
    wordWrap: true,
    chars: { ...frame, middle: "" },
    style: { head: [], border: [], "padding-left": 0, "padding-right": gap },
  });
  table.push(...rows);
  return `${table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")}\n`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
const colours = /\u001b\[[0-9;]*m/g;
/** How many columns a text takes. */
export const visibleLength = (text: string): number => text.replaceAll(colours, "").length;
