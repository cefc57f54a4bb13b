import { DataError } from "gradus";
import type { TabularData } from "../samples.ts";
import { nameOf, readText, type Source } from "../source.ts";

export type LibsvmOptions = {
  /** What the data are called. Default: the file's name. */
  name?: string;
  /** The number of features. Default: the largest index in the file. */
  dimension?: number;
};

/**
 * A dense table from LIBSVM's sparse text: a line holds a label and `index:value` pairs with indices from 1, increasing;
 * features not mentioned are 0; `#` begins a comment. Labels are kept as the numbers they are (−1 and 1, say).
 *
 * @throws {DataError} with the line, on a label or value that is not a number, an index that is 0, out of order or above
 * the dimension; on an empty file.
 * @example
 * const data = await loadLibsvm(new URL("a9a.txt", import.meta.url), { dimension: 123 });
 */
export async function loadLibsvm(source: Source, options: LibsvmOptions = {}): Promise<TabularData> {
  const name = options.name ?? nameOf(source, "LIBSVM file");
  return tableFromLibsvm(await readText(source, name), { ...options, name });
}

/** `loadLibsvm` for a text at hand. */
export function tableFromLibsvm(text: string, { name = "LIBSVM file", dimension }: LibsvmOptions = {}): TabularData {
  const rows = text.split("\n").flatMap((line, i) => {
    const content = line.replace(/#.*/, "").trim();
    return content === "" ? [] : [parseLine(content, `${name} line ${i + 1}`, dimension)];
  });
  if (rows.length === 0) throw new DataError(`${name} is empty`);
  const width = dimension ?? rows.reduce((most, { entries }) => Math.max(most, entries.at(-1)?.[0] ?? 0), 0);
  if (width === 0) throw new DataError(`${name} has no features`);
  const inputs = new Float64Array(rows.length * width);
  for (const [row, { entries }] of rows.entries()) {
    for (const [index, value] of entries) inputs[row * width + index - 1] = value;
  }
  return {
    name,
    inputs,
    shape: [width],
    targets: Float64Array.from(rows, ({ label }) => label),
    featureNames: Array.from({ length: width }, (_, i) => `feature ${i + 1}`),
    targetName: "label",
  };
}

function parseLine(content: string, where: string, dimension: number | undefined) {
  const [head = "", ...pairs] = content.split(/\s+/);
  const label = number(head, where, "label");
  let last = 0;
  const entries = pairs.map((pair): [number, number] => {
    const colon = pair.indexOf(":");
    const index = colon > 0 ? Number(pair.slice(0, colon)) : Number.NaN;
    if (!Number.isInteger(index)) throw new DataError(`${where}: '${pair}' is not index:value`);
    if (index < 1) throw new DataError(`${where}: index ${index} is below 1, the first`);
    if (index <= last) throw new DataError(`${where}: index ${index} comes after ${last}; indices must increase`);
    if (dimension !== undefined && index > dimension) {
      throw new DataError(`${where}: index ${index} is above the dimension ${dimension}`);
    }
    last = index;
    return [index, number(pair.slice(colon + 1), where, `value of ${index}`)];
  });
  return { label, entries };
}

function number(text: string, where: string, what: string): number {
  const value = text === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new DataError(`${where}: ${what} '${text}' is not a number`);
  return value;
}

/** Writes a table as LIBSVM text; zeros are left out. */
export function encodeLibsvm({ inputs, targets, shape }: TabularData): string {
  const width = shape[0]!;
  return Array.from(targets, (label, row) => {
    const pairs = Array.from(inputs.subarray(row * width, (row + 1) * width), (value, i) => `${i + 1}:${value}`);
    return `${[label, ...pairs.filter((pair) => !pair.endsWith(":0"))].join(" ")}\n`;
  }).join("");
}
