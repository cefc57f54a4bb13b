import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import {
  cubicNewton,
  gradientRegularizedNewton,
  type HasInitial,
  type HasLoss,
  lastRow,
  logSumExp,
  minimize,
  newton,
  type RunOptions,
  rosenbrock,
  superUniversalNewton,
} from "../../index.ts";

type Problem = HasInitial<np.Array> & HasLoss<np.Array>;
type AnyMethod = ReturnType<typeof newton>;

const vector = (values: number[]) => np.array(values, { dtype: np.float64 });
const problemOf = (start: number[], loss: (x: np.Array) => np.Array): Problem => ({
  initial(key) {
    key.dispose();
    return vector(start);
  },
  loss,
});

async function solve(problem: Problem, method: unknown, run: RunOptions) {
  const { answer, trace, status } = await minimize(problem, method as AnyMethod, run);
  return { x: Array.from(await answer.data()), trace, status, last: lastRow(trace) };
}

const quadratic = problemOf([3, -1], (x) =>
  np
    .square(x)
    .mul(vector([1, 40]))
    .sum()
    .mul(0.5),
);
const saddle = problemOf([1e-3, 0.5], (x) => {
  const [a, b] = [x.ref.slice(0), x.slice(1)];
  return np.square(np.square(a).sub(1)).add(np.square(b));
});
const singular = problemOf([2, 5], (x) => np.square(x.sum()).mul(0.5));

const methods: [string, AnyMethod][] = [
  ["newton", newton()],
  ["cubic-newton", cubicNewton() as never],
  ["super-universal-newton", superUniversalNewton() as never],
  ["gradient-regularized-newton", gradientRegularizedNewton() as never],
];

describe.each(methods)("%s", (name, method) => {
  test("leaves a saddle where the Hessian is indefinite", async () => {
    // The test by gradients alone is for convex functions.
    if (name === "super-universal-newton") return;
    const { last, x } = await solve(saddle, method, { steps: 200 });
    expect(last.objective).toBeLessThan(1e-12);
    expect(Math.abs(x[0]!)).toBeCloseTo(1, 6);
  });

  test("solves a singular convex problem", async () => {
    const { last } = await solve(singular, method, { steps: 60 });
    expect(last.objective).toBeLessThan(1e-12);
  });

  test("converges faster than linearly near a minimum", async () => {
    const { trace } = await solve(logSumExp({ dimension: 5, terms: 12 }), method, { steps: 60 });
    const norms = trace.rows.map(({ extra }) => extra["gradientNorm"]!);
    expect(trace.status).toBe("finished");
    expect(norms.at(-1)! / norms.at(-2)!).toBeLessThan(1e-3);
  });

  test("ends with a reason where the Hessian is not finite", async () => {
    const kinked = problemOf([0], (x) => np.where(x.ref.greater(-1), np.exp(np.log(x.ref).mul(1.5)), x).sum());
    const { status, trace } = await solve(kinked, method, { steps: 9 });
    expect(["finished", "diverged"]).toContain(status);
    expect(trace.reason).not.toBe("");
    expect(trace.rows.length).toBeLessThan(3);
  });
});

describe("newton", () => {
  test("solves a quadratic in one step of length 1", async () => {
    const { last, x } = await solve(quadratic, newton(), { steps: 1 });
    expect(last.extra).toMatchObject({ stepLength: 1, tau: 0, factorizations: 1 });
    expect(Math.hypot(...x)).toBeLessThan(1e-14);
  });

  test("adds the first τ that will do to an indefinite Hessian, and none to others", async () => {
    const { trace } = await solve(saddle, newton(), { steps: 30 });
    expect(trace.rows[1]!.extra["tau"]).toBeGreaterThan(3.9);
    expect(lastRow(trace).extra["tau"]).toBe(0);
  });

  test("minimises Rosenbrock's function in some twenty steps", async () => {
    const { last } = await solve(rosenbrock(), newton(), { steps: 40 });
    expect(last.objective).toBeLessThan(1e-20);
    expect(last.step).toBeLessThan(30);
  });

  test("stops where no lower point is found", async () => {
    // A cliff to either side of the start, which the slope does not show.
    const well = problemOf([1], (x) =>
      np
        .where(np.absolute(x.ref.sub(1)).greater(1e-12), x.ref.add(10), x.ref)
        .sum()
        .add(np.square(x).sum()),
    );
    const { trace } = await solve(well, newton({ maximumEvaluations: 4 }), { steps: 50 });
    expect([trace.status, trace.reason]).toEqual(["finished", "the line search found no lower point"]);
  });

  test("refuses c1 ≥ c2", () => {
    expect(() => newton({ c1: 0.95 })).toThrow(/c1 must be below c2/);
  });
});

describe("cubic-newton", () => {
  test("a step solves (H + M r) d = −g with ‖d‖ = r", async () => {
    const { x, last } = await solve(quadratic, cubicNewton({ coefficient: 4 }), { steps: 1 });
    const d = [x[0]! - 3, x[1]! + 1];
    const r = Math.hypot(...d);
    expect(last.extra["radius"]).toBeCloseTo(r, 10);
    expect((1 + 4 * r) * d[0]!).toBeCloseTo(-3, 9);
    expect((40 + 4 * r) * d[1]!).toBeCloseTo(40, 9);
    expect(last.extra["coefficient"]).toBe(2);
  });

  test("without curvature a step is √(‖g‖/M) long", async () => {
    const tilted = problemOf([0, 0], (x) => x.mul(vector([3, 4])).sum());
    const { x } = await solve(tilted, cubicNewton({ coefficient: 5 }), { steps: 1 });
    expect(Math.hypot(...x)).toBeCloseTo(1, 10);
  });
});

describe("super-universal-newton", () => {
  test("a step is −(H + M ‖g‖^α)⁻¹ g; M falls to a quarter", async () => {
    for (const alpha of [0, 0.5, 1]) {
      const { x, last } = await solve(quadratic, superUniversalNewton({ alpha, coefficient: 2 }), { steps: 1 });
      const lambda = 2 * Math.hypot(3, 40) ** alpha;
      expect(x[0]).toBeCloseTo(3 - 3 / (1 + lambda), 11);
      expect(x[1]).toBeCloseTo(-1 + 40 / (40 + lambda), 11);
      expect(last.extra).toMatchObject({ coefficient: 0.5, rejected: 0 });
    }
  });

  test("with α = 1 its first step is that of gradient-regularized Newton with γ = 1/M", async () => {
    const own = await solve(rosenbrock(), superUniversalNewton({ coefficient: 4 }), { steps: 1 });
    const other = await solve(rosenbrock(), gradientRegularizedNewton({ radius: 0.25, epsilon: 1e-300 }), { steps: 1 });
    if (own.last.extra["rejected"] === 0 && other.last.extra["rejected"] === 0)
      expect(own.x[0]).toBeCloseTo(other.x[0]!, 12);
    else expect(own.last.objective).toBeLessThan(own.trace.rows[0]!.objective);
  });

  test("ends with 'search failed' where nothing passes", async () => {
    const concave = problemOf([1], (x) => np.square(x).sum().neg());
    const { trace } = await solve(concave, superUniversalNewton({ maximumTrials: 3, coefficient: 1e-3 }), { steps: 3 });
    expect(trace.reason).toBe("search failed: none of 3 coefficients passed the test");
  });
});
