import { numpy as np, random } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../engine/live-arrays.ts";
import * as tree from "../engine/tree.ts";
import {
  adam,
  characterModel,
  cnnClassifier,
  compile,
  conditionedLogistic,
  generator,
  linearRegression,
  logisticRegression,
  minimize,
  mlpClassifier,
  ringOfGaussians,
  type Samples,
  shiftedTemplates,
  softmaxRegression,
  trees,
  valueAndGradient,
} from "../index.ts";

const draw = generator(11);
const samplesOf = (rows: number, width: number, target: (row: Float64Array) => number): Samples => {
  const inputs = draw.normals(rows * width);
  const targets = Float64Array.from({ length: rows }, (_, i) => target(inputs.subarray(i * width, (i + 1) * width)));
  return { inputs, shape: [width], targets };
};

const noisy = samplesOf(60, 3, (x) => 1 + 2 * x[0]! - x[1]! + 0.3 * draw.normal());
const twoClasses = samplesOf(80, 3, (x) => (x[0]! - x[2]! + draw.normal() > 0 ? 1 : 0));
const threeClasses = samplesOf(90, 4, (x) => (x[0]! > 0.5 ? 2 : x[1]! > 0 ? 1 : 0));

/** A point that is not where runs begin. */
const elsewhere = <P extends tree.Tree>(problem: { initial(key: np.Array): P }): P =>
  tree.map(
    (p) => p.add(random.normal(random.key(3), p.shape).astype(p.dtype).mul(0.3)),
    problem.initial(random.key(0)),
  );

const full = {
  "linear regression": linearRegression({ train: noisy }),
  "logistic regression": logisticRegression({ train: twoClasses }),
  "softmax regression": softmaxRegression({ train: threeClasses }),
};
const onBatches = {
  "linear regression": linearRegression({ train: noisy }, { batchSize: 16 }),
  "softmax regression": softmaxRegression({ train: threeClasses }, { batchSize: 16 }),
  perceptron: mlpClassifier({ train: threeClasses }, { batchSize: 16, hidden: [5], dtype: "float64" }),
};

describe.each([
  ...Object.entries(full).map(([name, problem]) => [`${name} on all samples`, problem, () => undefined] as const),
  ...Object.entries(onBatches).map(([name, p]) => [`${name} on batches`, p, () => p.batches(4)(2)] as const),
])("%s", (_, problem, batch) => {
  const p = problem as (typeof onBatches)["perceptron"];
  const next = batch as () => ReturnType<ReturnType<typeof p.batches>>;

  const example = elsewhere(p);
  // The engine takes arrays only: a problem on all samples is differentiated with no batch.
  const slope = (params: typeof example, batch?: ReturnType<typeof next>) =>
    batch
      ? valueAndGradient(p.loss)(params, batch)
      : valueAndGradient((own: typeof example) => p.loss(own, batch!))(params);

  test("the loss is that of the predictions, and half the mean square of the residuals", () => {
    const loss = p.loss(elsewhere(p), next()).item() as number;
    const composed = p.lossOfPrediction(p.predict(elsewhere(p), p.inputsOf(next())), next()).item() as number;
    const ofResiduals = np
      .square(p.residuals(elsewhere(p), next()))
      .mean()
      .mul(0.5)
      .item() as number;
    expect(composed).toBeCloseTo(loss, 12);
    expect(ofResiduals).toBeCloseTo(loss, 12);
  });

  test("the gradient is what differences show", () => {
    const params = elsewhere(p);
    const [value, gradient] = slope(tree.ref(params), next());
    value.dispose();
    const vector = tree.toVector(tree.ref(params)).js() as number[];
    const slopes = tree.toVector(gradient).js() as number[];
    for (const i of vector.keys()) {
      const at = (by: number) => {
        const shifted = np.array(
          vector.map((v, j) => (i === j ? v + by : v)),
          { dtype: np.float64 },
        );
        return p.loss(tree.fromVector(shifted, params), next()).item() as number;
      };
      expect(slopes[i]).toBeCloseTo((at(1e-6) - at(-1e-6)) / 2e-6, 7);
    }
    tree.dispose(params);
  });

  test("a compiled step frees the samples with the program", async () => {
    await expectNoLeak(() => {
      const step = compile((params: typeof example, batches: ReturnType<typeof next>[]) => slope(params, batches[0]!));
      trees.dispose(step(p.initial(random.key(0)), [next() ?? []].flat()));
      step.dispose();
    });
  });
});

