import { numpy as np, random } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import * as tree from "../../engine/tree.ts";
import {
  featureMap,
  featureRegression,
  generator,
  linearAlgebra,
  minimize,
  OptionError,
  randomFeatures,
  randomLayer,
  type Samples,
  sgd,
  standardize,
  twoLayerRegression,
  valueAndGradient,
} from "../../index.ts";

const columnsOf = (A: linearAlgebra.Matrix) => linearAlgebra.toRows(linearAlgebra.transpose(A)).map((row) => [...row]);

describe("random features", () => {
  test("layers of a seed are nested, and have the deviation that they should", () => {
    const wide = randomLayer({ inputs: 5, count: 2000, scale: 3, seed: 4 });
    const narrow = randomLayer({ inputs: 5, count: 7, scale: 3, seed: 4 });
    expect(columnsOf(narrow)).toEqual(columnsOf(wide).slice(0, 7));
    const variance = wide.data.reduce((sum, w) => sum + w * w, 0) / wide.data.length;
    expect(variance / (9 / 5)).toBeCloseTo(1, 1);
  });

  test("are the activation of a product", () => {
    const X = linearAlgebra.fromRows([[1, 2]]);
    const W0 = linearAlgebra.fromRows([
      [1, -1, 0],
      [0.5, -1, 0],
    ]);
    expect([...featureMap(X, W0, "relu").data]).toEqual([2, 0, 0]);
    expect([...featureMap(X, W0).data]).toEqual([Math.tanh(2), Math.tanh(-3), 0]);
    expect(() => featureMap(X, linearAlgebra.fromRows([[1]]))).toThrow("must have 2 rows, one an input, got 1");
  });

  test("a seed's data and targets are the same for all sizes", () => {
    const [small, large] = [10, 50].map((features) => randomFeatures({ features, seed: 3 }));
    expect(small!.targetColumns).toEqual(large!.targetColumns);
    expect(columnsOf(small!.features)).toEqual(columnsOf(large!.features).slice(0, 10));
    expect(randomFeatures({ seed: 4 }).targetColumns).not.toEqual(small!.targetColumns);
  });

  test("the objective is half the mean square over the training samples, and its gradient Zᵀ(Zw − y)/N", async () => {
    const problem = randomFeatures({ features: 6, samples: 9, featureScale: 0.7 });
    const w = generator(1).normals(6);
    const { rows, data } = problem.features;
    expect([rows, data.length]).toEqual([9, 54]);
    const residual = linearAlgebra.addScaled(linearAlgebra.apply(problem.features, w), -1, problem.targetColumns[0]!);
    const [value, gradient] = valueAndGradient((weights: np.Array) => problem.loss(weights, undefined))(
      np.array(w.slice() as Float64Array<ArrayBuffer>, { dtype: np.float64 }),
    );
    expect((await value.data())[0]).toBeCloseTo(linearAlgebra.norm(residual) ** 2 / 18, 12);
    const expected = linearAlgebra.applyTransposed(problem.features, residual).map((g) => g / 9);
    expect([...(await gradient.data())]).toEqual([...expected].map((g) => expect.closeTo(g, 12)));
  });

  test("batches make steps on some samples; metrics are of all", async () => {
    await expectNoLeak(async () => {
      const problem = randomFeatures({ features: 6, samples: 8, batchSize: 2 });
      const { answer, trace } = await minimize(problem, sgd({ learningRate: 0.1 }), { steps: 40, every: 40 });
      answer.dispose();
      const { trainMeanSquare, trainLoss, weightNorm } = trace.rows.at(-1)!.extra;
      expect(trainMeanSquare! / 2).toBeCloseTo(trainLoss!, 12);
      expect(weightNorm).toBeGreaterThan(0);
    });
  });

  test("features can be normalised by the training samples, and a start can be drawn", async () => {
    const problem = randomFeatures({ features: 4, samples: 30, normalise: true, startScale: 2 });
    for (const column of columnsOf(problem.features)) {
      const mean = column.reduce((sum, z) => sum + z, 0) / 30;
      expect(mean).toBeCloseTo(0, 12);
      expect(column.reduce((sum, z) => sum + z * z, 0) / 30).toBeCloseTo(1, 12);
    }
    const start = problem.initial(random.key(0));
    expect((await start.data()).every((w) => w !== 0)).toBe(true);
  });

  test("what is out of range is refused by name", () => {
    expect(() => randomFeatures({ features: 0 })).toThrow("randomFeatures: features must be a whole number ≥ 1, got 0");
    expect(() => randomLayer({ inputs: 2, count: 3, scale: 0 })).toThrow(OptionError);
  });
});

describe("a constant feature", () => {
  test("is only shifted, also where its mean is off by rounding", () => {
    const value = 0.1;
    const [{ inputs }] = standardize({
      inputs: new Float64Array(7).fill(value),
      shape: [1],
      targets: new Float64Array(7),
    }) as [Samples];
    for (const x of inputs) expect(Math.abs(x)).toBeLessThan(1e-15);
  });
});

describe("least squares of classes", () => {
  const train = { inputs: Float64Array.of(1, 0, 0, 1), shape: [2], targets: Float64Array.of(0, 1) };

  test("fits one-hot targets, and tells the share of errors", async () => {
    const problem = featureRegression({ train, test: train }, { classes: 2, start: [0, 1, 0, 1] });
    expect(problem.targetColumns.map((column) => [...column])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    const w = problem.initial(random.key(0));
    // Scores (0, 1) for both samples: the first is wrong by (−1, 1), the second right.
    expect(await problem.metrics(w)).toMatchObject({
      trainMeanSquare: 0.5,
      trainLoss: 0.5,
      trainError: 0.5,
      testError: 0.5,
    });
    w.dispose();
  });

  test("a start that does not fit and labels beyond the classes are refused", () => {
    expect(() => featureRegression({ train }, { start: [1] })).toThrow("start must have 2 entries, got 1");
    const beyond = { ...train, targets: Float64Array.of(0, 2) };
    expect(() => featureRegression({ train: beyond }, { classes: 2 })).toThrow("below the number of classes");
  });
});

describe("two layers on noisy samples", () => {
  test("have H (d + 2) + 1 parameters, weights of variance 1/fan-in, and predictions of one number a sample", async () => {
    const problem = twoLayerRegression({ hidden: 300, inputs: 16, dtype: "float64" });
    const network = problem.initial(random.key(1));
    expect(tree.size(network)).toBe(300 * 18 + 1);
    const [first, second] = network.layers;
    const squares = async (a: np.Array) =>
      Array.from(await a.ref.data()).reduce((sum: number, w: number) => sum + w * w, 0);
    expect((await squares(first!.weight)) / 300).toBeCloseTo(1, 0);
    expect(await squares(second!.weight)).toBeCloseTo(1, 0);
    const predictions = problem.predict(network, problem.inputsOf(undefined));
    expect(predictions.shape).toEqual([40]);
    predictions.dispose();
  });

  test("data are the same for all widths", () => {
    const dataOf = (hidden: number) => {
      const { inputs, targets } = twoLayerRegression({ hidden, batchSize: 40 }).batches(0)(0);
      return [[...inputs.dataSync()], [...targets.dataSync()]];
    };
    expect(dataOf(3)).toEqual(dataOf(9));
  });
});
