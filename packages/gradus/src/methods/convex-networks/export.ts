import { numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { writeSafetensors } from "../../core/safetensors.ts";
import { type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import type { ReluNetwork } from "./relu-network.ts";

/*
 * A network f(x) = Σ_j (xᵀu_j)₊ α_j as others know it: a dense layer, a ReLU, a dense layer.
 */

/** A dense network with one hidden layer; weights as inputs × outputs. */
export type DenseLayers = { weight: Matrix; bias: Float64Array }[];

export type ExportOptions = {
  /** The last feature is a column of ones: its weights become the hidden biases. Default false. */
  hasBias?: boolean;
};

/**
 * The two dense layers of a network: f(x) = (x W₁ + b₁)₊ W₂ + b₂ with b₂ = 0.
 * @throws {OptionError} if there is no feature besides the bias.
 */
export function toDenseLayers({ U, alpha }: ReluNetwork, { hasBias = false }: ExportOptions = {}): DenseLayers {
  const [d, m] = [U.rows - Number(hasBias), alpha.length];
  if (d < 1) throw new OptionError(`toDenseLayers: a network must have a feature besides its bias, got ${d}`);
  const first = zeros(d, m);
  first.data.set(U.data.subarray(0, d * m));
  const bias = hasBias ? U.data.slice(d * m) : new Float64Array(m);
  return [
    { weight: first, bias },
    { weight: { rows: m, columns: 1, data: alpha.slice() }, bias: new Float64Array(1) },
  ];
}

/**
 * The network as parameters of `perceptron([d, m, 1], "relu", np.float64)`, to be trained on or used there; the caller owns
 * them.
 * @example
 * const outputs = perceptron([2, m, 1], "relu", np.float64).predict(toPerceptron(network, { hasBias: true }), rows);
 */
export const toPerceptron = (network: ReluNetwork, options: ExportOptions = {}) => ({
  layers: toDenseLayers(network, options).map(({ weight, bias }) => ({
    weight: np.array(weight.data.slice(), { shape: [weight.rows, weight.columns], dtype: np.float64 }),
    bias: np.array(bias.slice(), { dtype: np.float64 }),
  })),
});

const layerNames = ["hidden", "output"];

/**
 * The network as a safetensors file in float64: `hidden.weight` (inputs × neurons), `hidden.bias`, `output.weight`,
 * `output.bias`. Format: https://huggingface.co/docs/safetensors
 */
export function toSafetensors(network: ReluNetwork, options: ExportOptions = {}): Uint8Array<ArrayBuffer> {
  const bytes = ({ buffer, byteOffset, byteLength }: Float64Array) => new Uint8Array(buffer, byteOffset, byteLength);
  const tensors = toDenseLayers(network, options).flatMap(({ weight, bias }, i) => [
    { name: `${layerNames[i]}.weight`, type: "F64", shape: [weight.rows, weight.columns], bytes: bytes(weight.data) },
    { name: `${layerNames[i]}.bias`, type: "F64", shape: [bias.length], bytes: bytes(bias) },
  ]);
  return writeSafetensors(tensors, { activation: "relu" });
}

/**
 * The network as an ONNX file in float32, opset 13: input `x` [rows, features], output `y` [rows, 1], by MatMul, Add and
 * Relu. Weights beyond float32's range become infinite and are refused.
 *
 * @throws {OptionError} if a weight is not finite in float32.
 */
export async function toOnnx(network: ReluNetwork, options: ExportOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  // Loaded where it is needed: most programs export nothing.
  const [{ create, toBinary }, onnx] = await Promise.all([import("@bufbuild/protobuf"), import("onnx-buf")]);
  const float = onnx.TensorProto_DataType.FLOAT;
  const layers = toDenseLayers(network, options);

  const tensor = (name: string, dims: number[], values: Float64Array) => {
    const data = Float32Array.from(values);
    const wrong = data.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw new OptionError(`toOnnx: weights must be finite in float32, got ${wrong}`);
    return create(onnx.TensorProtoSchema, {
      name,
      dims: dims.map(BigInt),
      dataType: float,
      rawData: new Uint8Array(data.buffer),
    });
  };
  const node = (opType: string, input: string[], output: string) =>
    create(onnx.NodeProtoSchema, { opType, input, output: [output], name: output });
  const value = (name: string, columns: number) =>
    create(onnx.ValueInfoProtoSchema, {
      name,
      type: {
        value: {
          case: "tensorType",
          value: {
            elemType: float,
            shape: {
              dim: [
                { value: { case: "dimParam", value: "rows" } },
                { value: { case: "dimValue", value: BigInt(columns) } },
              ],
            },
          },
        },
      },
    });

  const model = create(onnx.ModelProtoSchema, {
    irVersion: 8n,
    producerName: "gradus",
    opsetImport: [{ domain: "", version: 13n }],
    graph: {
      name: "two-layer ReLU network",
      node: [
        node("MatMul", ["x", "hidden.weight"], "product"),
        node("Add", ["product", "hidden.bias"], "sum"),
        node("Relu", ["sum"], "active"),
        node("MatMul", ["active", "output.weight"], "combined"),
        node("Add", ["combined", "output.bias"], "y"),
      ],
      initializer: layers.flatMap(({ weight, bias }, i) => [
        tensor(`${layerNames[i]}.weight`, [weight.rows, weight.columns], weight.data),
        tensor(`${layerNames[i]}.bias`, [bias.length], bias),
      ]),
      input: [value("x", layers[0]!.weight.rows)],
      output: [value("y", 1)],
    },
  });
  return Uint8Array.from(toBinary(onnx.ModelProtoSchema, model));
}
