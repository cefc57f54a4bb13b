import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type GradientRegularizedNewtonOptions,
  generator,
  gradientRegularizedNewton,
  type HasInitial,
  type HasLoss,
  hessians,
  lastRow,
  linearAlgebra,
  logSumExp,
  minimize,
  objectiveBelow,
  poweredLinear,
  type RunOptions,
  rosenbrock,
  separableLogistic,
} from "../../index.ts";

type Problem = HasInitial<np.Array> & HasLoss<np.Array>;

const vector = (values: ArrayLike<number>) => np.array(Float64Array.from(values), { dtype: np.float64 });

/** A loss of a vector, from a start. */
const problemOf = (start: number[], loss: (x: np.Array) => np.Array): Problem => ({
  initial(key) {
    key.dispose();
    return vector(start);
  },
  loss,
});

async function solve(problem: Problem, options: GradientRegularizedNewtonOptions, run: RunOptions) {
  const { answer, trace, status } = await minimize(problem, gradientRegularizedNewton(options), run);
  return { x: Array.from(await answer.data()), trace, status, last: lastRow(trace) };
}

const diagonalQuadratic = (curvatures: number[], start: number[]) =>
  problemOf(start, (x) => np.square(x).mul(vector(curvatures)).sum().mul(0.5));

describe("on a quadratic with its exact Hessian", () => {
  test("a step is −(H + λ)⁻¹ g with λ = ‖g‖/(γ + ε), every trial is accepted and γ doubles", async () => {
    const problem = diagonalQuadratic([1, 4], [3, -1]);
    const { x, last } = await solve(problem, { radius: 2 }, { steps: 1 });
    const lambda = 5 / (2 + 1e-8);
    expect(x[0]).toBeCloseTo(3 - 3 / (1 + lambda), 12);
    expect(x[1]).toBeCloseTo(-1 + 4 / (4 + lambda), 12);
    expect(last.extra).toMatchObject({ gamma: 4, rejected: 0, choleskyFailures: 0, solves: 1 });
    expect(last.extra["lambda"]).toBeCloseTo(lambda, 12);
    const longer = await solve(problem, { gradientTolerance: 1e-12 }, { steps: 40 });
    expect(longer.status).toBe("finished");
    expect(longer.trace.rows.map(({ extra }) => extra["rejected"] ?? 0)).toEqual(longer.trace.rows.map(() => 0));
  });

  test("the metric is what lengths are measured in", async () => {
    const curvatures = [1, 100];
    const { x } = await solve(
      diagonalQuadratic(curvatures, [1, 1]),
      { metric: curvatures, radius: 1, epsilon: 1e-300 },
      { steps: 1 },
    );
    // In B = H every direction is as curved as every other: x shrinks as a whole.
    const lambda = Math.sqrt(101);
    for (const value of x) expect(value).toBeCloseTo(1 - 1 / (1 + lambda), 12);
  });

  test("without a Hessian a step is as long as γ, along the gradient", async () => {
    const { x } = await solve(diagonalQuadratic([1, 1], [3, 4]), { hessian: "none", radius: 0.5 }, { steps: 1 });
    expect(Math.hypot(x[0]! - 3, x[1]! - 4)).toBeCloseTo(0.5, 7);
    expect(x[0]! / x[1]!).toBeCloseTo(3 / 4, 12);
  });
});

test("the objective never rises, and where H ⪰ 0 no step is longer than γ", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 1000 }),
      fc.constantFrom("exact", "weighted-gauss-newton", "none"),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      async (seed, hessian, radius) => {
        const problem = logSumExp({ dimension: 4, terms: 6, seed, temperature: 0.3 });
        const iteration = gradientRegularizedNewton({ hessian, radius })<np.Array>(problem);
        let state = await iteration.init(0);
        for (let k = 0; k < 8 && iteration.finished!(state) === undefined; k++) {
          const before = Array.from(await state.params.ref.data());
          const { value } = state;
          state = await iteration.step(state);
          const after = Array.from(await state.params.ref.data());
          expect(state.value).toBeLessThanOrEqual(value);
          const used = state.memory.gamma / 2;
          expect(Math.hypot(...after.map((x, i) => x - before[i]!))).toBeLessThanOrEqual(used * (1 + 1e-7) + 1e-8);
        }
        state.params.dispose();
        iteration.dispose!();
      },
    ),
    { numRuns: 12 },
  );
});

