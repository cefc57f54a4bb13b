import { numpy as np, random } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  adam,
  compile,
  cyclicGroup,
  generator,
  groupArithmetic,
  groupNamed,
  type HiddenActivation,
  independentFeatures,
  lastRow,
  linearAlgebra,
  minimize,
  OptionError,
  type PairNetwork,
  pairEnergyOf,
  pairProblemOf,
  pairSamples,
  pairsOf,
  trees,
  valueAndGradient,
} from "../../index.ts";

const activations: HiddenActivation[] = ["sqr", "relu", "silu", "tanh", "linear", { linear: 0.5, square: 2 }];
const sigma = (activation: HiddenActivation, x: number) =>
  typeof activation === "object"
    ? activation.linear * x + activation.square * x * x
    : {
        sqr: x * x,
        relu: Math.max(x, 0),
        silu: x / (1 + Math.exp(-x)),
        tanh: Math.tanh(x),
        linear: x,
      }[activation];

const M = 5;
const triples = [
  [0, 1, 1],
  [2, 2, 4],
  [3, 4, 2],
  [4, 0, 4],
  [2, 1, 3],
];
const W = linearAlgebra.toRows({ rows: 2 * M, columns: 3, data: generator(1).normals(6 * M) }).map((row) => [...row]);
const V = linearAlgebra.toRows({ rows: 3, columns: M, data: generator(2).normals(3 * M) }).map((row) => [...row]);
const network = (): PairNetwork => ({ W: np.array(W, { dtype: np.float64 }), V: np.array(V, { dtype: np.float64 }) });
const problemOf = (loss: "mse" | "nll", activation: HiddenActivation, outputScale = 1) =>
  pairProblemOf({
    order: M,
    train: pairSamples(M, triples),
    test: pairSamples(M, [[1, 1, 2]]),
    initial: network,
    loss,
    activation,
    outputScale,
    dtype: np.float64,
  });

/** What one sample's outputs are, written out. */
const outputs = ([a, b]: number[], activation: HiddenActivation, scale = 1) =>
  V[0]!.map((_, c) =>
    W[0]!.reduce((sum, _, j) => sum + scale * sigma(activation, W[a!]![j]! + W[M + b!]![j]!) * V[j]![c]!, 0),
  );
const losses = {
  mse(row: number[], label: number) {
    const mean = row.reduce((sum, o) => sum + o, 0) / M;
    return row.reduce((sum, o) => sum + (o - mean) ** 2, 0) - 2 * (row[label]! - mean) + 1 - 1 / M;
  },
  nll: (row: number[], label: number) => Math.log(row.reduce((sum, o) => sum + Math.exp(o), 0)) - row[label]!,
};

describe.each(["mse", "nll"] as const)("the loss %s", (loss) => {
  test.each(activations)("is that of its samples, with %o", async (activation) => {
    const expected = triples.reduce((sum, t) => sum + losses[loss](outputs(t, activation, 0.5), t[2]!) / 5, 0);
    const problem = problemOf(loss, activation, 0.5);
    expect(problem.loss(network(), undefined).item()).toBeCloseTo(expected, 10);
    const params = network();
    const { trainLoss, testLoss } = await problem.metrics(params);
    trees.dispose(params);
    expect(trainLoss).toBeCloseTo(expected, 10);
    expect(testLoss).toBeCloseTo(losses[loss](outputs([1, 1], activation, 0.5), 2), 10);
  });

  test("falls along its gradient as finite differences say", () => {
    const problem = problemOf(loss, "silu");
    const evaluate = compile(valueAndGradient((params: PairNetwork) => problem.loss(params, undefined)));
    const [value, gradient] = evaluate(network());
    const at = (h: number) => {
      const moved = network();
      return problem
        .loss({ W: moved.W.add(np.zeros([2 * M, 3], { dtype: np.float64 }).add(h)), V: moved.V }, undefined)
        .item();
    };
    expect(gradient.W.sum().item()).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 6);
    gradient.V.dispose();
    value.dispose();
    evaluate.dispose();
  });
});

test("features are σ(X W) of the training samples, a row a sample", async () => {
  const params = network();
  const F = await problemOf("mse", "tanh").features(params);
  trees.dispose(params);
  expect(F).toMatchObject({ rows: 5, columns: 3 });
  expect(F.data[3 * 3 + 1]).toBeCloseTo(Math.tanh(W[4]![1]! + W[M]![1]!), 12);
});

