import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compile,
  generator,
  hessians,
  linearAlgebra,
  logisticOf,
  logSumExp,
  poweredRosenbrock,
  softmaxOf,
} from "../../../index.ts";

const { exact, empiricalFisher, weightedGaussNewton, poweredNorm, gaussNewton, scaledIdentity, sum } = hessians;
type Vector = np.Array;
type OfVectors = hessians.ApproximateHessian<Vector, undefined>;

const vector = (values: ArrayLike<number>) => np.array(Float64Array.from(values), { dtype: np.float64 });

/** H at a point, column by column. */
async function matrixAt(hessian: OfVectors, x: Float64Array): Promise<number[][]> {
  const times = compile((at: Vector, v: Vector) => hessian.product!(at, v, undefined));
  const rows: number[][] = [];
  for (let j = 0; j < x.length; j++) {
    const unit = Float64Array.from(x, (_, i) => Number(i === j));
    rows.push(Array.from(await times(vector(x), vector(unit)).data()));
  }
  times.dispose();
  return rows;
}

async function gradientAt(loss: (x: Vector) => Vector, x: Float64Array): Promise<Float64Array> {
  // By central differences, of the highest order that float64 bears.
  const f = compile(loss as never) as unknown as (x: Vector) => Vector;
  const at = async (i: number, t: number) =>
    (await f(vector(x.map((value, k) => value + (k === i ? t : 0)))).data())[0]!;
  const g = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const h = 1e-3;
    g[i] = (8 * ((await at(i, h)) - (await at(i, -h))) - ((await at(i, 2 * h)) - (await at(i, -2 * h)))) / (12 * h);
  }
  return g;
}

const expectClose = (actual: number[][], wanted: number[][], tolerance = 1e-9) =>
  actual.forEach((row, i) => {
    row.forEach((value, j) => {
      expect(Math.abs(value - wanted[i]![j]!), `entry ${i}, ${j}`).toBeLessThan(tolerance);
    });
  });

const outer = (g: ArrayLike<number>, factor: number) => Array.from(g, (a) => Array.from(g, (b) => factor * a * b));
const plus = (A: number[][], B: number[][], factor = 1) => A.map((row, i) => row.map((a, j) => a + factor * B[i]![j]!));

const draw = generator(5);
const A = { rows: 12, columns: 3, data: draw.normals(36) };
const signs = Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? -1 : 1));
const classes = Array.from({ length: 12 }, (_, i) => i % 3);
const x3 = Float64Array.of(0.3, -0.7, 0.2);

describe("identities", () => {
  test("log-sum-exp: the weighted Gauss-Newton matrix less the exact Hessian is ∇f ∇fᵀ/μ", async () => {
    const problem = logSumExp({ dimension: 3, terms: 5, temperature: 0.5 });
    const weighted = await matrixAt(weightedGaussNewton(problem.exponents, { temperature: 0.5 }), x3);
    const hessian = await matrixAt(exact(problem.loss), x3);
    expectClose(plus(weighted, hessian, -1), outer(await gradientAt(problem.loss as never, x3), 2), 1e-8);
  });

  test("softmax regression: label-centred weighted Gauss-Newton = exact Hessian + Fisher matrix", async () => {
    const { loss, exponents, sampleLosses } = softmaxOf({ A, labels: classes, classes: 3 });
    const x = draw.normals(9);
    const [weighted, hessian, fisher] = await Promise.all(
      [weightedGaussNewton(exponents), exact(loss), empiricalFisher(sampleLosses)].map((H) =>
        matrixAt(H as OfVectors, x),
      ),
    );
    expectClose(weighted!, plus(hessian!, fisher!));
  });

  test("logistic regression: Fisher has weights s², the exact Hessian s (1 − s)", async () => {
    const { loss, sampleLosses } = logisticOf({ A, labels: signs });
    const weightedBy = (weight: (s: number) => number) =>
      linearAlgebra.toRows(A).reduce(
        (total, row, i) => {
          const score = row.reduce((sum, a, j) => sum + a * x3[j]!, 0);
          return plus(total, outer(row, weight(1 / (1 + Math.exp(signs[i]! * score))) / 12));
        },
        [0, 0, 0].map(() => [0, 0, 0]),
      );
    expectClose(
      await matrixAt(empiricalFisher(sampleLosses), x3),
      weightedBy((s) => s * s),
    );
    expectClose(
      await matrixAt(exact(loss), x3),
      weightedBy((s) => s * (1 - s)),
    );
  });

  test("linear equations: nothing is dropped by the inexact Hessian of a powered norm, nor by Gauss-Newton", async () => {
    const rows = np.array;
    const residuals = (x: Vector) =>
      np.dot(rows(A.data.slice() as never, { shape: [12, 3], dtype: np.float64 }), x).sub(1);
    for (const power of [2, 3, 4, 5.5]) {
      const f = (x: Vector) => np.exp(np.log(np.square(residuals(x)).sum()).mul(power / 2)).mul(1 / power);
      expectClose(await matrixAt(poweredNorm(residuals, { power }), x3), await matrixAt(exact(f), x3), 1e-7);
    }
    const half = (x: Vector) => np.square(residuals(x)).mean().mul(0.5);
    expectClose(await matrixAt(gaussNewton(residuals), x3), await matrixAt(exact(half), x3));
  });

  test("the parts of a powered norm's Hessian add up, and its Fisher part is (p − 2) r^(−p) ∇f ∇fᵀ", async () => {
    const { normed, loss } = poweredRosenbrock({ power: 5 });
    const x = Float64Array.of(0.4, 0.1);
    const both = await matrixAt(poweredNorm(normed, { power: 5 }), x);
    const first = await matrixAt(poweredNorm(normed, { power: 5, fisher: false }), x);
    const g = await gradientAt(loss as never, x);
    const r = Math.hypot(1 - 0.4, 10 * (0.1 - 0.16));
    expectClose(plus(both, first, -1), outer(g, 3 * r ** -5), 1e-5);
    const { a, v } = poweredNorm(normed, { power: 5, gaussNewton: false }).rankOne!(vector(x), undefined);
    expectClose(plus(both, first, -1), outer(await v.data(), (await a.data())[0]!));
  });
});

