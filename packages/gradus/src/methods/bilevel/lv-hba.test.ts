import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  type BilevelProblem,
  CapabilityError,
  DataError,
  hyperCleaning,
  type LvHbaOptions,
  lastRow,
  linearAlgebra,
  llc,
  llsc,
  lvHba,
  minimize,
  OptionError,
  type QuadraticBilevelParts,
  quadraticBilevel,
  rosenbrock,
  trees,
  valueFunction,
} from "../../index.ts";

const { fromRows, identity } = linearAlgebra;

async function end(problem: BilevelProblem, options: LvHbaOptions, steps: number) {
  const { answer, trace, status } = await minimize(problem, lvHba(options), { steps, every: steps });
  const { x, y, lambda } = answer;
  const read = async (array: typeof x) => Float64Array.from((await array.ref.data()) as Float64Array);
  const result = { x: await read(x), y: await read(y), lambda: lambda && (await read(lambda)) };
  trees.dispose(answer as never);
  return { ...result, trace, status, extra: lastRow(trace).extra };
}

/** F = ½ (x − 2)² + ½ (y − 2)², f = ½ (y − x)², with constraints in (x, y) if there are any. */
const simple = (g?: QuadraticBilevelParts["g"]) =>
  quadraticBilevel({
    sizes: { x: 1, y: 1 },
    F: { H: identity(2), q: Float64Array.of(-2, -2) },
    f: {
      H: fromRows([
        [1, -1],
        [-1, 1],
      ]),
      q: new Float64Array(2),
    },
    ...(g && { g }),
  });

const careful: LvHbaOptions = { alpha: 0.05, eta: 0.1, gamma1: 2, gamma2: 2, c0: 1, p: 0.49 };

describe("solutions", () => {
  test("LLC: near its known one, its multiplier too", async () => {
    const { extra, lambda } = await end(llc({ dimension: 10 }), { alpha: 0.1, p: 0.49 }, 4000);
    expect(extra["errorX"]).toBeLessThan(0.02);
    expect(extra["errorY"]).toBeLessThan(0.02);
    expect(extra["lowerGap"]).toBeLessThan(5e-3);
    expect(lambda![0]).toBeCloseTo(-Math.sqrt(10), 1);
  });

  test("a constraint of inequality that holds x + y ≤ 2 makes (1, 1) the solution", async () => {
    const g = { A: fromRows([[1, 1]]), b: Float64Array.of(-2), kind: "inequality" as const };
    const { x, y } = await end(simple(g), careful, 3000);
    expect(x[0]).toBeCloseTo(1, 2);
    expect(y[0]).toBeCloseTo(1, 2);
  });

  test("without constraints there are no multipliers, and F's own minimum is found where y = x allows it", async () => {
    const { x, y, lambda, trace } = await end(simple(), careful, 4000);
    expect(x[0]).toBeCloseTo(2, 2);
    expect(y[0]).toBeCloseTo(2, 2);
    expect(lambda).toBeUndefined();
    expect(lastRow(trace).calls).toEqual({
      gradient: 16_000,
      constraint: 0,
      vectorJacobianProduct: 0,
      projection: 4001,
    });
  });

  test("the gap that is reported comes to the certified one", async () => {
    const problem = llc({ dimension: 4 });
    const method = lvHba({ alpha: 0.1, p: 0.3, constraintScale: 1 })(problem);
    let state = await method.init(0);
    for (let k = 0; k < 3000; k++) state = await method.step(state);
    const { gap } = await method.measure(state);
    const { value } = await valueFunction(problem.bilevel, state);
    const certified = (await problem.bilevel.lower.value(state.x, state.y)) - value;
    expect(certified).toBeGreaterThan(0);
    expect(gap as number).toBeCloseTo(certified, 4);
  });
});