describe("group-arithmetic", () => {
  test("splits all pairs, by its seed alone", () => {
    const { train, test: held, group } = groupArithmetic({ group: "S3", trainFraction: 0.5, seed: 4 });
    expect([train.labels.length, held.labels.length]).toEqual([18, 18]);
    const pairs = new Set(
      [train, held].flatMap(({ first, second }) => Array.from(first, (a, i) => a * 6 + second[i]!)),
    );
    expect(pairs.size).toBe(36);
    expect(Array.from(train.labels)).toEqual(Array.from(train.first, (a, i) => group.table[a * 6 + train.second[i]!]));
    expect(groupArithmetic({ group: groupNamed("S3"), trainFraction: 0.5, seed: 4 }).train).toEqual(train);
    expect(groupArithmetic({ group: "S3", trainFraction: 0.5, seed: 5 }).train).not.toEqual(train);
  });

  test("starts as PyTorch's layers do, or as the theory's", async () => {
    const { initial } = groupArithmetic({ group: "7", hidden: 50, topInit: 0 });
    const { W, V } = initial(random.key(0));
    expect(np.absolute(W).max().item()).toBeLessThanOrEqual(1 / Math.sqrt(14));
    expect(np.absolute(V).max().item()).toBe(0);
    const normal = groupArithmetic({ group: "7", hidden: 500, isNormal: true }).initial(random.key(0));
    expect(np.square(normal.W).mean().item()).toBeCloseTo(1, 1);
    normal.V.dispose();
  });

  test("memorises first and generalises later", async () => {
    const problem = groupArithmetic({ group: "11", trainFraction: 0.8, hidden: 48 });
    const method = adam({ learningRate: 0.01, weightDecay: 1e-3 });
    const { trace, answer } = await minimize(problem, method, { steps: 400, every: 40, metricsEvery: 40 });
    trees.dispose(answer);
    expect(lastRow(trace).extra).toMatchObject({ trainAccuracy: 1, testAccuracy: 1 });
    expect(trace.rows[1]!.extra["testAccuracy"]).toBeLessThan(0.9);
  });

  test("leaves no arrays behind", async () => {
    await expectNoLeak(async () => {
      const problem = groupArithmetic({ group: "5", hidden: 4 });
      const { answer } = await minimize(problem, adam(), { steps: 2, metricsEvery: 1 });
      await problem.features(answer);
      trees.dispose(answer);
    });
  });

  test("names what is wrong", () => {
    expect(() => groupArithmetic({ trainFraction: 0 })).toThrow(/trainFraction must be in \(0, 1\], got 0/);
    expect(() => groupArithmetic({ group: "5", trainSamples: 26 })).toThrow(/trainSamples may be 25 at most, got 26/);
    expect(() => groupArithmetic({ activation: "selu" as "relu" })).toThrow(OptionError);
    expect(() => pairSamples(3, [[0, 1, 3]])).toThrow(/whole numbers in \[0, 3\)/);
    expect(() => pairProblemOf({ order: 3, train: pairSamples(3, []), initial: network })).toThrow(/must be samples/);
  });
});

describe("the energy", () => {
  const samples = pairSamples(M, triples);
  const host = linearAlgebra.fromRows(W);

  test.each(activations)("has the gradient of finite differences, with %o", (activation) => {
    for (const parts of [{}, { isCentred: false, sampleWeights: [0.1, 0.4, 0.2, 0.2, 0.1] }]) {
      const { featureEnergy } = pairEnergyOf({ order: M, samples, activation, ...parts });
      const { gradient } = featureEnergy(host);
      for (const [row, column] of [
        [2, 0],
        [M + 1, 2],
      ] as const) {
        const at = (h: number) => {
          const data = host.data.slice();
          data[row * 3 + column]! += h;
          return featureEnergy({ ...host, data }).energies[column]!;
        };
        expect(gradient.data[row * 3 + column]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 5);
      }
    }
  });

  test("is M/4 for a pure frequency, whatever the phases of its halves", () => {
    const order = 11;
    const energy = pairEnergyOf({ order, samples: pairsOf(cyclicGroup(order)) });
    const wave = (k: number, phase: number) =>
      Array.from({ length: order }, (_, g) => [Math.cos((2 * Math.PI * k * g) / order + phase) / Math.sqrt(order)]);
    const { energies } = energy.featureEnergy(linearAlgebra.fromRows([...wave(3, 0.7), ...wave(3, -2)]));
    expect(energies[0]).toBeCloseTo(order / 4, 10);
  });

  test("of one class is 0 where labels are centred", () => {
    const one = pairSamples(M, [
      [0, 1, 1],
      [1, 0, 1],
    ]);
    expect(Math.max(...pairEnergyOf({ order: M, samples: one }).featureEnergy(host).energies)).toBeLessThan(1e-20);
    expect(() => pairEnergyOf({ order: M, samples: one, sampleWeights: [1] })).toThrow(/must be 2/);
  });

  test("is what the traced loss of independent features says", () => {
    const problem = independentFeatures({ group: "7", trainFraction: 0.6, nodes: 4, activation: "silu" });
    const W = problem.initial(random.key(3));
    const { energies } = problem.featureEnergy({ rows: 14, columns: 4, data: Float64Array.from(W.ref.dataSync()) });
    const mean = energies.reduce((sum, energy) => sum + energy / 4, 0);
    expect(problem.loss(W.mul(3), undefined).item()).toBeCloseTo(-mean, 10);
  });
});
