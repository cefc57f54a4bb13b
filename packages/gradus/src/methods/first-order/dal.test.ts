import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  accumulateMomentum,
  chain,
  dal,
  descend,
  linearAlgebra,
  masked,
  minimize,
  OptionError,
  quadratic,
  scale,
  scaleByDrift,
  trees,
} from "../../index.ts";

const { apply, fromRows, norm } = linearAlgebra;
const A = [
  [2, 0.3, 0],
  [0.3, 0.7, -0.2],
  [0, -0.2, 1.4],
];

/** A run on ½ xᵀA x: the iterates' trace and the last of them. */
async function runOn(problem: ReturnType<typeof quadratic>, method: ReturnType<typeof dal>, steps: number) {
  const { answer, trace } = await minimize(problem, method, { steps });
  return { x: Float64Array.from(await answer.data()), rows: trace.rows };
}

describe("the step", () => {
  test("is 2 over the p-th power of what the Hessian makes of the unit gradient", async () => {
    const start = [1, -2, 0.5];
    const g = apply(fromRows(A), Float64Array.from(start));
    const s = norm(apply(fromRows(A), g)) / norm(g);
    for (const power of [0.5, 1, 1.5]) {
      const { x, rows } = await runOn(quadratic({ A, start }), dal({ power, maxLearningRate: 100 }), 1);
      expect(rows[1]!.extra["curvature"]).toBeCloseTo(s, 12);
      expect(rows[1]!.extra["learningRate"]).toBeCloseTo(2 / s ** power, 12);
      for (const [i, xi] of start.entries()) expect(x[i]).toBeCloseTo(xi - (2 / s ** power) * g[i]!, 12);
    }
  });

  test("drifts from the gradient flow by its own length: (h²/2) ‖H g‖ = h ‖g‖ for p = 1, without a cap", async () => {
    const { rows } = await runOn(quadratic({ A, start: [1, -2, 0.5] }), dal({ maxLearningRate: Infinity }), 8);
    for (const { extra } of rows.slice(1)) {
      expect((extra["learningRate"]! * extra["curvature"]!) / 2).toBeCloseTo(1, 12);
    }
  });

  test("does not see the scale of the loss, for p = 1 and without a cap", async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), async (factor) => {
        const scaledBy = (c: number) =>
          quadratic({ A: A.map((row) => row.map((entry) => c * entry)), start: [1, -2, 0.5] });
        const method = dal({ maxLearningRate: Number.POSITIVE_INFINITY });
        const [one, other] = [await runOn(scaledBy(1), method, 10), await runOn(scaledBy(factor), method, 10)];
        for (const [i, xi] of one.x.entries()) expect(Math.abs(xi - other.x[i]!)).toBeLessThan(1e-9);
      }),
      { numRuns: 5, seed: 1 },
    );
  });

  test("is bounded by the cap where the ground is flat, and 0 where the gradient is", async () => {
    const flat = quadratic({ A: [[0]], b: [1], start: [0] });
    expect((await runOn(flat, dal(), 2)).x).toEqual(Float64Array.of(10));
    expect((await runOn(flat, dal({ maxLearningRate: 0.5 }), 2)).x).toEqual(Float64Array.of(1));
    const capless = await runOn(flat, dal({ maxLearningRate: Infinity }), 1);
    expect(capless.x[0]).toBeCloseTo(2e12, -3);
    const resting = await runOn(quadratic({ A: [[1]], start: [0] }), dal({ maxLearningRate: Infinity, power: 4 }), 3);
    expect(resting.x).toEqual(Float64Array.of(0));
    expect(resting.rows.at(-1)!.extra["learningRate"]).toBe(0);
  });

  test("keeps its size where squares of the gradient vanish in float32", async () => {
    const tiny = quadratic({ A: [[1]], start: [1e-30], dtype: "float32" });
    const { x } = await runOn(tiny, dal({ maxLearningRate: 0.5 }), 1);
    expect(x[0]! / 1e-30).toBeCloseTo(0.5, 6);
  });
});

