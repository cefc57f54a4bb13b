import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generator } from "../../engine/random.ts";
import {
  type ConstrainedProblem,
  constrainedCollection,
  constrainedLogistic,
  ellipticControl,
  exactAugmentedLagrangian,
  linearAlgebra,
  polynomialProgram,
  syntheticConstrainedLogistic,
} from "../../index.ts";

const vector = (values: ArrayLike<number>) => np.array(Float64Array.from(values), { dtype: np.float64 });
const lossAt = async (problem: ConstrainedProblem, x: ArrayLike<number>) =>
  (await problem.loss(vector(x), undefined).data())[0]!;
const constraintsOf = async (problem: ConstrainedProblem, x: ArrayLike<number>) =>
  Float64Array.from(await problem.constraints(vector(x)).data());
const startOf = async (problem: ConstrainedProblem) => {
  const start = problem.initial(np.zeros([2], { dtype: np.uint32 }));
  expect(start.dtype).toBe(np.float64);
  return Float64Array.from(await start.data());
};

/** ∇f and G hold against central differences at a point near the start. */
async function checkDerivatives(problem: ConstrainedProblem, size = 0.1) {
  const start = await startOf(problem);
  const random = generator(1);
  const x = start.map((value) => value + size * random.normal());
  const m = (await constraintsOf(problem, x)).length;
  const { lagrangianGradient, G } = await exactAugmentedLagrangian(problem, x, new Float64Array(m), {
    eta1: 1,
    eta2: 1,
  });
  const direction = random.normals(x.length);
  const h = 1e-5;
  const [ahead, behind] = [h, -h].map((step) => linearAlgebra.addScaled(x, step, direction));
  const slope = ((await lossAt(problem, ahead!)) - (await lossAt(problem, behind!))) / (2 * h);
  const expected = linearAlgebra.dot(lagrangianGradient, direction);
  expect(Math.abs(slope - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)));
  const [cAhead, cBehind] = [await constraintsOf(problem, ahead!), await constraintsOf(problem, behind!)];
  for (const [i, along] of linearAlgebra.apply(G, direction).entries()) {
    expect(Math.abs((cAhead[i]! - cBehind[i]!) / (2 * h) - along)).toBeLessThan(1e-5 * (1 + Math.abs(along)));
  }
}

describe.each(Object.entries(constrainedCollection))("%s", (name, make) => {
  test("has its name, derivatives that hold, and its minimum where it is said to be", async () => {
    const problem = make();
    expect(problem.name).toBe(name);
    await checkDerivatives(problem);
    for (const at of problem.minimum.at ?? []) {
      expect(await lossAt(problem, at)).toBeCloseTo(problem.minimum.value, 10);
      expect(linearAlgebra.norm(await constraintsOf(problem, at))).toBeLessThan(1e-12);
    }
    const metrics = await problem.metrics(vector(await startOf(problem)));
    expect(Number.isFinite(metrics["violation"])).toBe(true);
  });
});

test("a polynomial program is what its terms say", async () => {
  const terms = fc.array(
    fc.record({
      coefficient: fc.double({ min: -3, max: 3, noNaN: true }),
      exponents: fc.tuple(fc.nat(3), fc.nat(3)).map((pair) => [...pair]),
    }),
    { maxLength: 4 },
  );
  const point = fc.tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }));
  await fc.assert(
    fc.asyncProperty(terms, terms, point, async (objective, constraint, x) => {
      const problem = polynomialProgram({ objective, constraints: [constraint], start: [0, 0] });
      const expected = (list: typeof objective) =>
        list.reduce(
          (total, { coefficient, exponents }) => total + coefficient * x[0] ** exponents[0]! * x[1] ** exponents[1]!,
          0,
        );
      expect(await lossAt(problem, x)).toBeCloseTo(expected(objective), 9);
      expect((await constraintsOf(problem, x))[0]).toBeCloseTo(expected(constraint), 9);
    }),
    { numRuns: 30 },
  );
  expect(() =>
    polynomialProgram({ objective: [{ coefficient: 1, exponents: [1] }], constraints: [[]], start: [0, 0] }),
  ).toThrow("polynomialProgram: exponents must be 2 numbers, got 1");
});

describe("elliptic control", () => {
  test("has derivatives that hold and as many constraints as points", async () => {
    const problem = ellipticControl({ points: 4 });
    await checkDerivatives(problem);
    expect(problem.initialMultipliers).toHaveLength(16);
    // A constant state of 1 with Z = 0: in the middle the Laplacian vanishes, at a corner two neighbours are 0.
    const c = await constraintsOf(problem, [...Array(16).fill(1), ...Array(16).fill(0)]);
    expect(c[5]).toBeCloseTo(0, 12);
    expect(c[0]).toBeCloseTo(-2 / (2 / 5) ** 2, 10);
  });
});

describe("constrained logistic regression", () => {
  test("draws the same from the same seeds, and has derivatives that hold", async () => {
    const make = (seed: number) =>
      syntheticConstrainedLogistic({ samples: 20, dimension: 6, linear: 3, dataSeed: seed, constraintSeed: seed });
    const x = generator(2).normals(6);
    expect(await lossAt(make(1), x)).toBe(await lossAt(make(1), x));
    expect(await lossAt(make(1), x)).not.toBe(await lossAt(make(2), x));
    expect(await constraintsOf(make(1), x)).toEqual(await constraintsOf(make(1), x));
    await checkDerivatives(make(1));
  });

  test("is the mean of log(1 + exp(−y xᵀw)), for large scores too", async () => {
    const inputs = Float64Array.of(1, 2, -3, 0.5);
    const problem = constrainedLogistic({ inputs, targets: [0, 1] }, { linear: 1 });
    const loss = (w: number[]) =>
      (Math.log1p(Math.exp(w[0]! + 2 * w[1]!)) + Math.log1p(Math.exp(3 * w[0]! - 0.5 * w[1]!))) / 2;
    expect(await lossAt(problem, [0.3, -0.2])).toBeCloseTo(loss([0.3, -0.2]), 14);
    expect(await lossAt(problem, [1e4, 0])).toBeCloseTo((1e4 + 3e4) / 2, 6);
    const c = await constraintsOf(problem, [0.6, 0.8]);
    expect(c[1]).toBeCloseTo(0, 12);
  });

  test("refuses data of another kind", () => {
    const inputs = Float64Array.of(1, 2, 3, 4);
    expect(() => constrainedLogistic({ inputs, targets: [1, 1] }, { linear: 1 })).toThrow("two classes, got 1");
    expect(() => constrainedLogistic({ inputs, targets: [0, 1] })).toThrow("below the 2 features, got 10");
  });
});
