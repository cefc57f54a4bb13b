import { numpy as np } from "@jax-js/jax";
import { safetensors } from "@jax-js/loaders";
import { ONNXModel } from "@jax-js/onnx";
import { expect, test } from "vitest";
import { fromRows } from "../../engine/linear-algebra/matrix.ts";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import { perceptron, withBias } from "../../index.ts";
import { toDenseLayers, toOnnx, toPerceptron, toSafetensors } from "./export.ts";
import { reluOutputs } from "./relu-network.ts";

const network = {
  U: fromRows([
    [0.5, -1, 2],
    [0.3, -0.7, 1.1],
    [0.1, -0.2, 0.3],
  ]),
  alpha: Float64Array.of(1, -0.5, 0.25),
};
const points = fromRows([
  [0.3, -0.8],
  [1, 2],
  [-1, -0.1],
  [0, 0],
]);
/** What the network says of the points, with a column of ones. */
const expected = [...reluOutputs(network, withBias(points))];
const inputs = (dtype: np.DType) => np.array(points.data.slice(), { shape: [4, 2], dtype: np.float64 }).astype(dtype);

test("a perceptron of its layers says the same", async () => {
  const outputs = perceptron([2, 3, 1], "relu", np.float64).predict(
    toPerceptron(network, { hasBias: true }),
    inputs(np.float64),
  );
  for (const [k, output] of (await outputs.ravel().data()).entries()) expect(output).toBeCloseTo(expected[k]!, 12);
});

test("without a bias all features are inputs", () => {
  const [hidden, output] = toDenseLayers(network);
  expect([hidden!.weight.rows, hidden!.weight.columns, output!.weight.rows]).toEqual([3, 3, 3]);
  expect([...hidden!.bias, ...output!.bias]).toEqual([0, 0, 0, 0]);
  expect(() => toDenseLayers({ U: fromRows([[1]]), alpha: Float64Array.of(1) }, { hasBias: true })).toThrow(
    "besides its bias, got 0",
  );
});

test("a safetensors file holds its layers bit for bit", () => {
  const { tensors, metadata } = safetensors.parse(toSafetensors(network, { hasBias: true }));
  expect(metadata).toEqual({ activation: "relu" });
  expect(tensors["hidden.weight"]!.shape).toEqual([2, 3]);
  expect([...(tensors["hidden.weight"]!.data as Float64Array)]).toEqual([0.5, -1, 2, 0.3, -0.7, 1.1]);
  expect([...(tensors["hidden.bias"]!.data as Float64Array)]).toEqual([0.1, -0.2, 0.3]);
  expect([...(tensors["output.weight"]!.data as Float64Array)]).toEqual([1, -0.5, 0.25]);
});

test("an ONNX file is loaded elsewhere and says the same", async () => {
  const file = await toOnnx(network, { hasBias: true });
  await expectNoLeak(async () => {
    const model = new ONNXModel(file);
    const outputs = await model
      .run({ x: inputs(np.float32) })
      ["y"]!.ravel()
      .data();
    expect(outputs).toHaveLength(4);
    for (const [k, output] of outputs.entries()) expect(output).toBeCloseTo(expected[k]!, 5);
    model.dispose();
  });
});

test("weights that float32 does not hold are refused", async () => {
  await expect(toOnnx({ ...network, alpha: Float64Array.of(1e300, 0, 0) })).rejects.toThrow(
    "must be finite in float32, got Infinity",
  );
});
