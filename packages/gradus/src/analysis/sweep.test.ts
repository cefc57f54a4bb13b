import { expect, test } from "vitest";
import { type CellResult, cellName, cellsOf, OptionError, sweep } from "../index.ts";

const plan = { axes: { width: [1, 2], noise: ["none", "some"] }, seeds: [7, 8] } as const;

async function all<Result>(results: AsyncIterable<Result>): Promise<Result[]> {
  const list: Result[] = [];
  for await (const result of results) list.push(result);
  return list;
}

test("a grid has a cell for each setting and seed, the first axis changing slowest", () => {
  expect(cellsOf(plan).map(cellName).slice(0, 3)).toEqual([
    "noise=none width=1 seed=7",
    "noise=none width=1 seed=8",
    "noise=some width=1 seed=7",
  ]);
  expect(cellsOf(plan)).toHaveLength(8);
  expect(cellName({ setting: { a: 1, b: 2 }, seed: 0 })).toBe(cellName({ setting: { b: 2, a: 1 }, seed: 0 }));
});

test("what diverges or throws is a result, and the sweep goes on", async () => {
  const results = await all(
    sweep(plan, ({ setting: { width, noise }, seed }) => {
      if (width === 2 && seed === 8) throw new RangeError("too wide");
      return { loss: noise === "some" ? Number.POSITIVE_INFINITY : width };
    }),
  );
  expect(results.map(({ status }) => status)).toEqual([
    "done",
    "done",
    "diverged",
    "diverged",
    "done",
    "failed",
    "diverged",
    "failed",
  ]);
  expect(results[5]).toMatchObject({ error: "too wide", values: {} });
});

test("a cell whose values are not numbers has failed", async () => {
  const values = [{ loss: "low" }, null, 3, { loss: undefined }, { loss: Number.NaN }, {}];
  const seeds = values.map((_, i) => i);
  const results = await all(sweep({ axes: {}, seeds }, ({ seed }) => values[seed] as Record<string, number>));
  expect(results.map(({ status }) => status)).toEqual(["failed", "failed", "failed", "failed", "diverged", "done"]);
  expect(results[0]!.error).toBe("what measures a cell must return an object of numbers");
});

test("goes on where it was stopped, without measuring a finished cell again", async () => {
  const asked: string[] = [];
  const stop = new AbortController();
  const measure = async (cell: Parameters<typeof cellName>[0]) => {
    asked.push(cellName(cell));
    if (asked.length === 4) stop.abort();
    return { loss: 1 };
  };
  const before = await all(sweep(plan, measure, { signal: stop.signal }));
  expect(before).toHaveLength(3);
  const kept: CellResult<typeof plan.axes>[] = JSON.parse(JSON.stringify(before));
  const after = await all(sweep(plan, measure, { finished: kept }));
  expect(after).toHaveLength(5);
  expect(asked).toHaveLength(9);
  expect(new Set([...before, ...after].map(cellName))).toEqual(new Set(cellsOf(plan).map(cellName)));
});

test("measures as many cells at once as it may, and no more", async () => {
  let [now, most] = [0, 0];
  const results = await all(
    sweep(
      plan,
      async () => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 2));
        now--;
        return { loss: 0 };
      },
      { atOnce: 3 },
    ),
  );
  expect(results).toHaveLength(8);
  expect(most).toBe(3);
});

test("refuses plans without cells and repeated values", async () => {
  expect(() => cellsOf({ axes: { width: [] }, seeds: [0] })).toThrow(OptionError);
  expect(() => cellsOf({ axes: {}, seeds: [] })).toThrow("sweep: seeds must have values, got none");
  expect(() => cellsOf({ axes: { width: [1, 2, 1] }, seeds: [0] })).toThrow(
    "sweep: width must have different values, got 1 twice",
  );
  await expect(all(sweep(plan, () => ({}), { atOnce: 0 }))).rejects.toThrow("atOnce must be a whole number ≥ 1, got 0");
});
