import { grad, numpy as np, random } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromRows } from "../../engine/linear-algebra/matrix.ts";
import { dot, norm, scaled } from "../../engine/linear-algebra/vector.ts";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import { generator } from "../../engine/random.ts";
import { hermite, hermiteWithSlope } from "./hermite.ts";
import { singleIndex, singleIndexOf } from "./single-index-model.ts";
import { symmetrized } from "./symmetric-tensor.ts";
import { tensorPca, tensorPcaOf } from "./tensor-pca.ts";

const unit = (seed: number, d: number) => {
  const x = generator(seed).normals(d);
  return scaled(x, 1 / norm(x));
};

describe("Hermite polynomials", () => {
  test("have their closed forms, and slopes √k h_{k−1}", () => {
    for (const t of [-2, 0.3, 1.7]) {
      expect(hermite(2, t)).toBeCloseTo((t ** 2 - 1) / Math.SQRT2, 12);
      expect(hermite(5, t)).toBeCloseTo((t ** 5 - 10 * t ** 3 + 15 * t) / Math.sqrt(120), 10);
      for (const k of [0, 1, 4]) {
        const difference = (hermite(k, t + 1e-6) - hermite(k, t - 1e-6)) / 2e-6;
        expect(hermiteWithSlope(k, t).slope).toBeCloseTo(difference, 6);
        expect(hermiteWithSlope(k, t).value).toBe(hermite(k, t));
      }
    }
  });
});

test("a symmetric tensor's form is that of all its entries, whatever their order", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 0, max: 99 }),
      (k, d, seed) => {
        const entries = generator(seed).normals(d ** k);
        const theta = generator(seed + 100).normals(d);
        const T = symmetrized(k, d, entries);
        const form = new Float64Array(d);
        T.contract(theta, form);
        let direct = 0;
        for (let flat = 0; flat < entries.length; flat++) {
          let product = entries[flat]!;
          for (let i = 0, rest = flat; i < k; i++, rest = Math.floor(rest / d)) product *= theta[rest % d]!;
          direct += product;
        }
        expect(dot(theta, form)).toBeCloseTo(direct, 9);
      },
    ),
    { numRuns: 40 },
  );
});

const problems = {
  "tensor PCA, order 3": tensorPca({ order: 3, dimension: 5, samples: 10 }),
  "tensor PCA, order 4": tensorPca({ order: 4, dimension: 4, samples: 10 }),
  "tensor PCA, order 2": tensorPca({ order: 2, dimension: 4, samples: 10 }),
  "single index, correlation": singleIndex({ exponent: 3, dimension: 4, samples: 20, noise: 0.1 }),
  "single index, squared": singleIndex({ exponent: 4, dimension: 4, samples: 20, loss: "squared" }),
};

describe.each(Object.entries(problems))("%s", (_, problem) => {
  const d = problem.dimension;
  const theta = unit(3, d);

  test("host values and gradients are those of finite differences and of the traced loss on the sphere", async () => {
    const { values, gradients } = problem.sphereGradients(fromRows([theta, unit(4, d)]));
    const traced = problem.loss(np.array(theta.slice(), { dtype: np.float64 }), undefined);
    expect((await traced.data())[0]).toBeCloseTo(values[0]!, 10);
    const g = gradients.data.slice(0, d);
    const slope = grad((x: np.Array) => problem.loss(x, undefined))(np.array(theta.slice(), { dtype: np.float64 }));
    const tangent = g.map((value, i) => value - dot(g, theta) * theta[i]!);
    const ofTrace = await slope.data();
    for (let i = 0; i < d; i++) expect(ofTrace[i]).toBeCloseTo(tangent[i]!, 8);
    for (let i = 0; i < d; i++) {
      const at = (step: number) => {
        const x = theta.map((value, j) => (i === j ? value + step : value));
        return problem.sphereGradients({ rows: 1, columns: d, data: x }).values[0]!;
      };
      expect((at(1e-5) - at(-1e-5)) / 2e-5).toBeCloseTo(g[i]!, 6);
    }
  });

  test("starts on the sphere, tells its direction, and nothing leaks", async () => {
    const start = problem.initial(random.key(1));
    expect(norm(Float64Array.from(await start.data()))).toBeCloseTo(1, 6);
    expect(norm(problem.planted)).toBeCloseTo(1, 12);
    const opposite = np.array(
      problem.planted.map((value) => -2 * value),
      { dtype: np.float64 },
    );
    expect(await problem.metrics(opposite)).toEqual({ overlap: expect.closeTo(1, 10), cosine: expect.closeTo(-1, 10) });
    opposite.dispose();
    await expectNoLeak(() => problem.loss(np.array(theta.slice(), { dtype: np.float64 }), undefined).dispose());
  });
});

test("equal seeds give equal instances, and losses share their samples", () => {
  const [a, b] = [tensorPca({ dimension: 4, instance: 7 }), tensorPca({ dimension: 4, instance: 7 })];
  expect(a.partialTrace()).toEqual(b.partialTrace());
  expect(a.partialTrace()).not.toEqual(tensorPca({ dimension: 4, instance: 8 }).partialTrace());
  const [c, e] = [
    singleIndex({ dimension: 4, samples: 5 }),
    singleIndex({ dimension: 4, samples: 5, loss: "squared" }),
  ];
  expect(c.input(3)).toEqual(e.input(3));
});

test("the mean loss of the samples is the objective; a part has its own samples", () => {
  const problem = singleIndex({ dimension: 4, samples: 6, exponent: 3 });
  const theta = unit(2, 4);
  const at = (of: typeof problem, i: number) => of.ridgeLoss(i, dot(of.input(i), theta)).value;
  const { values } = problem.sphereGradients(fromRows([theta]));
  expect(values[0]).toBeCloseTo(
    [0, 1, 2, 3, 4, 5].reduce((sum, i) => sum + at(problem, i) / 6, 0),
    12,
  );
  const part = problem.part(2, 4) as typeof problem;
  expect(part.sampleCount).toBe(2);
  expect(at(part, 0)).toBe(at(problem, 2));
  expect(() => problem.part(4, 4)).toThrow("0 ≤ from < to ≤ 6, got 4 and 4");
});

test("without noise the partial trace is the hidden direction", () => {
  const { planted, partialTrace } = tensorPca({ order: 5, dimension: 3, samples: 1e15 });
  const v = partialTrace() as Float64Array;
  expect(dot(v, planted) / norm(v)).toBeCloseTo(1, 6);
});

test("what is malformed is refused in one line", () => {
  expect(() => tensorPca({ order: 1 })).toThrow("tensorPca: order must be a whole number in [2, 6], got 1");
  expect(() => tensorPca({ order: 6, dimension: 100 })).toThrow("a tensor may have 2^27 entries, got 100^6");
  expect(() => tensorPcaOf({ order: 3, dimension: 2, entries: [1] })).toThrow("entries must be 8 numbers");
  expect(() => tensorPcaOf({ order: 2, dimension: 1, entries: [Number.NaN] })).toThrow("must be finite, got NaN");
  const inputs = fromRows([[1, 0]]);
  expect(() => singleIndexOf({ inputs, targets: new Float64Array(), exponent: 3 })).toThrow(
    "targets must be 1 numbers, got 0",
  );
  const targets = Float64Array.of(Number.POSITIVE_INFINITY);
  expect(() => singleIndexOf({ inputs, targets, exponent: 3 })).toThrow("samples must be finite, got Infinity");
  expect(() => singleIndexOf({ inputs: fromRows([]), targets: new Float64Array(), exponent: 3 })).toThrow(
    "a sample or more",
  );
});
