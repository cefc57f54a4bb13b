import { numpy as np } from "@jax-js/jax";
import { expect, test } from "vitest";
import {
  gaussNewton,
  type HasInitial,
  type HasResiduals,
  himmelblau,
  lastRow,
  linearAlgebra,
  minimize,
  rosenbrock,
  sven,
  trees,
} from "../../index.ts";
import { linearSystem, type Network, smallNetwork } from "./small-problems.ts";

const { addScaled, norm } = linearAlgebra;

test("a linear problem is solved by one step, whatever its shape and rank, by the solution of least norm", async () => {
  for (const [rows, columns, copies] of [
    [3, 7, 1],
    [9, 4, 1],
    [3, 7, 4],
  ] as const) {
    const problem = linearSystem(rows, columns, { copies });
    const { answer, trace } = await minimize(problem, gaussNewton(), { steps: 2 });
    const x = Float64Array.from(await answer.ref.data());
    const r = problem.residuals(answer, undefined);
    const left = norm(Float64Array.from(await r.data()));
    // With more rows than unknowns something is left, and another step finds nothing more.
    if (rows < columns) expect(left).toBeLessThan(1e-7);
    expect(trace.rows.at(-1)!.objective).toBeCloseTo(trace.rows[1]!.objective, 12);
    const svd = await minimize(problem, gaussNewton({ decomposition: "svd", rtol: 1e-9 }), { steps: 1 });
    const bySvd = Float64Array.from(await svd.answer.data());
    expect(norm(addScaled(x, -1, bySvd))).toBeLessThan(1e-6 * norm(bySvd));
  }
});

test("near a solution the error is squared from step to step", async () => {
  const { answer, trace } = await minimize(himmelblau({ start: [3.1, 2.1] }), gaussNewton(), { steps: 4 });
  trees.dispose(answer);
  const roots = trace.rows.map(({ objective }) => Math.sqrt(objective));
  expect(roots[1]!).toBeLessThan(roots[0]! ** 2);
  expect(roots[2]!).toBeLessThan(roots[1]! ** 2 * 2);
});

test("it is Sven for κ = 1 with all singular values, where a sample has one entry", async () => {
  const flat = async (network: Network) => Float64Array.from(await trees.toVector(network).data());
  const problem = smallNetwork({ batch: 5 });
  const newton = await minimize(problem, gaussNewton({ learningRate: 0.1 }), { steps: 3 });
  const descent = await minimize(problem, sven({ learningRate: 0.1, kappa: 1, rank: 100, rtol: 0 }), { steps: 3 });
  const [one, other] = [await flat(newton.answer), await flat(descent.answer)];
  expect(norm(addScaled(one, -1, other))).toBeLessThan(1e-9 * norm(one));
});

test("every entry of a sample's residuals is a condition", async () => {
  const { answer, trace } = await minimize(smallNetwork({ batch: 3, outputs: 2 }), gaussNewton({ learningRate: 0.1 }), {
    steps: 1,
  });
  trees.dispose(answer);
  expect(lastRow(trace).extra["rank"]).toBe(6);
});

test("the run has finished where nothing is left", async () => {
  const { answer, status, trace } = await minimize(rosenbrock(), gaussNewton(), { steps: 20 });
  trees.dispose(answer);
  expect([status, trace.reason]).toEqual(["finished", "the step is 0"]);
  expect(lastRow(trace).objective).toBe(0);
});

test("a Jacobian of 0 is no step", async () => {
  const still: HasInitial<np.Array> & HasResiduals<np.Array> = {
    initial: () => np.array([1, 2], { dtype: np.float64 }),
    residuals: (x) => x.mul(0).add(3),
  };
  const { answer, status } = await minimize(still, gaussNewton(), { steps: 5 });
  trees.dispose(answer);
  expect(status).toBe("finished");
});
