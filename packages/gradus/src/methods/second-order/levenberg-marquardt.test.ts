import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  beale,
  type HasInitial,
  type HasResiduals,
  himmelblau,
  lastRow,
  levenbergMarquardt,
  minimize,
  powellSingular,
  rosenbrock,
  trees,
} from "../../index.ts";
import { linearSystem, smallNetwork } from "./small-problems.ts";

const solve = async <P>(problem: HasInitial<P> & HasResiduals<P>, steps: number, options = {}) => {
  const { answer, status, trace } = await minimize(problem as never, levenbergMarquardt(options), { steps });
  trees.dispose(answer as np.Array);
  return { status, trace, objectives: trace.rows.map(({ objective }) => objective) };
};

test.each([
  ["Rosenbrock's valley", rosenbrock()],
  ["Rosenbrock's valley in 10 dimensions", rosenbrock({ dimension: 10 })],
  ["Beale's", beale()],
  ["Himmelblau's", himmelblau()],
  ["Powell's singular function", powellSingular()],
])("%s function falls in every step, down to its minimum of 0", async (_, problem) => {
  const { objectives } = await solve(problem, 200);
  for (let t = 1; t < objectives.length; t++) expect(objectives[t]).toBeLessThanOrEqual(objectives[t - 1]!);
  expect(objectives.at(-1)).toBeLessThan(1e-12);
});

test("singular systems are damped: equal rows, more unknowns than rows, one sample", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 7 }), fc.nat(99), async (m, n, seed) => {
      const { objectives } = await solve(linearSystem(m, n, { seed, copies: 2 }), 30);
      expect(objectives.at(-1)).toBeLessThan(1e-12 * objectives[0]!);
    }),
    { numRuns: 6 },
  );
});

test("where the model is exact, damping falls by a third a step", async () => {
  const { trace } = await solve(linearSystem(4, 6), 4);
  const damping = trace.rows.slice(1).map(({ extra }) => extra["damping"]!);
  for (let t = 1; t < damping.length; t++) expect(damping[t]! / damping[t - 1]!).toBeCloseTo(1 / 3, 9);
});

test("it has finished where the gradient vanishes, and where no damping lowers the loss", async () => {
  const still: HasInitial<np.Array> & HasResiduals<np.Array> = {
    initial: () => np.array([1], { dtype: np.float64 }),
    residuals: (x) => x.mul(0).add(3),
  };
  const flat = await solve(still, 5);
  expect([flat.status, flat.trace.reason]).toEqual(["finished", "no entry of the gradient is above 1e-10"]);
  const least = await solve(linearSystem(9, 3), 50, { gradientTolerance: 0 });
  expect(least.status).toBe("finished");
  expect(least.trace.reason).toBe("no damping lowers the loss");
});

test("losses are counted one a damping that was tried", async () => {
  const { trace } = await solve(rosenbrock(), 10);
  const tried = trace.rows.reduce((sum, { extra }) => sum + (extra["trials"] ?? 0), 0);
  expect(lastRow(trace).calls).toEqual({ gradient: 11, loss: tried });
});

test("on batches it fits a network", async () => {
  const problem = smallNetwork({ batch: 4 });
  const once = { ...problem, batches: (seed: number) => () => problem.batches(seed)(0) };
  const { answer, trace } = await minimize(once, levenbergMarquardt(), { steps: 40 });
  trees.dispose(answer);
  expect(lastRow(trace).objective).toBeLessThan(1e-12);
});
