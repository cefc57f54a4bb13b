import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { UsageError } from "../exit.ts";
import { importSweep } from "./own-sweep.ts";

const folder = mkdtempSync(join(tmpdir(), "gradus-sweep-"));
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  ["export const measure = () => ({});", "exports no plan"],
  ["export const plan = { axes: { width: 8 }, seeds: [0] };", "plan.axes.width must be a list of values"],
  ["export const plan = { axes: { width: [{}] }, seeds: [0] };", "plan.axes.width.0 must be a number, a word"],
  ["export const plan = { axes: {}, seeds: 3 };", "plan.seeds must be a list of whole numbers"],
  ["export const plan = { axes: {}, seed: [3] };", "plan.seeds must be a list of whole numbers"],
  ["export const plan = { axes: {}, seeds: [3], x: 1 };", "plan must be { axes, seeds }, and nothing else"],
  ["export const plan = { axes: {}, seeds: [0] };", "exports no function that measures a cell"],
])("says what is wrong with a file: %s", async (text, message) => {
  const path = join(folder, `lacking-${text.length}.mjs`);
  writeFileSync(path, text);
  await expect(importSweep(path)).rejects.toThrow(UsageError);
  await expect(importSweep(path)).rejects.toThrow(message);
});

it("takes a measure as an export of its name, or as the default", async () => {
  for (const head of ["export const measure =", "export default"]) {
    const path = join(folder, `whole-${head.length}.mjs`);
    writeFileSync(path, `export const plan = { axes: { on: [true, "no"] }, seeds: [3] }; ${head} () => ({ loss: 1 });`);
    const { plan, measure } = await importSweep(path);
    expect(plan).toEqual({ axes: { on: [true, "no"] }, seeds: [3] });
    const cell = { setting: { on: true }, seed: 3 };
    expect(measure(cell, new AbortController().signal)).toEqual({ loss: 1 });
  }
});
