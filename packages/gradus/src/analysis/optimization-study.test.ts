import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../engine/live-arrays.ts";
import {
  adam,
  conditioning,
  type FeatureRegression,
  minimumNorm,
  modelSizeSweep,
  OptionError,
  optimizationStudy,
  peakPlace,
  randomFeatures,
  rankCorrelation,
  type SizeResult,
  type SizeRow,
  sgd,
  sizeCurve,
  solvedBy,
  trainedBy,
} from "../index.ts";

const row = (size: number, training: string, seed: number, values: Record<string, number>): SizeRow => ({
  setting: { size, training },
  seed,
  values,
});

describe("a sweep over model sizes", () => {
  const plan = {
    sizes: [4, 8],
    seeds: [0, 1],
    build: (features: number, seed: number) => randomFeatures({ features, samples: 8, testSamples: 20, seed }),
    look: ({ features }: FeatureRegression) => ({ kappa: conditioning(features).conditionNumber }),
    trainings: {
      adam: trainedBy<FeatureRegression, unknown, np.Array>(() => adam({ learningRate: 0.05 }), { steps: 30 }),
      wild: trainedBy<FeatureRegression, unknown, np.Array>(() => sgd({ learningRate: 1e200 }), { steps: 30 }),
      exact: solvedBy<FeatureRegression, np.Array>(({ features, targetColumns: [y] }) =>
        np.array(minimumNorm(features, y!), { dtype: np.float64 }),
      ),
    },
  };
  const all = async () => {
    const results: SizeResult[] = [];
    for await (const result of modelSizeSweep(plan)) results.push(result);
    return results;
  };

  test("measures each size with each training and seed, in order, and tells what diverged", async () => {
    const results = await all();
    expect(results.map(({ setting, seed }) => [setting.size, setting.training, seed])).toEqual(
      [4, 8].flatMap((size) => ["adam", "wild", "exact"].flatMap((name) => [0, 1].map((seed) => [size, name, seed]))),
    );
    for (const { setting, status, values } of results) {
      expect(status).toBe(setting.training === "wild" ? "diverged" : "done");
      expect(values["kappa"]).toBeGreaterThan(1);
      if (setting.training === "adam") expect(values).toMatchObject({ steps: 30, gradientCalls: 31 });
      if (setting.training === "exact" && setting.size === 8) expect(values["trainMeanSquare"]).toBeLessThan(1e-16);
    }
  });

  test("gives the same twice, and holds no arrays", async () => {
    const valuesOf = (results: SizeResult[]) => results.map(({ values }) => values);
    expect(valuesOf(await all())).toEqual(valuesOf(await all()));
    await expectNoLeak(async () => {
      await all();
    });
  });
});

describe("a study of results", () => {
  test("a curve is of medians, by ascending size, and what was not measured is infinite", () => {
    const rows = [
      row(8, "a", 0, { test: 4 }),
      row(2, "a", 0, { test: 1 }),
      row(2, "a", 1, { test: 9 }),
      row(2, "a", 2, { test: 2 }),
      row(4, "a", 0, {}),
      row(2, "b", 0, { test: 100 }),
    ];
    expect(sizeCurve(rows, "a", "test")).toEqual([
      { size: 2, median: 2, low: 1, high: 9 },
      { size: 4, median: Number.POSITIVE_INFINITY, low: Number.POSITIVE_INFINITY, high: Number.POSITIVE_INFINITY },
      { size: 8, median: 4, low: 4, high: 4 },
    ]);
  });

  test("a peak that all seeds agree on has an interval of one size, another a wider one", () => {
    const peaked = (place: (seed: number) => number) =>
      [0, 1, 2, 3, 4].flatMap((seed) =>
        [10, 20, 30].map((size) => row(size, "a", seed, { test: size === place(seed) ? 5 : 1 })),
      );
    expect(
      peakPlace(
        peaked(() => 20),
        "a",
        "test",
      ),
    ).toEqual({ size: 20, low: 20, high: 20 });
    const apart = peakPlace(
      peaked((seed) => (seed < 3 ? 20 : 30)),
      "a",
      "test",
    );
    expect(apart).toEqual({ size: 20, low: 20, high: 30 });
    expect(() => peakPlace([], "a", "test")).toThrow("no results of 'a'");
    expect(() => peakPlace(peaked(() => 20).slice(1), "a", "test")).toThrow("the same seeds");
  });

  test("finds one falling curve behind all knobs, and none where there is none", () => {
    const rowsOf = (loss: (i: number) => number, peak: (i: number) => number) =>
      Array.from({ length: 6 }, (_, i) => i).flatMap((i) =>
        [0, 1].flatMap((seed) => [
          row(40, `setting ${i}`, seed, { train: loss(i), test: 0.2 * peak(i) }),
          row(200, `setting ${i}`, seed, { train: 0, test: 0.2 }),
        ]),
      );
    const options = { threshold: 40, wide: 200, trainLoss: "train", testLoss: "test" };
    const { points, rankCorrelation: falling } = optimizationStudy(
      rowsOf(
        (i) => 10 ** -i,
        (i) => 1 + i ** 2,
      ),
      options,
    );
    expect(falling).toBeCloseTo(-1, 12);
    expect(points[2]).toEqual({ training: "setting 2", trainLoss: 0.01, peakRatio: expect.closeTo(5, 12) });
    expect(
      optimizationStudy(
        rowsOf(
          (i) => 10 ** -i,
          (i) => 1 + (i % 2),
        ),
        options,
      ).rankCorrelation,
    ).toBeGreaterThan(-0.7);
    expect(() => optimizationStudy([row(40, "a", 0, {})], options)).toThrow(OptionError);
  });

  test("ratios are taken within seeds before their median", () => {
    const rows = [1, 10, 100].flatMap((scale, seed) => [
      row(40, "a", seed, { train: 1, test: 6 * scale }),
      row(200, "a", seed, { train: 1, test: 2 * scale }),
    ]);
    const options = { threshold: 40, wide: 200, trainLoss: "train", testLoss: "test" };
    expect(optimizationStudy(rows, options).points[0]!.peakRatio).toBe(3);
  });
});

describe("a rank correlation", () => {
  const lists = fc.array(
    fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true })),
    {
      minLength: 3,
      maxLength: 12,
    },
  );

  test("knows ranks alone, is symmetric, and lies in [−1, 1]", () => {
    fc.assert(
      fc.property(lists, (pairs) => {
        const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const r = rankCorrelation(x, y);
        if (Number.isNaN(r)) return;
        expect(Math.abs(r)).toBeLessThanOrEqual(1 + 1e-12);
        expect(rankCorrelation(y, x)).toBeCloseTo(r, 12);
        expect(
          rankCorrelation(
            x.map((value) => 2 * value),
            y,
          ),
        ).toBeCloseTo(r, 12);
        expect(
          rankCorrelation(
            x.map((value) => -value),
            y,
          ),
        ).toBeCloseTo(-r, 12);
      }),
      { numRuns: 60 },
    );
  });

  test("equal values share their rank; no change and missing values have no correlation", () => {
    // Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4.
    expect(rankCorrelation([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(Math.sqrt(0.9), 12);
    expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNaN();
    expect(rankCorrelation([1, Number.NaN], [1, 2])).toBeNaN();
    expect(() => rankCorrelation([1], [1])).toThrow(OptionError);
  });
});
