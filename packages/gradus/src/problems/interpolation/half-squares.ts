import { nn, numpy as np } from "@jax-js/jax";
import { type Fit, squaredError } from "../supervised.ts";

/** Squares of class scores less one-hot targets: half their sum over classes, meaned over samples; and the share of errors. */
export function oneHotSquares(classes: number): Fit {
  return {
    smoothness: 1,
    loss: (scores, targets) =>
      np
        .square(scores.sub(nn.oneHot(targets.astype(np.int32), classes)))
        .sum(1)
        .mean()
        .mul(0.5),
    metrics(scores, targets) {
      let squares = 0;
      let wrong = 0;
      targets.forEach((target, row) => {
        const own = scores.subarray(row * classes, (row + 1) * classes);
        own.forEach((score, k) => {
          squares += (score - Number(k === target)) ** 2;
        });
        if (own.indexOf(Math.max(...own)) !== target) wrong++;
      });
      return { meanSquare: squares / scores.length, error: wrong / targets.length };
    },
  };
}

/** Half the mean square of predictions less targets, with the mean square itself among the metrics. */
export const valueSquares: Fit = {
  ...squaredError,
  metrics: (predictions, targets) => ({
    meanSquare: targets.reduce((sum, y, row) => sum + (predictions[row]! - y) ** 2, 0) / targets.length,
  }),
};