describe("minima", () => {
  test("gradients vanish where the minimum of ridge regression is, as the normal equations say", () => {
    // One feature, no bias needed: x = ±1, y = ±2, λ = 1: w = 2/(1 + 1) = 1, value ½(1 + 1) = 1.
    const train = { inputs: Float64Array.of(1, -1), shape: [1], targets: Float64Array.of(2, -2) };
    expect(linearRegression({ train }, { penalty: 1 }).minimum.value).toBeCloseTo(1, 12);
    expect(linearRegression({ train }).minimum.value).toBeCloseTo(0, 12);
  });

  test("runs come down to them and no lower", async () => {
    const problems = [
      linearRegression({ train: noisy }, { penalty: 0.1 }),
      logisticRegression({ train: twoClasses }, { penalty: 0.1 }),
    ];
    for (const problem of problems) {
      const { answer, trace } = await minimize(problem, adam({ learningRate: 0.05 }), { steps: 800 });
      trees.dispose(answer);
      const gap = trace.rows.at(-1)!.objective - problem.minimum!.value;
      expect(gap).toBeGreaterThanOrEqual(-1e-12);
      expect(gap).toBeLessThan(1e-6);
    }
  });

  test("separable classes with no penalty have none", () => {
    expect(logisticRegression({ train: twoClasses }).minimum).toBeUndefined();
  });

  test("a penalty takes residuals away, and stands beside the loss of the predictions", () => {
    const problem = softmaxRegression({ train: threeClasses }, { penalty: 1 });
    expect(problem.residuals).toBeUndefined();
    const params = () => problem.initial(random.key(0));
    const moved = () => tree.map((leaf) => leaf.add(0.3), params());
    const ofPredictions = problem.lossOfPrediction(problem.predict(moved(), problem.inputsOf(undefined)), undefined);
    const sum = ofPredictions.add(problem.penaltyOf!(moved()));
    expect(sum.item()).toBeCloseTo(problem.loss(moved(), undefined).item() as number, 12);
  });
});

test("the conditioned logistic regression has its true gradient at 0, where runs begin", () => {
  const problem = conditionedLogistic({ samples: 40, dimension: 3, seed: 5 });
  const value = (x: number[]) => problem.loss(np.array(x, { dtype: np.float64 }), undefined).item() as number;
  const [loss, slope] = valueAndGradient((x: np.Array) => problem.loss(x, undefined))(problem.initial(random.key(0)));
  loss.dispose();
  for (const [i, s] of (slope.js() as number[]).entries()) {
    const at = (by: number) => value([0, 0, 0].map((_, j) => (i === j ? by : 0)));
    expect(s).toBeCloseTo((at(1e-6) - at(-1e-6)) / 2e-6, 7);
  }
});

test("targets that are not classes are named", () => {
  expect(() => mlpClassifier({ train: noisy })).toThrow(/mlpClassifier: targets must be class indices/);
  expect(() => logisticRegression({ train: threeClasses })).toThrow(/targets must be −1 and 1, or 0 and 1, got/);
  expect(() => cnnClassifier({ train: threeClasses })).toThrow(/samples must be images .* got \[4\]/);
});

describe("networks", () => {
  test("start with weights of variance 2/fan-in and no bias", () => {
    const { layers } = mlpClassifier(shiftedTemplates(0), { hidden: [200] }).initial(random.key(1));
    const weights = [...(layers[0]!.weight.dataSync() as Float32Array)];
    const variance = weights.reduce((sum, w) => sum + w * w, 0) / weights.length;
    // 12,800 weights: the estimate's relative deviation is √(2/12800) = 1.25 %.
    expect(variance / (2 / 64)).toBeGreaterThan(0.94);
    expect(variance / (2 / 64)).toBeLessThan(1.06);
    expect([...layers[0]!.bias.dataSync()].every((b) => b === 0)).toBe(true);
    tree.dispose(layers[1]!);
  });

  test.each(["relu", "leaky-relu", "elu", "selu", "gelu", "tanh"] as const)(
    "%s has finite slopes far from 0",
    (activation) => {
      const train = { inputs: Float64Array.of(500, -500), shape: [1], targets: Float64Array.of(0, 1) };
      const problem = mlpClassifier({ train }, { hidden: [6], activation, batchSize: 2 });
      const [loss, gradient] = valueAndGradient(problem.loss)(problem.initial(random.key(2)), problem.batches(0)(0));
      expect(Number.isFinite(loss.item())).toBe(true);
      for (const leaf of tree.leaves<np.Array>(gradient))
        expect([...leaf.dataSync()].every(Number.isFinite)).toBe(true);
    },
  );

  test("a convolutional network learns where a dark or bright half is", async () => {
    const inputs = generator(1).normals(200 * 64);
    const targets = Float64Array.from({ length: 200 }, (_, i) => i % 2);
    for (let i = 0; i < 200; i++) for (let j = 0; j < 32; j++) inputs[i * 64 + j + 32 * targets[i]!]! += 1;
    const train = { inputs, shape: [1, 8, 8], targets };
    const problem = cnnClassifier({ train }, { channels: [2, 3], batchSize: 50 });
    const { answer, trace } = await minimize(problem, adam({ learningRate: 0.02 }), { steps: 60 });
    trees.dispose(answer);
    expect(trace.rows.at(-1)!.extra["trainAccuracy"]).toBeGreaterThan(0.9);
  });
});

