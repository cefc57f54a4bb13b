import fc from "fast-check";
import { expect, test } from "vitest";
import { bands, type CellResult, inPlanOrder, OptionError } from "../index.ts";

const cell = (width: number, seed: number, values: Record<string, number>, status: CellResult["status"] = "done") => ({
  setting: { width },
  seed,
  status,
  values,
  seconds: 1,
});

const losses = (...values: number[]) => values.map((loss, seed) => cell(1, seed, { loss }));

test("a band has the order statistics of its setting's seeds", () => {
  const [band, other] = bands([...losses(4, 1, 3, 2), cell(2, 0, { loss: 9 })], "loss");
  expect(band).toMatchObject({ setting: { width: 1 }, cells: 4, low: 1, median: 2.5, high: 4 });
  expect([band!.lowerQuartile, band!.upperQuartile]).toEqual([1.75, 3.25]);
  expect(other).toMatchObject({ setting: { width: 2 }, cells: 1, low: 9, median: 9, high: 9 });
});

test("a diverged cell counts as worst, whatever its value; a failed one enters no figure", () => {
  const results = [
    ...losses(1, 2),
    cell(1, 2, { loss: 0.001, other: Number.NaN }, "diverged"),
    cell(1, 3, {}, "failed"),
  ];
  expect(bands(results, "loss")[0]).toMatchObject({
    cells: 3,
    diverged: 1,
    failed: 1,
    low: 1,
    median: 2,
    high: Infinity,
  });
  const upwards = bands(results, "loss", { worst: Number.NEGATIVE_INFINITY })[0]!;
  expect(upwards).toMatchObject({ low: -Infinity, lowerQuartile: -Infinity, median: 1, high: 2 });
});

test("a cell that was done without the value counts as worst, and is told apart from one that diverged", () => {
  const results = [cell(1, 0, { stepsToTarget: 40 }), cell(1, 1, {}), cell(1, 2, {})];
  expect(bands(results, "stepsToTarget")[0]).toMatchObject({ diverged: 0, without: 2, low: 40, median: Infinity });
});

test("a setting of which every cell failed has no figures", () => {
  const [band] = bands([cell(1, 0, {}, "failed")], "loss");
  expect(band).toMatchObject({ cells: 0, failed: 1, median: Number.NaN, low: Number.NaN });
});

test("figures are in order, never NaN, and a median is finite only if more than half of the seeds are", () => {
  const status = fc.constantFrom<CellResult["status"]>("done", "diverged");
  const run = fc.record({ loss: fc.double({ noNaN: true, min: -1e6, max: 1e6 }), status });
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 9 }), fc.boolean(), (runs, isUpwards) => {
      const results = runs.map(({ loss, status }, seed) => cell(1, seed, { loss }, status));
      const worst = isUpwards ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
      const { low, lowerQuartile, median, upperQuartile, high } = bands(results, "loss", { worst })[0]!;
      const figures = [low, lowerQuartile, median, upperQuartile, high];
      expect(figures.some(Number.isNaN)).toBe(false);
      expect(figures).toEqual(figures.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
      const share = runs.filter((one) => one.status === "done").length / runs.length;
      expect(Number.isFinite(median)).toBe(share > 0.5);
    }),
  );
});

test("refuses to count a diverged cell as something finite", () => {
  expect(() => bands(losses(1), "loss", { worst: 5 })).toThrow(OptionError);
});

test("results can be put in the order of their plan", () => {
  const plan = { axes: { width: [2, 1] }, seeds: [0, 1] };
  const results = [cell(1, 0, {}), cell(2, 1, {}), cell(2, 0, {}), cell(3, 0, {})];
  expect(inPlanOrder(plan, results).map(({ setting, seed }) => [setting.width, seed])).toEqual([
    [2, 0],
    [2, 1],
    [1, 0],
  ]);
});
