import { numpy as np, random } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  type HasInitial,
  type HasLoss,
  type HasName,
  lastRow,
  methodCatalogue,
  minimize,
  type Optimizer,
  OptionError,
  type Tree,
  trees,
} from "../../index.ts";

type Problem = HasName & HasInitial<Tree> & HasLoss<Tree>;

/** ½ Σ c_i x_i² with a random start. */
const quadratic = (dtype: np.DType): Problem => ({
  name: "quadratic",
  initial: (key) => random.normal(key, [4]).astype(dtype).add(2),
  loss: (x) =>
    np
      .square(x as np.Array)
      .mul(np.array([1, 0.5, 2, 0.1], { dtype }))
      .sum()
      .mul(0.5),
});

/** A perceptron with one hidden layer, fitted to a few points: parameters in a tree, with matrices and vectors. */
const perceptron = (dtype: np.DType): Problem => {
  type Layer = { weight: np.Array; bias: np.Array };
  type Network = { hidden: Layer; output: Layer };
  const constant = (values: number[][]) => np.array(values, { dtype });
  const inputs = [
    [0.5, -1],
    [1, 2],
    [-1.5, 0.3],
    [0.2, 0.8],
    [-0.4, -0.9],
  ];
  return {
    name: "perceptron",
    initial(key) {
      const [k1, k2, k3] = [...random.split(key, 3)];
      const normal = (key: np.Array, shape: number[]) => random.normal(key, shape).astype(dtype);
      return {
        hidden: { weight: normal(k1!, [2, 5]), bias: normal(k2!, [5]) },
        output: { weight: normal(k3!, [5, 1]), bias: np.full([1], 0.5, { dtype }) },
      };
    },
    loss(params) {
      const { hidden, output } = params as Network;
      const activation = np.tanh(np.matmul(constant(inputs), hidden.weight).add(hidden.bias));
      const prediction = np.matmul(activation, output.weight).add(output.bias);
      return np.square(prediction.sub(constant(inputs.map(([a, b]) => [3 + a! * b!])))).mean();
    },
  };
};

const optimizers = Object.entries(methodCatalogue).filter(([, { family }]) => family === "first-order");

test("the catalogue has this room's optimizers, by their own names", () => {
  expect(optimizers.length).toBeGreaterThanOrEqual(20);
  for (const [name, { create }] of optimizers) expect(create().name).toBe(name);
});

describe.each(optimizers)("%s", (_, { create, options, needs, summary, source }) => {
  const method = create() as Optimizer;
  const rowsOf = async (problem: Problem, run: { steps: number; resume?: Uint8Array<ArrayBuffer>; seed?: number }) => {
    const { answer, ...rest } = await minimize(problem, method, { ...run, checkpoint: true });
    const numbers = trees.leaves<np.Array>(answer).map((leaf) => Array.from(leaf.dataSync()));
    return { ...rest, numbers, objectives: rest.trace.rows.map(({ objective }) => objective) };
  };

  test("says what it is, where it comes from and what it needs", () => {
    expect(summary).toMatch(/^[^\n]{10,100}$/);
    expect(source).toMatch(/(19|20)\d\d/);
    expect(needs).toEqual(["initial", "loss"]);
  });

  test.each([
    ["a quadratic in float64", quadratic(np.float64)],
    ["a network's loss in float32", perceptron(np.float32)],
  ])("decreases %s at its defaults, with one gradient a step", async (_, problem) => {
    const { trace, objectives } = await rowsOf(problem, { steps: 30 });
    expect(trace.status).toBe("budget");
    expect(lastRow(trace).objective).toBeLessThan(objectives[0]!);
    expect(trace.rows.map(({ calls }) => calls.gradient)).toEqual(trace.rows.map((_, i) => i + 1));
  });

  test("gives the same numbers from the same seed, stopped and resumed or not, and others from another", async () => {
    const problem = perceptron(np.float64);
    const whole = await rowsOf(problem, { steps: 9, seed: 3 });
    const half = await rowsOf(problem, { steps: 4, seed: 3 });
    const rest = await rowsOf(problem, { steps: 9, resume: half.checkpoint! });
    expect(half.objectives).toEqual(whole.objectives.slice(0, 5));
    expect(rest.objectives).toEqual(whole.objectives);
    expect(rest.numbers).toEqual(whole.numbers);
    const other = await rowsOf(problem, { steps: 1, seed: 4 });
    expect(other.objectives).not.toEqual(whole.objectives.slice(0, 2));
  });

  test("leaves no arrays behind", async () => {
    await expectNoLeak(async () => {
      const { answer } = await minimize(perceptron(np.float32), method, { steps: 3 });
      trees.dispose(answer);
    });
  });

  test("refuses unknown options", () => {
    expect(() => create({ nonsense: 1 })).toThrow(/unknown option 'nonsense'/);
  });

  test("every option has a default", () => {
    expect(options.safeParse({}).success).toBe(true);
  });
});

describe.each(optimizers.filter(([, { options }]) => "learningRate" in options.shape))("%s", (_, { create }) => {
  test("rejects a learning rate that is not a number > 0, and names that are nearly right", () => {
    for (const learningRate of [Number.NaN, 0, -1, "fast", Number.POSITIVE_INFINITY]) {
      expect(() => create({ learningRate })).toThrow(OptionError);
      expect(() => create({ learningRate })).toThrow(/learningRate must be .* got/);
    }
    expect(() => create({ leaningRate: 1 })).toThrow(/did you mean 'learningRate'/);
  });

  test("takes a schedule, and shows its value", () => {
    const scheduled = create({ learningRate: (step: number) => 1e-3 / (step + 1) }) as Optimizer;
    const shown = Object.entries(scheduled.transformation.reportNumbers!(2));
    expect(shown.filter(([name]) => /(^|\.)learningRate$/.test(name)).map(([, value]) => value)).toContain(1e-3 / 2);
  });
});
