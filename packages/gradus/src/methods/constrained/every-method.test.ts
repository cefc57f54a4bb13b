import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { disposeState } from "../../core/checkpoint.ts";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  adaptiveGmresL1Sqp,
  adaSketchNewton,
  augmentedLagrangian,
  ellipticControl,
  gmresL1Sqp,
  lastRow,
  minimize,
  newtonKkt,
  projectedGradient,
  type RunOptions,
  rosenbrock,
  trees,
} from "../../index.ts";
import * as programs from "./small-programs.ts";

type AnyMethod = ReturnType<typeof adaSketchNewton>;

async function solve(problem: programs.Program, method: AnyMethod, run: RunOptions = {}) {
  const { answer, trace, status } = await minimize(problem, method, { steps: 300, ...run });
  return { x: Array.from(await answer.data()), trace, status, last: lastRow(trace) };
}

const methods: [string, AnyMethod][] = [
  ["ada-sketch-newton", adaSketchNewton()],
  ["ada-sketch-newton, gaussian", adaSketchNewton({ sketch: "gaussian" })],
  ["ada-sketch-newton, blocks", adaSketchNewton({ sketch: "block-kaczmarz", blockSize: 2, accuracy: { kappa: 0.1 } })],
  ["newton-kkt", newtonKkt() as never],
  ["gmres-l1-sqp", gmresL1Sqp() as never],
  ["adaptive-gmres-l1-sqp", adaptiveGmresL1Sqp() as never],
  ["augmented-lagrangian", augmentedLagrangian() as never],
  ["projected-gradient", projectedGradient() as never],
];

describe.each(methods)("%s", (name, method) => {
  test("projects a point onto a plane", async () => {
    const { x, status } = await solve(programs.projection, method);
    expect(status).toBe("finished");
    // (1, 2, 3) − (5/3)(1, 1, 1)
    for (const [i, expected] of [-2 / 3, 1 / 3, 4 / 3].entries()) expect(x[i]).toBeCloseTo(expected, 3);
  });

  test("finds a solution whose multiplier is 0", async () => {
    const { x, status } = await solve(programs.inactive, method);
    expect(status).toBe("finished");
    expect(Math.hypot(...x)).toBeLessThan(1e-3);
  });

  test("steps back from where the objective is not a number", async () => {
    const { trace, last } = await solve(programs.cliff, method);
    expect(trace.status).toBe("finished");
    // The method of multipliers shifts every Hessian, and so converges too slowly for its own limit here.
    if (name === "augmented-lagrangian") expect(trace.reason).toMatch(/^inner steps/);
    else expect(trace.reason).toMatch(/^converged/);
    expect(last.objective).toBeCloseTo(Math.log(2) + 0.5, name === "augmented-lagrangian" ? 1 : 3);
  });

  test("ends an infeasible problem without claiming a solution", async () => {
    for (const problem of [programs.infeasible, programs.contradictory]) {
      const { trace, last } = await solve(problem, method);
      expect(trace.reason).not.toMatch(/^converged/);
      expect(last.extra["constraintNorm"]).toBeGreaterThan(0.1);
      if (name !== "augmented-lagrangian") {
        expect(trace.reason).toMatch(/^(singular|line search failed|unbounded|inner steps|\d+ steps)/);
      }
    }
  });

  test("ends an unbounded problem with a reason", async () => {
    const { trace } = await solve(programs.unbounded, method);
    expect(trace.reason).toMatch(/^(unbounded|line search failed|inner steps|singular|objective became)/);
  });

  test("the same seed gives the same run bit for bit, and a run that is resumed goes on with it", async () => {
    const options = { steps: 3, checkpoint: true, seed: 5 };
    const whole = await minimize(programs.cliff, method, { ...options, steps: 5 });
    const half = await minimize(programs.cliff, method, { ...options, steps: 2 });
    const rest = await minimize(programs.cliff, method, { ...options, steps: 5, resume: half.checkpoint! });
    expect(await rest.answer.data()).toEqual(await whole.answer.data());
    half.answer.dispose();
  });

  test("leaves no array behind", async () => {
    await expectNoLeak(async () => (await minimize(programs.projection, method, { steps: 3 })).answer.dispose());
    await expectNoLeak(async () => (await minimize(programs.repeated, method, { steps: 3 })).answer.dispose());
  });

  test("needs constraints, and float64", async () => {
    await expect(minimize(rosenbrock() as never, method, { steps: 1 })).rejects.toThrow(/needs 'constraints'/);
    const single = { ...programs.projection, initial: () => np.zeros([3], { dtype: np.float32 }) };
    await expect(minimize(single, method, { steps: 1 })).rejects.toThrow(/needs parameters in float64, got float32/);
  });
});

