import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  aipod,
  type BilevelProblem,
  CapabilityError,
  disposeState,
  fedavg,
  federatedImbalance,
  gam,
  hyperCleaning,
  lastRow,
  llc,
  llsc,
  methodCatalogue,
  minimize,
  OptionError,
  tracedBilevel,
} from "../../index.ts";

/** The change of x in a method's first step over its step size: minus the hypergradient, where nothing is projected. */
const free = <P extends BilevelProblem>(problem: P): P => {
  const { upperSet: _, ...bilevel } = problem.bilevel;
  return { ...problem, bilevel };
};

/** Central differences of F(x, y*(x)). */
async function differences({ bilevel }: BilevelProblem, x: Float64Array): Promise<number[]> {
  const value = async (moved: Float64Array) => bilevel.upper.value(moved, (await bilevel.solveLower!(moved)).y);
  const h = 1e-5;
  return Promise.all(
    Array.from(x, async (at, i) => ((await value(x.with(i, at + h))) - (await value(x.with(i, at - h)))) / (2 * h)),
  );
}

describe("implicit gradients are those of F(x, y*(x))", () => {
  test("of AiPOD, at the lower level's solution", async () => {
    const problem = free(llsc({ dimension: 20, instance: 2 }));
    const method = aipod({ lowerSteps: 1, upperSteps: 1, lowerRate: 1e-300, upperRate: 1e-4 })(problem);
    const started = await method.init(0);
    const state = { ...started, y: (await problem.bilevel.solveLower!(started.x)).y };
    const moved = await method.step(state);
    const expected = await differences(problem, state.x);
    for (const [i, value] of expected.entries()) {
      expect((state.x[i]! - moved.x[i]!) / 1e-4).toBeCloseTo(value, 4);
    }
  });

  test("of GAM, through equalities", async () => {
    const problem = free(llsc({ dimension: 20, instance: 2 }));
    const method = gam({ rate: 1e-4 })(problem);
    const state = await method.init(0);
    const moved = await method.step(state);
    const expected = await differences(problem, state.x);
    for (const [i, value] of expected.entries()) {
      expect((state.x[i]! - moved.x[i]!) / 1e-4).toBeCloseTo(value, 4);
    }
  });

  test("of GAM, through the active ones of inequalities", async () => {
    const problem = free(hyperCleaning({ samples: 15, instance: 3 }));
    const method = gam({ rate: 1e-3 })(problem);
    const state = await method.init(0);
    expect(state.active).toBeGreaterThan(0);
    const moved = await method.step(state);
    const expected = await differences(problem, state.x);
    for (const [i, value] of expected.entries()) {
      expect((state.x[i]! - moved.x[i]!) / 1e-3).toBeCloseTo(value, 5);
    }
  });
});

test("AiPOD leaves flat directions of the lower level as they are", async () => {
  const { answer, trace } = await minimize(llc({ dimension: 10 }), aipod({ lowerRate: 0.1 }), {
    steps: 300,
    every: 300,
  });
  disposeState(answer);
  expect(lastRow(trace).extra["errorY"]).toBeGreaterThan(1);
  expect(lastRow(trace).calls).toEqual({ gradient: 300 * 7, hessian: 300 * 4, projection: 300 * 6 + 1 });
});

test("GAM tells constraints that are active without a multiplier", async () => {
  // Every margin is 1 exactly: w = 1, b = 0 holds one sample of each class on it, and the rest beyond it.
  const at = (...inputs: number[]) => ({
    inputs: Float64Array.from(inputs),
    shape: [1],
    targets: Float64Array.of(1, -1),
  });
  const problem = hyperCleaning({ samples: 10, dimension: 1 });
  const solveLower = async () => ({
    y: Float64Array.of(1, 0, 0, 0),
    multipliers: new Float64Array(2),
    status: "solved",
  });
  const { weightedSvm } = await import("../../index.ts");
  const machine = weightedSvm({ name: "two", train: at(1, -1), validation: at(1, -1), test: at(1, -1) });
  const state = await gam()({ ...machine, bilevel: { ...machine.bilevel, solveLower } }).init(0);
  expect([state.active, state.degenerate]).toEqual([0, 2]);
  expect((await gam()(problem).init(0)).degenerate).toBe(0);
});

test("GAM ends where the lower level is not solved", async () => {
  const problem = llsc({ dimension: 20 });
  const solveLower = (x: Float64Array) => ({ y: x, multipliers: new Float64Array(18), status: "no solution exists" });
  const { trace } = await minimize({ ...problem, bilevel: { ...problem.bilevel, solveLower } }, gam(), { steps: 3 });
  expect([trace.status, trace.reason]).toEqual(["finished", "the lower level is not solved: no solution exists"]);
});

describe("federated averaging", () => {
  test("with one local step is descent on the mean loss", async () => {
    const problem = federatedImbalance({ classes: 3, features: 2, largest: 20, imbalance: 5, clients: 3 });
    const method = fedavg({ rate: 0.1 })(problem);
    const state = await method.step(await method.init(0));
    const total = problem.clients.reduce((sum, { samples }) => sum + samples, 0);
    const mean = new Float64Array(state.y.length);
    for (const { samples, gradient } of problem.clients) {
      const part = await gradient(new Float64Array(mean.length));
      for (const [k, value] of part.entries()) mean[k]! += (samples / total) * value;
    }
    for (const [k, value] of mean.entries()) expect(state.y[k]).toBeCloseTo(-0.1 * value, 12);
    expect(state.calls).toEqual({ gradient: 3, message: 6 });
  });

  test("takes more local steps where it is told to", async () => {
    const problem = federatedImbalance({ classes: 3, features: 2, largest: 20, clients: 3 });
    const [one, five] = await Promise.all(
      [1, 5].map(async (localSteps) => {
        const method = fedavg({ localSteps, rate: 0.1 })(problem);
        return (await method.measure(await method.step(await method.init(0)))).objective;
      }),
    );
    expect(five).toBeLessThan(one!);
  });
});

test("what a problem lacks is named", () => {
  const one = (x: { sub(y: unknown): never }, y: unknown) => x.sub(y);
  const problem = { ...llsc({ dimension: 20 }) };
  const traced = tracedBilevel({ sizes: { x: 2, y: 2 }, upper: one as never, lower: one as never });
  expect(() => aipod()({ ...problem, bilevel: traced })).toThrow("aipod needs 'bilevel.lower.hessians'");
  expect(() => aipod()(hyperCleaning())).toThrow(CapabilityError);
  expect(() => gam()(llc())).toThrow("gam needs 'bilevel.solveLower'");
  expect(() => fedavg()(llc() as never)).toThrow(/fedavg needs 'clients'/);
  traced.dispose();
});

describe.each(Object.entries(methodCatalogue).filter(([, { family }]) => family === "bilevel"))("%s", (name, entry) => {
  test("is named as in the catalogue, has defaults, and refuses unknown options", () => {
    expect(entry.create().name).toBe(name);
    expect(entry.options.safeParse({}).success).toBe(true);
    expect(() => entry.create({ nonsense: 1 })).toThrow(OptionError);
  });

  test("makes the same steps for the same seed and holds no arrays", async () => {
    const problem =
      name === "fedavg" ? federatedImbalance({ largest: 10, features: 2, classes: 3 }) : llsc({ dimension: 20 });
    const run = async () => {
      const { answer, trace } = await minimize(problem, entry.create() as never, { steps: 3 });
      disposeState(answer);
      return trace.rows.map(({ objective }) => objective);
    };
    expect(await run()).toEqual(await run());
    await expectNoLeak(run);
  });
});
