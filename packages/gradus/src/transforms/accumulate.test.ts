import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  accumulateGradients,
  accumulateMomentum,
  averageUniformly,
  chain,
  scale,
  scaleByLearningRate,
  standalone,
  transformation,
  trees,
} from "../index.ts";
import { feed } from "./feed.ts";

const entry = fc.double({ min: -10, max: 10, noNaN: true });

describe("accumulated gradients", () => {
  const heavyBall = chain(
    accumulateMomentum(0.9),
    scaleByLearningRate((step) => 0.1 / (1 + step)),
  );
  const batched = standalone(accumulateGradients(heavyBall, { every: 3 }));
  const plain = standalone(heavyBall);

  test("k gradients make the step that their mean makes, and nothing moves in between", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(entry, entry), { minLength: 6, maxLength: 6 }), (list) => {
        const rows = feed(
          batched,
          { w: [1, 2] },
          list.map((w) => ({ w })),
        );
        const mean = (first: number) =>
          [0, 1].map((j) => (list[first]![j]! + list[first + 1]![j]! + list[first + 2]![j]!) / 3);
        const steps = feed(plain, { w: [1, 2] }, [{ w: mean(0) }, { w: mean(3) }]);
        for (const i of [0, 1, 3, 4]) expect(rows[i]!.updates).toEqual([0, 0]);
        for (const [i, step] of [rows[2]!, rows[5]!].entries()) {
          expect(step.updates).toEqual(steps[i]!.updates.map((u) => expect.closeTo(u, 12)));
        }
      }),
      { numRuns: 20 },
    );
  });

  test("a gradient that is not finite spoils its own group only", () => {
    const rows = feed(
      accumulateGradients(scale(1), { every: 2 }),
      { w: 0 },
      [Number.NaN, 1, 3, 5].map((w) => ({ w })),
    );
    expect(rows.map(({ updates }) => updates[0])).toEqual([0, Number.NaN, 0, 4]);
  });

  test("the objective that the inner transformation sees is the mean of the group's", () => {
    const steppedByValue = transformation({
      init: (): [] => [],
      update: (updates, state, _params, { value }) => [
        trees.map((u) => u.mul(0).add(value!.ref), updates),
        state as [],
      ],
    });
    const values = [1, 2, 6, 10, 20, 30];
    const rows = feed(
      accumulateGradients(steppedByValue, { every: 3 }),
      { w: 0 },
      values.map(() => ({ w: 1 })),
      { extras: (i) => ({ value: np.array(values[i]!, { dtype: np.float64 }) }) },
    );
    expect([rows[2]!, rows[5]!].map(({ updates }) => updates[0])).toEqual([3, 20].map((v) => expect.closeTo(v, 12)));
  });

  test("what the inner transformation answers and reports comes through, by its own count", () => {
    const inner = chain(
      scaleByLearningRate((step) => step + 1),
      averageUniformly(),
    );
    const outer = accumulateGradients(inner, { every: 2 });
    expect([1, 2, 3, 4, 5].map((update) => outer.reportNumbers!(update)["learningRate"])).toEqual([1, 1, 2, 2, 3]);
    const rows = feed(
      outer,
      { w: 0 },
      [1, 1, 1, 1].map((w) => ({ w })),
    );
    // Two steps, to −1 and to −3; the mean of both.
    expect(rows[3]!.params).toEqual([-3]);
    expect(rows[3]!.answer[0]).toBeCloseTo(-2, 12);
  });

  test("every must be a whole number ≥ 1", () => {
    expect(() => accumulateGradients(scale(1), { every: 0 })).toThrow(
      "accumulateGradients: every must be a whole number ≥ 1, got 0",
    );
  });
});