const newtons = methods.filter(([name]) => !/augmented|projected/.test(name));

describe.each(newtons)("%s, a Newton method", (_, method) => {
  test("says that constraints' gradients are dependent", async () => {
    for (const problem of [programs.repeated, programs.contradictory, programs.overdetermined]) {
      const { trace } = await solve(problem, method);
      expect(trace.reason).toMatch(/^singular: λ_min\(G Gᵀ\) = .* is below .*, with ‖c‖ = /);
    }
  });

  test("does not converge where a constraint's gradient vanishes at every solution", async () => {
    const { trace, last } = await solve(programs.squared, method);
    expect(trace.reason).toMatch(/^(singular|line search failed|300 steps)/);
    expect(Number.isFinite(last.objective)).toBe(true);
  });

  test("solves a system of equations without a null space", async () => {
    const { x, last } = await solve(programs.equations, method);
    expect(x[0]).toBeCloseTo(1, 3);
    expect(x[1]).toBeCloseTo(2, 3);
    expect(last.extra["shift"]).toBe(0);
  });

  test("goes on at a constant slope until its budget ends", async () => {
    const { trace, last } = await solve(programs.slope, method, { steps: 20 });
    expect(trace.status).toBe("budget");
    expect(last.objective).toBeLessThan(-50);
  });

  test("works on parameters in several arrays", async () => {
    const { x } = await solve(programs.projection, method);
    const parted = {
      name: "parted",
      initial: () => ({ a: np.array([5, -3], { dtype: np.float64 }), b: np.array([2], { dtype: np.float64 }) }),
      loss: ({ a, b }: { a: np.Array; b: np.Array }) => programs.projection.loss(np.concatenate([a, b]), undefined),
      constraints: ({ a, b }: { a: np.Array; b: np.Array }) => programs.projection.constraints(np.concatenate([a, b])),
    };
    const { answer } = await minimize(parted, method as never, { steps: 300 });
    const { a, b } = answer as unknown as { a: np.Array; b: np.Array };
    expect([...(await a.data()), ...(await b.data())]).toEqual(x);
  });
});

test("exact methods solve a convex quadratic with linear constraints in one step", async () => {
  for (const method of [adaSketchNewton({ sketch: "exact" }), newtonKkt() as never as AnyMethod]) {
    const { answer, trace } = await minimize(ellipticControl(), method, { steps: 5 });
    trees.dispose(answer);
    expect(lastRow(trace).step).toBe(1);
    expect(lastRow(trace).objective).toBeCloseTo(9.644442, 6);
  }
});

test("the augmented Lagrangian method needs no independent constraints", async () => {
  const { x, trace } = await solve(programs.repeated, augmentedLagrangian() as never);
  expect(trace.reason).toMatch(/^converged/);
  expect(x[0]).toBeCloseTo(0.5, 4);
});

test("states are freed with disposeState", async () => {
  const iteration = adaSketchNewton()(programs.projection);
  const state = await iteration.init(0);
  expect(state.point.multipliers).toEqual(Float64Array.of(0));
  disposeState(state);
  iteration.dispose?.();
});
