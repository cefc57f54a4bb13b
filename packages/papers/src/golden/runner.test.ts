import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  checkCase,
  type GoldenAdapter,
  type GoldenCase,
  loadAdapter,
  readGoldenFile,
  readGoldenFiles,
} from "./runner.ts";

const folderWith = (files: Record<string, string>) => {
  const folder = mkdtempSync(path.join(tmpdir(), "golden-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
};
const reasonOf = (file: object) => ("reason" in file ? (file.reason as string) : "none");

describe("a folder", () => {
  test("of the project: every paper with golden cases is there, and can be read", () => {
    const papers = readGoldenFiles().map((file) => file.paper);
    expect(papers).toEqual(expect.arrayContaining(["06-diffgrad", "12-adaptive-memory-momentum", "13-adabelief"]));
    for (const file of readGoldenFiles()) expect(reasonOf(file)).toBe("none");
  });

  test("of another place may hold any papers, named by file or in it", () => {
    const cases = [{ name: "a", atol: 0, expect: { x: 1 } }];
    const folder = folderWith({
      "13-adabelief.json": JSON.stringify({ cases }),
      "other.json": JSON.stringify({ paper: "06-diffgrad", cases }),
      "readme.txt": "not a case",
    });
    expect(readGoldenFiles(folder).map((file) => file.paper)).toEqual(["13-adabelief", "06-diffgrad"]);
  });

  test("that is empty or missing is a failure with a reason", () => {
    expect(reasonOf(readGoldenFiles(folderWith({}))[0]!)).toMatch(/holds no \*\.json/);
    expect(reasonOf(readGoldenFiles("/nowhere/at/all")[0]!)).toMatch(/is not a folder/);
  });
});

describe("a file", () => {
  const read = (text: string) => readGoldenFile(path.join(folderWith({ "x.json": text }), "x.json"), "x");

  test.each([
    ["{", /cannot be read/],
    ["{}", /holds no cases/],
    ['{"cases": []}', /holds no cases/],
    ['{"paper": 3, "cases": [{}]}', /paper must be a string/],
    ["null", /holds no cases/],
  ])("%s is a failure with a reason of one line", (text, reason) => {
    expect(reasonOf(read(text))).toMatch(reason);
    expect(reasonOf(read(text))).not.toContain("\n");
  });

  test("may hold NaN and infinities, and words that look like them", () => {
    const file = read('{"cases": [{"note": "NaN, Infinity", "x": [NaN, -Infinity, Infinity, 1e-3]}]}');
    expect(file).toMatchObject({
      cases: [{ name: "case 0", note: "NaN, Infinity", x: [Number.NaN, -Infinity, Infinity, 1e-3] }],
    });
  });

  test("names its cases by name or id, and says whether tolerances are scaled", () => {
    const file = read('{"tolerance": "abs(a-b) <= atol*max(1,abs(b))", "cases": [{"id": "p"}, {"name": "q"}]}');
    expect(file).toMatchObject({ isScaled: true, cases: [{ name: "p" }, { name: "q" }] });
  });
});

describe("a case", () => {
  const adapter: GoldenAdapter = { actual: ({ values }) => values };
  const check = (parts: Omit<GoldenCase, "name">, own: Partial<GoldenAdapter> = {}, isScaled = false) =>
    checkCase({ name: "a case", ...parts }, { ...adapter, ...own }, isScaled);

  test("passes if all fields agree; what the adapter tells beyond them does not matter", async () => {
    expect(await check({ atol: 1e-9, values: { x: [1], more: 2 }, expect: { x: [1] } })).toEqual([]);
    expect(await check({ atol: 1e-9, values: { x: [1] }, expected: { x: [1], note: "prose" } })).toEqual([]);
  });

  test("tells each field that disagrees", async () => {
    const failures = await check({ atol: 0.1, values: { x: 1, y: 2, z: 3 }, expect: { x: 1.5, y: 2, z: [3] } });
    expect(failures).toEqual([
      expect.stringMatching(/^x: worst difference 5\.00e-1/),
      expect.stringMatching(/^z: mismatch/),
    ]);
  });

  test("has tolerances of its own for each field, from the case or from the adapter", async () => {
    const values = { x: 1, y: 1 };
    const expectation = { x: 1.2, y: 1.2 };
    expect(await check({ atol: { x: 0.5, y: 0.1 }, values, expect: expectation })).toHaveLength(1);
    const tolerances = () => ({ y: { atol: 0.5 } });
    expect(await check({ atol: 0.1, values, expect: expectation }, { tolerances })).toHaveLength(1);
    expect(await check({ rtol: 0.5, values, expect: expectation })).toEqual([]);
    expect(await check({ atol: 1e-3, values: { x: 1000 }, expect: { x: 1000.5 } }, {}, true)).toEqual([]);
  });

  test("without a tolerance, without an expectation, or with a failing adapter is a failure", async () => {
    expect(await check({ values: { x: 1 }, expect: { x: 1 } })).toEqual(["x: the case gives neither atol nor rtol"]);
    expect(await check({ atol: 1, values: {} })).toEqual(["the case expects nothing"]);
    expect(await check({ atol: 1, values: {}, expect: {} })).toEqual(["the case expects nothing"]);
    const actual = () => Promise.reject(new Error("no such objective\nat line 3"));
    expect(await check({ atol: 1, expect: { x: 1 } }, { actual })).toEqual(["the adapter failed: no such objective"]);
  });
});

describe("an adapter", () => {
  test("is found by the paper's name, or missed with a reason", async () => {
    expect(await loadAdapter("13-adabelief")).toHaveProperty("actual");
    expect(reasonOf(await loadAdapter("99-nothing"))).toMatch(/no adapter for '99-nothing'/);
    expect(reasonOf(await loadAdapter("../src/golden"))).not.toBe("none");
  });

  test.each(["06-diffgrad", "12-adaptive-memory-momentum", "13-adabelief"])(
    "of %s fails a case whose expectation is perturbed in any field",
    async (paper) => {
      const file = readGoldenFiles().find((file) => file.paper === paper)!;
      const adapter = await loadAdapter(paper);
      if ("reason" in file || "reason" in adapter) throw new Error("not readable");
      const testCase = file.cases[0]!;
      for (const field of Object.keys(testCase["expect"])) {
        const perturbed = structuredClone(testCase);
        let row = perturbed["expect"][field];
        while (Array.isArray(row.at(-1))) row = row.at(-1);
        row[row.length - 1] += 10 * testCase["atol"];
        const failures = await checkCase(perturbed, adapter, file.isScaled);
        expect(failures).toEqual([expect.stringMatching(new RegExp(`^${field}: worst difference`))]);
      }
    },
  );
});
