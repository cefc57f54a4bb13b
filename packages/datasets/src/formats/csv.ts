import { DataError, unknownName } from "gradus";
import type { TabularData } from "../samples.ts";
import { nameOf, readText, type Source } from "../source.ts";

export type CsvOptions = {
  /** What the data are called. Default: the file's name. */
  name?: string;
  /** The target column, by its name or by its index (from 0; negative from the end). Default −1, the last. */
  target?: string | number;
  /** Whether the first row names the columns. Default true. Without names a column is called "column 1", "column 2", … */
  header?: boolean;
  /** What separates cells. Default ",". */
  separator?: string;
  /** Read the target as classes, also where it is numeric. Default: where a target is not a number. */
  classes?: boolean;
};

/** A row of cells and the line it begins on. */
export type CsvRow = { line: number; cells: string[] };

/**
 * Takes CSV apart (RFC 4180: cells may be quoted, "" is a quote inside quotes, lines end in LF or CRLF). Empty lines are
 * left out.
 *
 * @throws {DataError} on a quote that is not closed, with its line.
 */
export function parseCsv(text: string, { separator = ",", name = "CSV" } = {}): CsvRow[] {
  const rows: CsvRow[] = [];
  let line = 1;
  let position = 0;
  while (position < text.length) {
    const row: CsvRow = { line, cells: [] };
    const start = position;
    for (let isRowOpen = true; isRowOpen; ) {
      let cell = "";
      if (text[position] === '"') {
        const opened = line;
        position++;
        while (text[position] !== '"' || text[position + 1] === '"') {
          if (position >= text.length) throw new DataError(`${name} line ${opened}: a quote is not closed`);
          if (text[position] === '"') position++;
          if (text[position] === "\n") line++;
          cell += text[position++];
        }
        position++;
      }
      while (position < text.length && text[position] !== separator && text[position] !== "\n")
        cell += text[position++];
      row.cells.push(cell.replace(/\r$/, ""));
      isRowOpen = text[position] === separator;
      position++;
    }
    line++;
    const isEmpty = row.cells.length === 1 && row.cells[0] === "" && text[start] !== '"';
    if (!isEmpty) rows.push(row);
  }
  return rows;
}

/**
 * A table from CSV: one column is the target, the others are features and must be numbers. A target that is not numeric
 * becomes indices of its classes, in alphabetical order.
 *
 * @throws {DataError} on an empty file, a row with too few or too many cells, a cell that is not a number (with line and
 * column), a target column that is not there.
 * @example
 * const { train, test } = split(await loadCsv(new URL("houses.csv", import.meta.url), { target: "price" }));
 */
export async function loadCsv(source: Source, options: CsvOptions = {}): Promise<TabularData> {
  const name = options.name ?? nameOf(source, "CSV");
  return tableFromCsv(await readText(source, name), { ...options, name });
}

/** `loadCsv` for a text at hand. */
export function tableFromCsv(text: string, options: CsvOptions = {}): TabularData {
  const { name = "CSV", target = -1, header = true, separator = "," } = options;
  const rows = parseCsv(text, { separator, name });
  const [first] = rows;
  if (first === undefined) throw new DataError(`${name} is empty`);
  const names = first.cells.map((cell, i) => (header ? cell.trim() : `column ${i + 1}`));
  const samples = header ? rows.slice(1) : rows;
  if (samples.length === 0) throw new DataError(`${name} has a header and no rows`);
  const targetColumn = columnOf(target, names, name);

  for (const { line, cells } of samples) {
    if (cells.length !== names.length) {
      throw new DataError(`${name} line ${line}: expected ${names.length} cells, found ${cells.length}`);
    }
  }
  const number = (cell: string, line: number, column: number) => {
    const value = cell.trim() === "" ? Number.NaN : Number(cell);
    if (Number.isNaN(value)) {
      throw new DataError(`${name} line ${line}, column '${names[column]}': '${cell}' is not a number`);
    }
    return value;
  };
  const features = names.map((_, i) => i).filter((i) => i !== targetColumn);
  const inputs = Float64Array.from(
    samples.flatMap(({ line, cells }) => features.map((column) => number(cells[column]!, line, column))),
  );
  const labels = samples.map(({ cells }) => cells[targetColumn]!.trim());
  const isCategorical = options.classes ?? labels.some((label) => label !== "" && Number.isNaN(Number(label)));
  const classes = isCategorical ? [...new Set(labels)].sort() : undefined;
  const targets = classes
    ? labels.map((label) => classes.indexOf(label))
    : samples.map(({ line, cells }) => number(cells[targetColumn]!, line, targetColumn));
  return {
    name,
    inputs,
    shape: [features.length],
    targets: Float64Array.from(targets),
    featureNames: features.map((i) => names[i]!),
    targetName: names[targetColumn]!,
    ...(classes && { classes }),
  };
}

function columnOf(target: string | number, names: string[], name: string): number {
  if (typeof target === "string") {
    const index = names.indexOf(target);
    if (index < 0) throw new DataError(`${name}: ${unknownName("target column", target, names)}`);
    return index;
  }
  const index = target < 0 ? names.length + target : target;
  if (!Number.isInteger(index) || index < 0 || index >= names.length) {
    throw new DataError(`${name}: target column ${target} is outside the ${names.length} columns`);
  }
  return index;
}

/** Writes a table as CSV: features, then the target under its name; classes by name. */
export function encodeCsv({ inputs, targets, featureNames, targetName, classes }: TabularData): string {
  const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const width = featureNames.length;
  const rows = Array.from(targets, (target, row) => [
    ...Array.from(inputs.subarray(row * width, (row + 1) * width), String),
    classes ? quoted(classes[target]!) : String(target),
  ]);
  return [[...featureNames, targetName].map(quoted), ...rows].map((cells) => `${cells.join(",")}\n`).join("");
}
