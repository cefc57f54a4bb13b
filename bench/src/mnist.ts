import { loadMnist } from "@gradus/datasets";
import { generator } from "gradus";
import { type EpochData, layerSizes } from "./epoch-data.ts";

/** MNIST's training digits as the datasets package has them, and weights of variance 2/fan-in from seed 0. */
export async function mnist(): Promise<EpochData> {
  const { train } = await loadMnist();
  const { inputs, hidden, classes } = layerSizes;
  const { normals } = generator(0);
  const weights = (from: number, to: number) =>
    Float32Array.from(normals(from * to), (value) => value * Math.sqrt(2 / from));
  return {
    inputs: Float32Array.from(train.inputs),
    labels: Int32Array.from(train.targets),
    parameters: {
      w1: weights(inputs, hidden),
      b1: new Float32Array(hidden),
      w2: weights(hidden, classes),
      b2: new Float32Array(classes),
    },
  };
}