test("it does not see in which units f is measured, nor how x is rotated", async () => {
  const base = logSumExp({ dimension: 3, terms: 6, seed: 1 });
  const iterates = async (loss: Problem["loss"], start: number[]) => {
    const { trace } = await solve(
      problemOf(start, (x) => loss(x, undefined)),
      { gradientTolerance: 0 },
      { steps: 5 },
    );
    return trace.rows.map(({ objective }) => objective);
  };
  const plain = await iterates(base.loss, [1, 1, 1]);
  const scaled = await iterates((x) => base.loss(x, undefined).mul(1000), [1, 1, 1]);
  expect(plain).toHaveLength(6);
  scaled.forEach((value, k) => {
    expect(value / 1000).toBeCloseTo(plain[k]!, 8);
  });
  const { Q } = linearAlgebra.qr({ rows: 3, columns: 3, data: generator(2).normals(9) });
  const rotated = await iterates(
    (x) => base.loss(np.dot(np.array(Float64Array.from(Q.data), { shape: [3, 3], dtype: np.float64 }), x), undefined),
    Array.from(linearAlgebra.applyTransposed(Q, Float64Array.of(1, 1, 1))),
  );
  rotated.forEach((value, k) => {
    expect(value).toBeCloseTo(plain[k]!, 9);
  });
});

describe("the same step by other means", () => {
  const random = generator(4);
  const A = { rows: 4, columns: 7, data: random.normals(28) };
  const linear = poweredLinear({ A, b: random.normals(4), power: 4, start: new Float64Array(7).fill(1) });
  const columns = linearAlgebra.transpose(A);
  const gram = linearAlgebra.innerProducts(columns, columns);
  const metric = { ...gram, data: gram.data.map((value, k) => value + (k % 8 === 0 ? 0.5 : 0)) };

  test("one outer product by formula is the same matrix factored", async () => {
    const { rankOne } = hessians.poweredNorm(linear.normed, { power: 4, gaussNewton: false });
    const dense: hessians.ApproximateHessian = {
      name: "as a matrix",
      matrix(params, batch) {
        const { a, v } = rankOne!(params, batch as undefined);
        return v.ref
          .reshape([7, 1])
          .mul(v.reshape([1, 7]))
          .mul(a);
      },
    };
    const byFormula = await solve(linear, { hessian: "fisher-term", metric }, { steps: 6 });
    const byCholesky = await solve(linear, { hessian: dense, metric }, { steps: 6 });
    byFormula.x.forEach((value, i) => {
      expect(value).toBeCloseTo(byCholesky.x[i]!, 9);
    });
    expect(byFormula.last.calls.hessian).toBe(6);
  });

  test.each([undefined, metric])(
    "conjugate gradients end at the same minimum, and count their products",
    async (metric) => {
      const problem = logSumExp({ dimension: 7, terms: 20, seed: 3 });
      const own = { ...(metric && { metric }), hessian: "weighted-gauss-newton", gradientTolerance: 1e-9 };
      const free = await solve(problem, { ...own, matrixFree: true }, { steps: 200 });
      const dense = await solve(problem, own, { steps: 200 });
      expect(free.last.objective).toBeCloseTo(dense.last.objective, 12);
      expect(free.status).toBe("finished");
      expect(free.last.calls.hessian).toBeUndefined();
      expect(free.last.calls.hessianVectorProduct).toBeGreaterThan(free.last.step);
      expect(dense.last.calls.hessianVectorProduct).toBeUndefined();
    },
  );

  test("a matrix and a product made by hand are as good as a name", async () => {
    const problem = diagonalQuadratic([1, 3], [2, 2]);
    const matrix = (x: np.Array) => {
      x.dispose();
      return np.array([1, 0, 0, 3], { shape: [2, 2], dtype: np.float64 });
    };
    const product = (x: np.Array, v: np.Array) => {
      x.dispose();
      return v.mul(vector([1, 3]));
    };
    const named = await solve(problem, {}, { steps: 4 });
    for (const hessian of [
      { name: "matrix", matrix },
      { name: "product", product },
    ]) {
      expect((await solve(problem, { hessian }, { steps: 4 })).x).toEqual(named.x);
    }
  });
});

