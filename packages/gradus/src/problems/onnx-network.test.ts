import { ONNXModel } from "@jax-js/onnx";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../engine/live-arrays.ts";
import { attackDirection, hybridAttack, lastRow, minimize, penalise, tracedNetwork } from "../index.ts";

/*
 * A file in ONNX's format, written by hand: messages of protocol buffers, whose fields are a number and a value each.
 * https://onnx.ai/onnx/repo-docs/IR.html
 */

type Bytes = number[];

const varint = (value: number): Bytes =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
const integer = (field: number, value: number): Bytes => [...varint(8 * field), ...varint(value)];
const message = (field: number, ...parts: Bytes[]): Bytes => {
  const content = parts.flat();
  return [...varint(8 * field + 2), ...varint(content.length), ...content];
};
const text = (field: number, value: string): Bytes => message(field, [...new TextEncoder().encode(value)]);

const float = 1;

const tensor = (name: string, dims: number[], values: number[]): Bytes =>
  message(
    5,
    ...dims.map((dim) => integer(1, dim)),
    integer(2, float),
    text(8, name),
    message(9, [...new Uint8Array(Float32Array.from(values).buffer)]),
  );

const node = (operation: string, inputs: string[], output: string): Bytes =>
  message(1, ...inputs.map((name) => text(1, name)), text(2, output), text(4, operation));

const value = (field: number, name: string, dim: number): Bytes =>
  message(field, text(1, name), message(2, message(1, integer(1, float), message(2, message(1, integer(1, dim))))));

const W1 = [0.5, -1, 2, 0.3, -0.7, 1.1];
const b1 = [0.1, -0.2, 0.3];
const W2 = [1, -0.5, 0.25, 0.8, 0.6, -1.2];

/** y = W2 tanh(W1 x + b1), from R² to R² by three hidden units. */
const file = Uint8Array.from([
  ...integer(1, 8),
  ...message(8, text(1, ""), integer(2, 13)),
  ...message(
    7,
    node("MatMul", ["W1", "x"], "h"),
    node("Add", ["h", "b1"], "s"),
    node("Tanh", ["s"], "t"),
    node("MatMul", ["W2", "t"], "y"),
    text(2, "perceptron"),
    tensor("W1", [3, 2], W1),
    tensor("b1", [3], b1),
    tensor("W2", [2, 3], W2),
    value(11, "x", 2),
    value(12, "y", 2),
  ),
]);

const hidden = (x: Float64Array) => b1.map((b, i) => Math.tanh(W1[2 * i]! * x[0]! + W1[2 * i + 1]! * x[1]! + b));
const outputs = (x: Float64Array) => [0, 1].map((j) => hidden(x).reduce((sum, h, i) => sum + W2[3 * j + i]! * h, 0));

/** The file's network, to be brought near what it says at (0.5, −0.5). */
function attackable() {
  const model = new ONNXModel(file);
  const network = tracedNetwork((x) => model.run({ x })["y"]!, { dtype: "float32" });
  const target = outputs(Float64Array.of(0.5, -0.5));
  const problem = penalise({
    name: "perceptron from a file",
    start: [-1, 1],
    network,
    f: {
      rate(y) {
        const off = y.map((yj, j) => yj - target[j]!);
        return { value: -off.reduce((sum, o) => sum + o * o, 0), gradient: off.map((o) => -2 * o) };
      },
    },
  });
  const dispose = () => {
    network.dispose();
    model.dispose();
  };
  return { problem, dispose };
}

describe("a network from an ONNX file", () => {
  test("has the outputs and vector-Jacobian products of the same network on the host", async () => {
    const { problem, dispose } = attackable();
    const x = Float64Array.of(0.3, -0.8);
    for (const [j, y] of outputs(x).entries()) expect((await problem.network.outputs(x))[j]).toBeCloseTo(y, 5);
    const w = Float64Array.of(0.7, -1.5);
    const back = await problem.network.pullBack(x, w);
    const slopes = hidden(x).map((h, i) => (w[0]! * W2[i]! + w[1]! * W2[3 + i]!) * (1 - h * h));
    for (const k of [0, 1]) {
      expect(back[k]).toBeCloseTo(
        slopes.reduce((sum, slope, i) => sum + slope * W1[2 * i + k]!, 0),
        5,
      );
    }
    dispose();
  });

  test("is attacked, and brought to the output that is wanted", async () => {
    const { problem, dispose } = attackable();
    const { direction } = await attackDirection(problem.network, Float64Array.of(-1, 1), { radius: 0.1 });
    expect([...direction].map(Math.abs)).toEqual([0.1, 0.1]);
    const moved = Float64Array.of(-1 + direction[0]!, 1 + direction[1]!);
    const [before = 0, after = 0] = await problem.evaluate([Float64Array.of(-1, 1), moved]);
    expect(after).toBeLessThan(before);
    const { trace, answer } = await minimize(problem, hybridAttack(), { calls: { evaluation: 500 } });
    answer.dispose();
    expect(lastRow(trace).objective).toBeLessThan(1e-8);
    expect(lastRow(trace).extra["steps.attack"]).toBeGreaterThan(0);
    dispose();
  });

  test("leaves nothing behind", async () => {
    await expectNoLeak(async () => {
      const { problem, dispose } = attackable();
      const { answer } = await minimize(problem, hybridAttack(), { steps: 3 });
      answer.dispose();
      dispose();
    });
  });
});
