import { expect, test } from "vitest";
import { type CellResult, cellName, cellsOf, inPlanOrder, OptionError } from "../index.ts";
import { sweepOnThreads } from "./node-sweep.ts";

const moduleOf = (source: string) => new URL(`data:text/javascript,${encodeURIComponent(source)}`);
const plan = { axes: { width: [1, 2, 3], rate: [0.1, 1] }, seeds: [0, 1] };

async function all(results: AsyncIterable<CellResult<typeof plan.axes>>) {
  const list: CellResult<typeof plan.axes>[] = [];
  for await (const result of results) list.push(result);
  return list;
}

test("results are the same whatever the number of threads", async () => {
  const module = moduleOf(`
    export async function measure({ setting: { width, rate }, seed }) {
      if (width === 3 && seed === 1) throw new RangeError("too wide");
      return { loss: rate === 1 && width === 2 ? Infinity : width * rate + seed };
    }`);
  const [one, three] = await Promise.all(
    [1, 3].map(async (threads) =>
      inPlanOrder(plan, await all(sweepOnThreads(module, plan, { threads }))).map(({ seconds: _, ...rest }) => rest),
    ),
  );
  expect(three).toEqual(one);
  expect(one).toHaveLength(12);
  expect(one!.filter(({ status }) => status === "diverged")).toHaveLength(2);
  expect(one!.filter(({ error }) => error === "too wide")).toHaveLength(2);
});

test("a thread that ends is a failed cell, and the sweep goes on", async () => {
  const module = moduleOf(`
    export function measure({ setting: { width } }) {
      if (width === 2) process.exit(7);
      return { loss: width };
    }`);
  const results = inPlanOrder(plan, await all(sweepOnThreads(module, plan, { threads: 2 })));
  expect(results.map(({ setting, status }) => [setting.width, status])).toEqual(
    cellsOf(plan).map(({ setting }) => [setting.width, setting.width === 2 ? "failed" : "done"]),
  );
  expect(results.find(({ status }) => status === "failed")?.error).toBe("the thread ended with code 7");
});

test("an aborted sweep leaves out what was under way, and goes on where it was", async () => {
  // The cell of width 2 never ends, unless its thread is ended.
  const module = moduleOf(`
    export async function measure({ setting: { width } }) {
      if (width === 2) while (true);
      return { loss: width };
    }`);
  const stop = new AbortController();
  const before: CellResult<typeof plan.axes>[] = [];
  for await (const result of sweepOnThreads(module, plan, { threads: 1, signal: stop.signal })) {
    before.push(result);
    if (before.length === 4) setTimeout(() => stop.abort(), 20);
  }
  expect(before.map(({ setting }) => setting.width)).toEqual([1, 1, 1, 1]);
  const quick = moduleOf("export const measure = ({ setting: { width } }) => ({ loss: width });");
  const after = await all(sweepOnThreads(quick, plan, { threads: 2, finished: before }));
  expect(new Set([...before, ...after].map(cellName)).size).toBe(12);
  expect(after).toHaveLength(8);
});

test("a module without measure, or one that returns no object, fails its cells with the reason", async () => {
  const reasons = async (source: string) => {
    const results = await all(sweepOnThreads(moduleOf(source), { ...plan, seeds: [0] }, { threads: 1 }));
    return new Set(results.map(({ error }) => error));
  };
  expect(await reasons("export default 1;")).toEqual(new Set(["it exports no function 'measure'"]));
  expect(await reasons("export const measure = () => 1;")).toEqual(
    new Set(["what measures a cell must return an object of numbers"]),
  );
});

test("refuses a number of threads that is none", async () => {
  const module = moduleOf("export const measure = () => ({});");
  await expect(all(sweepOnThreads(module, plan, { threads: 0 }))).rejects.toThrow(OptionError);
});