describe("the character model", () => {
  const pattern = Int32Array.from({ length: 400 }, (_, i) => [0, 1, 2, 1][i % 4]!);
  const problem = characterModel(
    { train: pattern, test: pattern, vocabulary: 3 },
    { context: 2, embedding: 3, hidden: 8, batchSize: 16 },
  );

  test("a batch holds windows of the text and what follows them, by seed and number alone", () => {
    const take = (seed: number, index: number) => {
      const { contexts, next } = problem.batches(seed)(index);
      return { contexts: contexts.js() as number[][], next: next.js() as number[] };
    };
    const { contexts, next } = take(3, 5);
    for (const [i, [a, b]] of contexts.entries())
      expect([a === 1, b === 1, next[i] === 1]).toEqual([b !== 1, b === 1, a === 1]);
    expect(take(3, 5)).toEqual({ contexts, next });
    expect(take(4, 5)).not.toEqual({ contexts, next });
  });

  test("learns a pattern that two characters decide", async () => {
    const { answer, trace } = await minimize(problem, adam({ learningRate: 0.03 }), { steps: 150 });
    trees.dispose(answer);
    expect(trace.rows[0]!.objective).toBeGreaterThan(0.5);
    expect(trace.rows.at(-1)!.extra).toMatchObject({ testAccuracy: 1 });
    expect(trace.rows.at(-1)!.extra["testLoss"]).toBeLessThan(0.1);
  });

  test("the loss is that of the predictions", () => {
    const params = problem.initial(random.key(1));
    const batch = () => problem.batches(0)(0);
    const loss = problem.loss(tree.ref(params), batch()).item() as number;
    const composed = problem.lossOfPrediction(problem.predict(params, problem.inputsOf(batch())), batch());
    expect(composed.item()).toBeCloseTo(loss, 6);
    expect(() => characterModel({ train: pattern.subarray(0, 9), vocabulary: 3 })).toThrow(
      /context must be below .* 9, got 16/,
    );
  });
});

describe("the ring of Gaussians", () => {
  const game = ringOfGaussians({ batchSize: 512, hidden: 6 });

  test("points of the target lie on the ring, near its modes, as many at each", () => {
    const { reals, ...latents } = game.batches(1)(0);
    trees.dispose(latents);
    const counts = game.modes.map(() => 0);
    for (const [x = 0, y = 0] of reals.js() as number[][]) {
      const distances = game.modes.map(([mx, my]) => Math.hypot(x - mx!, y - my!));
      const nearest = distances.indexOf(Math.min(...distances));
      expect(distances[nearest]).toBeLessThan(0.3);
      counts[nearest]!++;
    }
    // Binomial(512, 1/8): mean 64, deviation 7.5.
    for (const count of counts) expect(Math.abs(count - 64)).toBeLessThan(38);
  });

  test("the two losses are those of the paper, each with a gradient for its own player", () => {
    const params = game.initial(random.key(5));
    const batch = () => game.batches(2)(7);
    const D = (x: np.Array) => {
      const { layers } = tree.ref(params.discriminator);
      return layers
        .reduce((h, { weight, bias }, i) => {
          const y = np.dot(h, weight).add(bias);
          return i < layers.length - 1 ? np.maximum(y.ref, y.mul(0.2)) : y;
        }, x)
        .js() as number[][];
    };
    const softplus = (t: number) => Math.log1p(Math.exp(t));
    const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
    const { reals, discriminatorLatents, generatorLatents } = batch();
    const fake = (z: np.Array) => game.generate(tree.ref(params.generator), z);
    const expected = {
      discriminator:
        mean(D(reals).map(([d]) => softplus(-d!))) + mean(D(fake(discriminatorLatents)).map(([d]) => softplus(d!))),
      generator: mean(D(fake(generatorLatents)).map(([d]) => softplus(-d!))),
    };
    for (const player of ["discriminator", "generator"] as const) {
      const [loss, gradient] = valueAndGradient(game.playerLosses[player])(
        tree.ref(params[player]),
        tree.ref(params),
        batch(),
      );
      expect(loss.item()).toBeCloseTo(expected[player], 4);
      expect(tree.norm(gradient).item()).toBeGreaterThan(0);
    }
    tree.dispose(params);
  });

  test("the score is a share, the same for the same generator", async () => {
    const params = game.initial(random.key(0));
    const { nearModes, coveredModes } = await game.metrics(params);
    expect(await game.metrics(params)).toEqual({ nearModes, coveredModes });
    expect(nearModes).toBeGreaterThanOrEqual(0);
    expect(nearModes).toBeLessThan(0.5);
    expect(coveredModes).toBeLessThanOrEqual(game.modes.length);
    await expectNoLeak(() => game.metrics(params));
    tree.dispose(params);
  });
});