describe("degenerate cases", () => {
  const rows = (...values: number[][]) => fromRows(values);

  test("dependent constraints: the same equation twice changes nothing but the multipliers", async () => {
    const once = simple({ A: rows([1, 1]), b: Float64Array.of(-2), kind: "equality" });
    const twice = simple({ A: rows([1, 1], [1, 1]), b: Float64Array.of(-2, -2), kind: "equality" });
    const [first, second] = await Promise.all([end(once, careful, 3000), end(twice, careful, 3000)]);
    expect(second.x[0]).toBeCloseTo(first.x[0]!, 3);
    expect(second.y[0]).toBeCloseTo(first.y[0]!, 3);
    expect(second.extra["violation"]).toBeLessThan(1e-12);
  });

  test("degenerate multipliers: a constraint that is active without one does no harm", async () => {
    // y = x = 2 minimises both levels, and x + y ≤ 4 holds with equality there.
    const g = { A: rows([1, 1]), b: Float64Array.of(-4), kind: "inequality" as const };
    const { x, y, lambda } = await end(simple(g), careful, 4000);
    expect(x[0]).toBeCloseTo(2, 2);
    expect(y[0]).toBeCloseTo(2, 2);
    expect(lambda![0]).toBeGreaterThanOrEqual(0);
    expect(lambda![0]).toBeLessThan(0.01);
  });

  test("equations that contradict each other are refused at once", () => {
    const g = { A: rows([1, 1], [1, 1]), b: Float64Array.of(-1, -2), kind: "equality" as const };
    expect(() => lvHba()(simple(g))).toThrow(DataError);
  });

  test("inequalities that contradict each other end the run with a reason", async () => {
    const g = { A: rows([0, 1], [0, -1]), b: Float64Array.of(1, 1), kind: "inequality" as const };
    const { trace } = await end(simple(g), careful, 100);
    expect(trace.status).toBe("finished");
    expect(trace.reason).toMatch(/a projection left C violated by [12].0 after 1000 sweeps: C may be empty/);
  });

  test("a lower level that is unbounded leaves a gap that does not close", async () => {
    // f = y has no minimum; its Moreau envelope is y − γ₁/2, so that f − v stays γ₁/2 wherever y goes.
    const endless = quadraticBilevel({
      sizes: { x: 1, y: 1 },
      F: { H: identity(2), q: Float64Array.of(-2, -2) },
      f: {
        H: fromRows([
          [0, 0],
          [0, 0],
        ]),
        q: Float64Array.of(0, 1),
      },
    });
    const { extra, status } = await end(endless, careful, 2000);
    expect(status).toBe("budget");
    expect(extra["gap"]).toBeGreaterThan(0.9);
  });

  test("constraints of zeros are left unscaled", async () => {
    const g = { A: rows([0, 0]), b: Float64Array.of(0), kind: "equality" as const };
    const { x, status } = await end(simple(g), careful, 4000);
    expect(status).toBe("budget");
    expect(x[0]).toBeCloseTo(2, 2);
  });

  test("separable samples: ξ vanishes, and the weights stay in their box", async () => {
    const problem = hyperCleaning({ corruption: 0, dimension: 2, samples: 30, instance: 1 });
    const { x, extra, status } = await end(problem, { alpha: 0.05, eta: 0.2, c0: 0.1, r: 200 }, 200);
    expect(status).toBe("budget");
    for (const c of x) expect(c >= -6 && c <= 1).toBe(true);
    expect(extra["testAccuracy"]).toBeGreaterThan(0.85);
  });

  test("steps that are too long for the tracker end as diverged, with the last finite point", async () => {
    const { status, x, trace } = await end(llc({ dimension: 10 }), { alpha: 50, eta: 50 }, 1000);
    expect(status).toBe("diverged");
    expect(trace.reason).toMatch(/objective became/);
    expect(x.every(Number.isFinite)).toBe(true);
  });
});

describe("settings", () => {
  test("the constraints' scale does not change what is found, nor the multiplier that is answered", async () => {
    const found = await Promise.all(
      [1, 3].map((constraintScale) => end(llc({ dimension: 4, scale: 0.3 }), { ...careful, constraintScale }, 6000)),
    );
    expect(found[0]!.x[0]).toBeCloseTo(found[1]!.x[0]!, 2);
    expect(found[0]!.lambda![0]! / found[1]!.lambda![0]!).toBeCloseTo(1, 1);
  });

  test("θ on the lower level's constraint: λ stays 0 and g is 0 at θ", async () => {
    const problem = llsc({ dimension: 20 });
    const method = lvHba({ alpha: 0.02, beta: 0.001, gamma1: 1, gamma2: 1, projectTheta: true })(problem);
    let state = await method.init(0);
    for (let k = 0; k < 20; k++) {
      const { x } = state;
      state = await method.step(state);
      const values = await problem.bilevel.constraints!.values(x, state.theta);
      expect(Math.max(...values.map(Math.abs))).toBeLessThan(1e-8);
    }
    expect(state.lambda.every((value) => value === 0)).toBe(true);
  });

  test("the tolerance ends a run, and the start is projected unless told otherwise", async () => {
    const { status, trace } = await end(llc({ dimension: 4 }), { tolerance: 1e-3 }, 5000);
    expect(status).toBe("finished");
    expect(trace.reason).toMatch(/relative change .* < 0\.001/);
    const unprojected = await lvHba({ projectStart: false })(llc({ start: "tens", dimension: 2 })).init(0);
    expect([...unprojected.x]).toEqual([10, 10]);
  });

  test("equal seeds give equal runs, bit for bit", async () => {
    const [a, b] = await Promise.all([1, 2].map(() => end(hyperCleaning({ samples: 20 }), {}, 50)));
    expect(a!.x).toEqual(b!.x);
    expect(a!.y).toEqual(b!.y);
  });

  test("holds no arrays", () => expectNoLeak(() => end(llc({ dimension: 3 }), {}, 5)));

  test("what is wrong is said in a line", async () => {
    expect(() => lvHba({ eta: -1 })).toThrow(new OptionError("lv-hba: eta must be a positive number, got -1"));
    expect(() => lvHba({ constraintScale: 0 })).toThrow("lv-hba: constraintScale must be a positive number, got 0");
    expect(() => lvHba()(rosenbrock() as never)).toThrow(/lv-hba needs 'bilevel', which/);
    expect(() => lvHba({ projectTheta: true })(hyperCleaning())).toThrow(CapabilityError);
    const wrong = { ...llc({ dimension: 2 }), initial: llc({ dimension: 3 }).initial };
    await expect(lvHba()(wrong).init(0)).rejects.toThrow("lv-hba: the start's y must have 4 entries, got 6");
  });
});
