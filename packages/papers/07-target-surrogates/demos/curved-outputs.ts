import { numpy as np } from "@jax-js/jax";
import type { HasInitial, HasLoss, HasName, HasPredictions } from "gradus";
import type { Pair } from "../../src/demo.ts";

/** The outputs that would be best, and how much each of them weighs: L of the loss is the larger weight. */
export const wanted: Pair = [1.5, 0.9];
const weights: Pair = [1, 3];
const smoothness = Math.max(...weights);

/** ½ Σ weight (z − wanted)². */
export const lossAt = ([a, b]: Pair): number =>
  0.5 * (weights[0] * (a - wanted[0]) ** 2 + weights[1] * (b - wanted[1]) ** 2);

/** The gradient of the loss in the outputs. */
export const slopeAt = ([a, b]: Pair): Pair => [weights[0] * (a - wanted[0]), weights[1] * (b - wanted[1])];

/** The two outputs of the model with its one parameter: a point on a curve. */
export const outputsAt = (theta: number): Pair => [theta, 0.35 * Math.sin(2.5 * theta) + 0.4 * theta];

const pair = (values: Pair) => np.array(Float64Array.from(values), { shape: [1, 2], dtype: np.float64 });

export type CurvedOutputs = HasName & HasInitial<np.Array> & HasLoss<np.Array> & HasPredictions<np.Array, undefined>;

/** The model and its loss as a problem, from a given parameter. */
export function curvedOutputs(start: number): CurvedOutputs {
  const predict = (theta: np.Array) => {
    const second = np.sin(theta.ref.mul(2.5)).mul(0.35).add(theta.ref.mul(0.4));
    return np.stack([theta, second]).reshape([1, 2]);
  };
  const lossOfPrediction = (z: np.Array) =>
    np
      .square(z.sub(pair(wanted)))
      .mul(pair(weights))
      .sum()
      .mul(0.5);
  return {
    name: "a curve of outputs",
    initial(key) {
      key.dispose();
      return np.array(Float64Array.of(start), { dtype: np.float64 });
    },
    predict,
    inputsOf: () => np.zeros([]),
    lossOfPrediction,
    predictionSmoothness: smoothness,
    loss: (theta) => lossOfPrediction(predict(theta)),
  };
}