describe("indefinite, singular and broken", () => {
  const saddle = problemOf([1e-3, 0.5], (x) => {
    const [a, b] = [x.ref.slice(0), x.slice(1)];
    return np.square(np.square(a).sub(1)).add(np.square(b));
  });

  test("an indefinite Hessian halves γ until H + λB can be factored, and the run leaves the saddle", async () => {
    const { last, trace, x } = await solve(saddle, { radius: 1e4 }, { steps: 60 });
    expect(trace.rows[1]!.extra["choleskyFailures"]).toBeGreaterThan(0);
    expect(last.objective).toBeLessThan(1e-12);
    expect(Math.abs(x[0]!)).toBeCloseTo(1, 6);
  });

  test("without a search a failed factorization ends the run and keeps x", async () => {
    const { status, trace, x } = await solve(saddle, { radius: 1e4, adaptive: false }, { steps: 60 });
    expect([status, trace.reason]).toEqual(["finished", "search failed: H + λB is not positive definite"]);
    expect(x).toEqual([1e-3, 0.5]);
  });

  test("conjugate gradients that meet negative curvature refuse γ", async () => {
    const { last } = await solve(saddle, { radius: 1e4, matrixFree: true }, { steps: 60 });
    expect(last.objective).toBeLessThan(1e-12);
  });

  test("a Jacobian of low rank needs nothing of its own", async () => {
    const problem = {
      ...problemOf([1, 2, 3], () => np.zeros([])),
      residuals: (x: np.Array) => np.stack([x.ref.sum(), x.sum().sub(1)]),
    };
    const squares = { ...problem, loss: (x: np.Array) => np.square(problem.residuals(x)).mean().mul(0.5) };
    const { last } = await solve(squares, { hessian: "gauss-newton" }, { steps: 60 });
    expect(last.objective).toBeCloseTo(0.125, 10);
  });

  test("a gradient that has the wrong sign passes no test: search failed", async () => {
    const misled: hessians.ApproximateHessian = {
      name: "infinite",
      matrix(x) {
        (x as np.Array).dispose();
        return np.full([2, 2], Number.NaN, { dtype: np.float64 });
      },
    };
    const { status, trace, last } = await solve(
      diagonalQuadratic([1, 1], [1, 1]),
      { hessian: misled, maximumTrials: 5 },
      { steps: 9 },
    );
    expect(status).toBe("finished");
    expect(trace.reason).toBe("search failed: none of 5 radii lowered the objective enough");
    expect(last.extra).toMatchObject({ choleskyFailures: 5, solves: 0, gamma: 1 });
  });

  test("a place where f is not finite is refused", async () => {
    // −log x: a full step from 3 would leave the domain.
    const barrier = problemOf([3], (x) => x.ref.sub(np.log(x)).sum());
    const { last, trace } = await solve(barrier, { hessian: "none", radius: 50 }, { steps: 60 });
    expect(trace.rows[1]!.extra["rejected"]).toBeGreaterThan(0);
    expect(last.objective).toBeCloseTo(1, 9);
  });

  test("a gradient of 0 has finished before the first step", async () => {
    const { status, last } = await solve(diagonalQuadratic([1, 1], [0, 0]), { gradientTolerance: 0 }, { steps: 5 });
    expect([status, last.step]).toEqual(["finished", 0]);
  });

  test("f − f⁺ that is rounding is passed over where that is asked for", async () => {
    // A tall constant: decreases below 1e-10 are lost in it.
    const tall = problemOf([1], (x) => np.square(x).sum().add(1e6));
    const strict = await solve(tall, { radius: 1e-3, gradientTolerance: 1e-12, maximumTrials: 8 }, { steps: 300 });
    expect(strict.trace.reason).toMatch(/search failed/);
    const loose = await solve(tall, { radius: 1e-3, gradientTolerance: 1e-12, tolerateRounding: true }, { steps: 300 });
    expect(loose.trace.reason).toMatch(/norm of the gradient/);
  });

  test("float32, capabilities that lack, unknown names and matrices that are too large are refused in one line", async () => {
    const single: Problem = { initial: () => np.zeros([2], { dtype: np.float32 }), loss: (x) => x.sum() };
    await expect(solve(single, {}, { steps: 1 })).rejects.toThrow(
      "gradient-regularized-newton needs parameters in float64, got float32",
    );
    await expect(solve(saddle, { hessian: "fisher" }, { steps: 1 })).rejects.toThrow(/needs 'sampleLosses'/);
    for (const hessian of ["fishy", "toString"]) {
      expect(() => gradientRegularizedNewton({ hessian })).toThrow(`got '${hessian}'`);
    }
    const large = problemOf(Array<number>(9000).fill(1), (x) => np.square(x).sum());
    await expect(solve(large, {}, { steps: 1 })).rejects.toThrow(
      /9000 parameters as a matrix takes 0.6 GiB; set matrixFree/,
    );
    expect((await solve(large, { matrixFree: true }, { steps: 3 })).last.objective).toBeLessThan(9000);
    const onlyMatrix = { name: "mine", matrix: (x: np.Array) => x };
    await expect(solve(saddle, { hessian: onlyMatrix, matrixFree: true }, { steps: 1 })).rejects.toThrow(
      /'mine' does not offer/,
    );
    await expect(solve(saddle, { hessian: onlyMatrix }, { steps: 1 })).rejects.toThrow(/must be 2 × 2, got 2 entries/);
  });
});

