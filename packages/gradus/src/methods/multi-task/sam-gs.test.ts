import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aggregation, disposeState, OptionError, samGsAggregator } from "../../index.ts";
import { pairwiseSimilarity } from "./sam-gs.ts";
import { aggregated } from "./small-tasks.ts";

const length = fc.double({ min: 1e-150, max: 1e150, noNaN: true });

describe("similarity of lengths", () => {
  test("lies in [0, 1], is 1 for equal lengths and does not care for their scale or order", () =>
    fc.assert(
      fc.property(fc.array(length, { minLength: 2, maxLength: 6 }), length, (lengths, scale) => {
        const { mean, smallest } = pairwiseSimilarity(Float64Array.from(lengths));
        expect(mean).toBeGreaterThanOrEqual(0);
        expect(mean).toBeLessThanOrEqual(1 + 1e-12);
        expect(smallest).toBeLessThanOrEqual(mean + 1e-12);
        expect(pairwiseSimilarity(Float64Array.from(lengths.toReversed())).mean).toBeCloseTo(mean, 10);
        const [first] = lengths;
        expect(pairwiseSimilarity(Float64Array.of(first!, first!, first!)).mean).toBe(1);
        const factor = Math.sqrt(scale);
        if (lengths.every((l) => l * factor > 1e-300 && l * factor < 1e300)) {
          expect(pairwiseSimilarity(Float64Array.from(lengths, (l) => l * factor)).mean).toBeCloseTo(mean, 10);
        }
      }),
    ));

  test("two tasks can have any similarity: pairs of a task with itself do not count", () => {
    expect(pairwiseSimilarity(Float64Array.of(1, 1e-3)).mean).toBeCloseTo(2e-3, 6);
  });

  test("lengths of 0 agree with each other and with nothing else; one task agrees with itself", () => {
    expect(pairwiseSimilarity(Float64Array.of(0, 0)).mean).toBe(1);
    expect(pairwiseSimilarity(Float64Array.of(0, 5)).mean).toBe(0);
    expect(pairwiseSimilarity(Float64Array.of(7)).mean).toBe(1);
  });

  test.each([1e30, 1e-30])("survives float32 gradients of size %f, whose squares do not", async (size) => {
    const { diagnostics } = await aggregated(
      samGsAggregator(),
      [
        [size, 0],
        [0, 3 * size],
      ],
      { dtype: np.float32 },
    );
    expect(diagnostics["similarity"]).toBeCloseTo(0.6, 5);
  });
});

describe("where lengths disagree", () => {
  test("every gradient is brought to the mean length, scaled once", async () => {
    const { direction, diagnostics } = await aggregated(samGsAggregator({ threshold: 0.9 }), [
      [4, 0],
      [0, 1],
    ]);
    expect(diagnostics["isEqualised"]).toBe(1);
    expect(direction).toEqual([2.5, 2.5].map((x) => expect.closeTo(x, 12)));
  });

  test("a vanishing gradient adds nothing but counts in the mean length", async () => {
    const { direction } = await aggregated(samGsAggregator(), [
      [4, 0],
      [0, 0],
    ]);
    expect(direction).toEqual([2, 0]);
  });

  test("two zero gradients among three: the third has its own mean", async () => {
    const { direction, diagnostics } = await aggregated(samGsAggregator({ threshold: 0.5 }), [
      [0, 0],
      [0, 0],
      [3, 0],
    ]);
    expect(diagnostics["similarity"]).toBeCloseTo(1 / 3, 12);
    expect(direction).toEqual([1, 0]);
  });
});

describe("where lengths agree", () => {
  test("the first step weights each gradient by its own size", async () => {
    const G = [
      [1, -2],
      [-2, 1],
    ];
    const { direction, diagnostics } = await aggregated(samGsAggregator(), G);
    expect(diagnostics["similarity"]).toBeCloseTo(1, 12);
    // ĥ = ε/(1 − β₂), so 1/√ĥ = 1000.
    const factor = 1 / Math.sqrt(1e-8 / 0.01);
    expect(direction).toEqual([(1 - 4) * factor, (-4 + 1) * factor].map((x) => expect.closeTo(x, 6)));
  });

  test("losses s times as large make the direction s² times as long", () =>
    fc.assert(
      fc.asyncProperty(fc.double({ min: 0.1, max: 10, noNaN: true }), async (s) => {
        const G = [
          [1, -2, 0.5],
          [-1.5, 1, 1],
        ];
        const [own, scaled] = [
          await aggregated(samGsAggregator(), G),
          await aggregated(
            samGsAggregator(),
            G.map((g) => g.map((x) => s * x)),
          ),
        ];
        for (const [i, d] of own.direction.entries()) expect(scaled.direction[i]! / d).toBeCloseTo(s * s, 6);
      }),
      { numRuns: 10 },
    ));

  test("a momentum never turns a gradient around", async () => {
    const surgery = aggregation(samGsAggregator());
    let state = surgery.init(np.zeros([1, 1], { dtype: np.float64 }));
    for (const g of [5, 5, -1]) {
      const { direction, state: next } = await surgery.aggregate(state, np.array([[g]], { dtype: np.float64 }));
      expect(Math.sign((await (direction as np.Array).data())[0]!)).toBe(Math.sign(g));
      state = next;
    }
    disposeState(state.arrays);
    surgery.dispose();
  });
});

describe("thresholds", () => {
  const G = [
    [1, 2],
    [0.1, 0.2],
  ];
  const isEqualised = async (threshold: number) =>
    (await aggregated(samGsAggregator({ threshold }), G)).diagnostics["isEqualised"];

  test("0 never equalises, above 1 always, 1 always but for equal lengths", async () => {
    expect(await isEqualised(0)).toBe(0);
    expect(await isEqualised(1)).toBe(1);
    expect(
      (
        await aggregated(samGsAggregator({ threshold: 1 }), [
          [1, 0],
          [0, 1],
        ])
      ).diagnostics["isEqualised"],
    ).toBe(0);
    expect(
      (
        await aggregated(samGsAggregator({ threshold: 1.1 }), [
          [1, 0],
          [0, 1],
        ])
      ).diagnostics["isEqualised"],
    ).toBe(1);
  });

  test("the smallest similarity decides where it is asked for; h may run over the mean", async () => {
    const three = [
      [1, 0],
      [1, 0],
      [0.1, 0],
    ];
    const of = async (options: object) =>
      (await aggregated(samGsAggregator({ threshold: 0.5, ...options }), three)).diagnostics;
    const [mean, min, mixed] = [
      await of({}),
      await of({ similarity: "min" }),
      await of({ similarity: "min", similarityForH: "mean" }),
    ];
    expect([mean["isEqualised"], min["isEqualised"], mixed["isEqualised"]]).toEqual([1, 1, 1]);
    expect(min["similarity"]).toBeLessThan(mean["similarity"]!);
    expect(mixed["h"]).toBe(mean["h"]);
    expect(min["h"]).toBeGreaterThan(mean["h"]!);
  });

  test("what is outside its range is refused", () => {
    expect(() => samGsAggregator({ threshold: -0.1 })).toThrow(OptionError);
    expect(() => samGsAggregator({ beta1: 1 })).toThrow(/beta1 must be in \[0, 1\), got 1/);
    expect(() => samGsAggregator({ similarity: "max" as never })).toThrow(
      "similarity must be 'mean' or 'min', got 'max'",
    );
  });
});