describe("options", () => {
  test("finite differences are those of a quadratic, and count as gradients", async () => {
    const problem = quadratic({ A, start: [1, -2, 0.5] });
    const exact = await runOn(problem, dal({ power: 1.25 }), 10);
    const near = await runOn(problem, dal({ power: 1.25, hessianVector: "finiteDifference" }), 10);
    for (const [i, xi] of exact.x.entries()) expect(near.x[i]).toBeCloseTo(xi, 8);
    expect(exact.rows[10]!.calls).toEqual({ gradient: 11, hessianVectorProduct: 10 });
    expect(near.rows[10]!.calls).toEqual({ gradient: 21 });
  });

  test("the static rate holds outside of the window", async () => {
    const { rows } = await runOn(
      quadratic({ A, start: [1, -2, 0.5] }),
      dal({ start: 2, stop: 4, staticRate: 0.125 }),
      6,
    );
    const rates = rows.slice(1).map(({ extra }) => extra["learningRate"]!);
    expect(rates.map((rate) => rate === 0.125)).toEqual([true, true, false, false, true, true]);
  });

  test("momentum sums the steps, not the gradients", async () => {
    const problem = quadratic({ A, start: [1, -2, 0.5] });
    const { x: first } = await runOn(problem, dal({ power: 1.5 }), 1);
    const { x, rows } = await runOn(problem, dal({ power: 1.5, momentum: 0.5 }), 2);
    const g = apply(fromRows(A), first);
    const h = rows[2]!.extra["learningRate"]!;
    const start = [1, -2, 0.5];
    for (const [i, xi] of start.entries()) {
      expect(x[i]).toBeCloseTo(first[i]! - 0.5 * (xi - first[i]!) - h * g[i]!, 12);
    }
  });

  test("that contradict each other or are out of range are refused", () => {
    for (const options of [{ start: 3 }, { staticRate: 0.1 }, { start: 3, stop: 3, staticRate: 0.1 }]) {
      expect(() => dal(options)).toThrow(OptionError);
      expect(() => dal(options)).toThrow(/^dal: /);
    }
    expect(() => dal({ power: 0 })).toThrow("dal: power must be a positive number, got 0");
    expect(() => dal({ maxLearningRate: 0 })).toThrow(
      "dal: maxLearningRate must be a positive number or Infinity, got 0",
    );
  });
});

describe("as a part", () => {
  test("it works on some of the arrays, with their own block of the Hessian", async () => {
    const part = descend(
      "part",
      chain(
        masked(scaleByDrift({ maxLearningRate: 100 }), (path) => path === "a"),
        masked(scale(0), (path) => path === "b"),
        scale(-1),
      ),
    );
    const problem = {
      initial(key: np.Array) {
        key.dispose();
        const vector = (values: number[]) => np.array(values, { dtype: np.float64 });
        return { a: vector([1, 2]), b: vector([3]) };
      },
      // ½ (4 a₁² + a₂²) + a₁ b
      loss: ({ a, b }: { a: np.Array; b: np.Array }) =>
        np
          .square(a.ref)
          .mul(np.array([2, 0.5], { dtype: np.float64 }))
          .sum()
          .add(a.slice(0).mul(b.slice(0))),
    };
    const { answer, trace } = await minimize(problem, part, { steps: 1 });
    const [g1, g2] = [4 + 3, 2];
    const s = Math.hypot(4 * g1, g2) / Math.hypot(g1, g2);
    expect(trace.rows[1]!.extra["curvature"]).toBeCloseTo(s, 12);
    const after = Array.from(await answer.a.data());
    expect(after[0]).toBeCloseTo(1 - (2 / s) * g1, 12);
    expect(after[1]).toBeCloseTo(2 - (2 / s) * g2, 12);
    answer.b.dispose();
  });

  test("it needs products or gradients from a loop of one's own, and says so", () => {
    const x = np.array([1, 2], { dtype: np.float64 });
    const { init, step } = dal();
    expect(() => step(x.ref, init(x), x.ref)).toThrow(/dal needs products with the Hessian/);
    const product = step(x.ref, init(x), x, { hessianTimes: (v) => trees.scale(v, 4) });
    expect(Array.from(product[0].dataSync())).toEqual([0.5, 1]);
    trees.dispose(product[1].inner);
  });

  test("it leaves no arrays behind, on batches and by finite differences too", async () => {
    for (const hessianVector of ["exact", "finiteDifference"] as const) {
      await expectNoLeak(async () => {
        const problem = {
          ...quadratic({ A, start: [1, -2, 0.5] }),
          batches: () => (index: number) => np.array([1 + index], { dtype: np.float64 }),
          loss: (x: np.Array, batch: np.Array) => np.square(x).sum().mul(batch.slice(0)),
        };
        const { answer } = await minimize(problem, dal({ hessianVector, momentum: 0.3 }), { steps: 3 });
        answer.dispose();
      });
    }
  });
});

test("momentum behind the drift's step is a chain of parts", () => {
  expect(() => descend("own", chain(scaleByDrift(), accumulateMomentum(0.9), scale(-1)))).not.toThrow();
});
