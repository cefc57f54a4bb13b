import { numpy as np } from "@jax-js/jax";
import type { HasInitial, HasLoss, HasMinimum, HasName } from "../core/problem.ts";

/*
 * The three one-dimensional functions on which the diffGrad paper shows its method: each has a trap that a step of the
 * size of Adam's may fall into, or a minimum that it may shoot past. Here they take vectors, entry by entry, and the
 * loss is the sum over entries.
 *
 * Source: S. R. Dubey et al., diffGrad, 2019, arXiv 1909.11015, and the notebook of its official code. In the notebook
 * the derivative of F2 lacks a factor 8; here derivatives are those of the functions.
 */

export type DiffgradFunction = HasName & HasInitial<np.Array> & HasLoss<np.Array> & HasMinimum;

type Options = {
  /** Where runs begin, one entry a dimension. Default [−1], as in the paper. */
  start?: number[];
  dtype?: np.DType;
};

function piecewise(name: string, f: (x: np.Array) => np.Array, value: number, at: number) {
  return ({ start = [-1], dtype = np.float64 }: Options = {}): DiffgradFunction => ({
    name,
    initial(key) {
      key.dispose();
      return np.array(start, { dtype });
    },
    loss: (x) => f(x).sum(),
    minimum: { value: value * start.length, at: [start.map(() => at)] },
  });
}

/**
 * F1(x) = (x + 0.3)² for x ≤ 0, (x − 0.2)² + 0.05 beyond: minimum 0 at −0.3, and a local one of 0.05 at 0.2.
 *
 * @source S. R. Dubey et al., diffGrad, 2019, arXiv 1909.11015.
 * @example
 * const { answer } = await minimize(diffgradF1(), diffgrad({ learningRate: 0.1, beta1: 0.95 }), { steps: 299 });
 */
export const diffgradF1 = piecewise(
  "diffGrad F1",
  (x) => np.where(x.ref.lessEqual(0), np.square(x.ref.add(0.3)), np.square(x.sub(0.2)).add(0.05)),
  0,
  -0.3,
);

/**
 * F2(x) = −40 x − 35.15 for x ≤ −0.9, x³ + x sin(8x) + 0.85 beyond: minimum 1.198e-4 at −0.6429, a trap of 0.85 at 0.
 *
 * @source S. R. Dubey et al., diffGrad, 2019, arXiv 1909.11015.
 * @example
 * const { answer } = await minimize(diffgradF2(), diffgrad({ learningRate: 0.1, beta1: 0.95 }), { steps: 299 });
 */
export const diffgradF2 = piecewise(
  "diffGrad F2",
  (x) => {
    const wave = x.ref
      .mul(np.square(x.ref))
      .add(x.ref.mul(np.sin(x.ref.mul(8))))
      .add(0.85);
    return np.where(x.ref.lessEqual(-0.9), x.mul(-40).sub(35.15), wave);
  },
  1.1977146994468502e-4,
  -0.6429185989152618,
);

/**
 * F3(x) = x² outside [−0.5, 0.5], with a cusp of slope 7/8 at 0 inside ±0.4 and ramps between: minimum 0 at 0.
 *
 *     x²          x ≤ −0.5          7x/8        0 < x ≤ 0.4
 *     0.75 + x    −0.5 < x ≤ −0.4   0.75 − x    0.4 < x ≤ 0.5
 *     −7x/8       −0.4 < x ≤ 0      x²          0.5 < x
 *
 * @source S. R. Dubey et al., diffGrad, 2019, arXiv 1909.11015.
 * @example
 * const { answer } = await minimize(diffgradF3(), diffgrad({ learningRate: 0.1, beta1: 0.95 }), { steps: 299 });
 */
export const diffgradF3 = piecewise(
  "diffGrad F3",
  (x) => {
    const pieces = [
      { until: 0.5, value: x.ref.mul(-1).add(0.75) },
      { until: 0.4, value: x.ref.mul(7 / 8) },
      { until: 0, value: x.ref.mul(-7 / 8) },
      { until: -0.4, value: x.ref.add(0.75) },
      { until: -0.5, value: np.square(x.ref) },
    ];
    const value = pieces.reduce(
      (beyond, { until, value }) => np.where(x.ref.lessEqual(until), value, beyond),
      np.square(x.ref),
    );
    x.dispose();
    return value;
  },
  0,
  0,
);