test.each([2, 3, 4, 5])("at u = 0 everything is finite: power %d", async (power) => {
  const { normed, loss } = poweredRosenbrock({ power });
  const minimum = Float64Array.of(1, 1);
  for (const hessian of [poweredNorm(normed, { power }), exact(loss)]) {
    expect((await matrixAt(hessian, minimum)).flat().every(Number.isFinite)).toBe(true);
  }
  const { a, v } = poweredNorm(normed, { power, gaussNewton: false }).rankOne!(vector(minimum), undefined);
  expect([...(await a.data()), ...(await v.data())]).toEqual([0, 0, 0]);
});

test("sums add products, and a ridge adds to the diagonal", async () => {
  const { sampleLosses } = logisticOf({ A, labels: signs });
  const fisher = empiricalFisher(sampleLosses);
  const ridged = await matrixAt(sum(fisher, scaledIdentity<Vector>(0.25) as OfVectors), x3);
  expectClose(plus(ridged, await matrixAt(fisher, x3), -1), [
    [0.25, 0, 0],
    [0, 0.25, 0],
    [0, 0, 0.25],
  ]);
  expect(() => sum(poweredNorm((x: Vector) => x, { power: 4, gaussNewton: false }))).toThrow(
    /'fisher-term' offers no product/,
  );
});

test("what cannot be is refused", () => {
  expect(() => poweredNorm((x: Vector) => x, { power: 1 })).toThrow(/power must be a number ≥ 2, got 1/);
  expect(() => poweredNorm((x: Vector) => x, { power: 3, gaussNewton: false, fisher: false })).toThrow(/keep/);
});

test("approximations other than the exact one are positive semidefinite wherever they are taken", async () => {
  const { exponents, sampleLosses } = softmaxOf({ A, labels: classes, classes: 3 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 9, maxLength: 9 }),
      async (at) => {
        for (const hessian of [weightedGaussNewton(exponents), empiricalFisher(sampleLosses)]) {
          const H = linearAlgebra.fromRows(await matrixAt(hessian as OfVectors, Float64Array.from(at)));
          const { values } = linearAlgebra.symmetricEigen(H);
          expect(values[0]!).toBeGreaterThanOrEqual(-1e-12 * Math.max(1, values.at(-1)!));
        }
      },
    ),
    { numRuns: 10 },
  );
});

test("scores that are not centred leave an error that does not vanish with the gradient", async () => {
  const { loss, exponents } = softmaxOf({
    A: { rows: 3, columns: 3, data: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1) },
    labels: [0, 1, 2],
    classes: 3,
  });
  // Far along the direction that separates: every sample is nearly certain.
  const x = Float64Array.from({ length: 9 }, (_, k) => (k % 4 === 0 ? 12 : 0));
  const scores = (at: Vector) => np.transpose(at.reshape([3, 3]));
  const [H, centred, plain] = await Promise.all(
    [exact(loss), weightedGaussNewton(exponents), weightedGaussNewton(scores)].map((hessian) =>
      matrixAt(hessian as OfVectors, x),
    ),
  );
  const largest = (M: number[][]) => Math.max(...M.flat().map(Math.abs));
  expect(largest(plus(centred!, H!, -1))).toBeLessThan(1e-9);
  expect(largest(plus(plain!, H!, -1))).toBeGreaterThan(0.1);
});
