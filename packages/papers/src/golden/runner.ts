import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compareField, describeDifference, type Tolerance } from "./compare.ts";

/*
 * Golden cases: inputs of a paper's method with the values that an independent implementation got from them. They are
 * files of JSON, one a paper: { paper, cases: [{ name, atol, rtol, …inputs, expect: { field: values } }] }. `id` may
 * stand for `name` and `expected` for `expect`. A paper's folder holds its adapter, golden.ts.
 *
 * Tolerances: |actual − expected| ≤ atol + rtol |expected|, or ≤ atol max(1, |expected|) where the file's `tolerance`
 * says so. `atol` and `rtol` may be given per field: { "x": 1e-9, "loss": 1e-6 }. A field named "note" is prose.
 */

/** One golden case, as it stands in its file. */
// biome-ignore lint/suspicious/noExplicitAny: the inputs of a case are whatever its paper needs; its adapter knows.
export type GoldenCase = { name: string; [input: string]: any };

/** What a paper's golden.ts exports. */
export type GoldenAdapter = {
  /** Case in, actual values out, in the shape of the case's expectation. */
  actual(testCase: GoldenCase): Record<string, unknown> | Promise<Record<string, unknown>>;
  /** Tolerances of fields where the paper's format has them and the case cannot say so. */
  tolerances?(testCase: GoldenCase): Record<string, Partial<Tolerance>>;
};

/** A file of golden cases, or the reason why it cannot be run. */
export type GoldenFile = { paper: string; cases: GoldenCase[]; isScaled: boolean } | { paper: string; reason: string };

const papersFolder = fileURLToPath(new URL("../../", import.meta.url));

/**
 * All golden files: those of the papers' own folders, or every *.json of another folder.
 * @returns a reason in place of files where the folder is missing or holds none.
 */
export function readGoldenFiles(folder?: string): GoldenFile[] {
  if (folder === undefined) {
    const files = globSync("[0-9][0-9]-*/golden.json", { cwd: papersFolder }).sort();
    return files.length > 0
      ? files.map((file) => readGoldenFile(path.join(papersFolder, file), path.dirname(file)))
      : [{ paper: "papers", reason: `no paper in ${papersFolder} has a golden.json` }];
  }
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    return [{ paper: folder, reason: `${folder} is not a folder` }];
  }
  const files = globSync("*.json", { cwd: folder }).sort();
  return files.length > 0
    ? files.map((file) => readGoldenFile(path.join(folder, file), path.basename(file, ".json")))
    : [{ paper: folder, reason: `${folder} holds no *.json` }];
}

/** Reads one file; `name` is the paper's where the file does not give it. */
export function readGoldenFile(file: string, name: string): GoldenFile {
  let content: { paper?: unknown; cases?: unknown; tolerance?: unknown };
  try {
    content = parseWithNonFinite(readFileSync(file, "utf8"));
  } catch (cause) {
    return { paper: name, reason: `${file} cannot be read: ${(cause as Error).message.split("\n")[0]}` };
  }
  const { paper = name, cases, tolerance = "" } = content ?? {};
  if (typeof paper !== "string") return { paper: name, reason: `${file}: paper must be a string` };
  if (!Array.isArray(cases) || cases.length === 0) return { paper, reason: `${file} holds no cases` };
  const named = cases.map((testCase, i) => ({
    ...testCase,
    name: String(testCase.name ?? testCase.id ?? `case ${i}`),
  }));
  return { paper, cases: named, isScaled: /max\(\s*1\s*,/.test(String(tolerance)) };
}

/** JSON in which NaN, Infinity and −Infinity may stand for numbers, as Python writes them. */
function parseWithNonFinite(text: string) {
  const mark = "\u0000";
  const quoted = text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (token) =>
    token.startsWith('"') ? token : JSON.stringify(mark + token),
  );
  return JSON.parse(quoted, (_, value) =>
    typeof value === "string" && value.startsWith(mark) ? Number(value.slice(1)) : value,
  );
}

/** The adapter of a paper, or the reason why there is none. */
export async function loadAdapter(paper: string): Promise<GoldenAdapter | { reason: string }> {
  const file = path.join(papersFolder, paper, "golden.ts");
  if (!existsSync(file)) return { reason: `no adapter for '${paper}': ${file} does not exist` };
  try {
    const adapter = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Partial<GoldenAdapter>;
    if (typeof adapter.actual === "function") return adapter as GoldenAdapter;
    return { reason: `${file} does not export a function 'actual'` };
  } catch (cause) {
    return { reason: `${file} cannot be loaded: ${firstLine(cause)}` };
  }
}

/** Runs one case. One line for each field that disagrees; none if all agree. */
export async function checkCase(testCase: GoldenCase, adapter: GoldenAdapter, isScaled: boolean): Promise<string[]> {
  const expectation = testCase["expect"] ?? testCase["expected"];
  if (typeof expectation !== "object" || expectation === null) return ["the case expects nothing"];
  const own = adapter.tolerances?.(testCase) ?? {};
  let actual: Record<string, unknown>;
  try {
    actual = await adapter.actual(testCase);
  } catch (cause) {
    return [`the adapter failed: ${firstLine(cause)}`];
  }
  const fields = Object.entries(expectation).filter(([field]) => field !== "note");
  if (fields.length === 0) return ["the case expects nothing"];
  return fields.flatMap(([field, expected]) => {
    const tolerance = toleranceOf(testCase, field, isScaled, own[field]);
    if (tolerance === undefined) return [`${field}: the case gives neither atol nor rtol`];
    const difference = compareField(field, expected, actual[field], tolerance);
    return difference ? [describeDifference(difference)] : [];
  });
}

function toleranceOf(
  testCase: GoldenCase,
  field: string,
  isScaled: boolean,
  own: Partial<Tolerance> | undefined,
): Tolerance | undefined {
  const read = (value: unknown): number | undefined =>
    typeof value === "number"
      ? value
      : typeof value === "object" && value !== null
        ? read((value as Record<string, unknown>)[field])
        : undefined;
  const atol = own?.atol ?? read(testCase["atol"]);
  const rtol = own?.rtol ?? read(testCase["rtol"]);
  if (atol === undefined && rtol === undefined) return undefined;
  return { atol: atol ?? 0, rtol: rtol ?? 0, isScaled: own?.isScaled ?? isScaled };
}

const firstLine = (cause: unknown): string => String((cause as Error)?.message ?? cause).split("\n")[0]!;