test("the test by gradients alone does as well on a convex loss", async () => {
  const run = { steps: 60, stop: objectiveBelow(1e-8) };
  const problem = separableLogistic({ seed: 1 });
  const own = { hessian: "fisher", gradientTolerance: 0 };
  const byGradients = await solve(problem, { ...own, test: "gradient" }, run);
  const byValues = await solve(problem, own, run);
  expect(byGradients.status).toBe("stopped");
  expect(Math.abs(byGradients.last.step - byValues.last.step)).toBeLessThanOrEqual(15);
});

test("it takes any tree of parameters", async () => {
  const flat = await solve(rosenbrock(), {}, { steps: 12 });
  const problem = {
    initial: (key: np.Array) => {
      key.dispose();
      return { a: vector([-1.2]), rest: [vector([1])] };
    },
    loss: ({ a, rest }: { a: np.Array; rest: np.Array[] }) =>
      rosenbrock().loss(np.concatenate([a, ...rest]), undefined),
  };
  const { answer, trace } = await minimize(problem, gradientRegularizedNewton(), { steps: 12 });
  expect(lastRow(trace).objective).toBeCloseTo(flat.last.objective, 10);
  answer.a.dispose();
  answer.rest[0]!.dispose();
});

test("a power of a norm is brought down at nearly Newton's linear rate for it, (1 − 1/(p − 1))^p a step", async () => {
  const A = linearAlgebra.identity(2);
  const problem = poweredLinear({ A, b: [0, 0], power: 4, start: [1, 2] });
  const { trace } = await solve(problem, { hessian: "inexact", gradientTolerance: 0 }, { steps: 30 });
  const heights = trace.rows.slice(-10).map(({ objective }) => objective);
  for (let k = 1; k < heights.length; k++) {
    // γ shrinks with the distance, so that λ never quite vanishes beside H.
    expect(heights[k]! / heights[k - 1]!).toBeGreaterThan((2 / 3) ** 4);
    expect(heights[k]! / heights[k - 1]!).toBeLessThan(0.22);
  }
});
