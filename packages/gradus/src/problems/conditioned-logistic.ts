import { numpy as np } from "@jax-js/jax";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { HasInitial, HasLoss, HasMinimum, HasName } from "../core/problem.ts";
import { generator, seedFor } from "../engine/random.ts";
import { newtonMinimum, sigmoid } from "./logistic-minimum.ts";
import { randomRotation } from "./random-rotation.ts";

export type ConditionedLogistic = HasName &
  HasInitial<np.Array> &
  HasLoss<np.Array> &
  HasMinimum & {
    /** The largest curvature L: gradient descent is stable below 2/L. */
    smoothness: number;
  };

/**
 * Logistic regression whose inputs have a chosen condition number, with its minimum known to 1e-12.
 *
 *     f(x) = mean log(1 + exp(−b_i a_i·x)) + ½ λ ‖x‖²,   λ = 1e-4
 *
 * The rows a_i are normal with scales spaced geometrically from 1 to 1/√condition, turned by a random rotation; labels
 * b_i = ±1 are drawn from the logistic model at weights of 6 N(0, 1)/(mean scale · √dimension). Starts at 0; float64.
 */
export function conditionedLogistic({
  condition = 100,
  seed = 0,
  samples = 500,
  dimension = 50,
}: {
  condition?: number;
  seed?: number;
  samples?: number;
  dimension?: number;
} = {}): ConditionedLogistic {
  const penalty = 1e-4;
  const random = generator(seedFor(seed, "conditioned logistic", condition));
  const scales = Array.from({ length: dimension }, (_, j) => condition ** (-j / (2 * (dimension - 1))));
  const rotation = randomRotation(dimension, () => random.normal());
  const rows = Matrix.zeros(samples, dimension);
  for (let i = 0; i < samples; i++) for (let j = 0; j < dimension; j++) rows.set(i, j, random.normal() * scales[j]!);
  const inputs = rows.mmul(rotation);

  const meanScale = scales.reduce((sum, s) => sum + s, 0) / dimension;
  const weights = Matrix.columnVector(scales.map(() => (6 * random.normal()) / (meanScale * Math.sqrt(dimension))));
  const labels = inputs
    .mmul(weights)
    .to1DArray()
    .map((score) => (random.uniform() < sigmoid(score) ? 1 : -1));

  // Rows times their labels: the loss needs no more.
  const signed = inputs.clone();
  labels.forEach((label, i) => {
    signed.mulRow(i, label);
  });
  const data = Float64Array.from(signed.to1DArray());
  const gram = inputs.transpose().mmul(inputs).div(samples);

  return {
    name: `logistic regression, condition ${condition}`,
    initial(key) {
      key.dispose();
      return np.zeros([dimension], { dtype: np.float64 });
    },
    loss(x) {
      const margins = np.dot(np.array(data, { shape: [samples, dimension], dtype: np.float64 }), x.ref);
      // Written with max and |·| its gradient would be wrong at 0, where every run begins.
      const losses = np.logaddexp(margins.neg(), 0);
      return losses.mean().add(
        np
          .square(x)
          .sum()
          .mul(penalty / 2),
      );
    },
    smoothness: Math.max(...new EigenvalueDecomposition(gram, { assumeSymmetric: true }).realEigenvalues) / 4 + penalty,
    minimum: { value: newtonMinimum(signed, penalty) },
  };
}
