import { lax, numpy as np } from "@jax-js/jax";
import { cube, ofPlane } from "./definition.ts";

/*
 * The functions of the plane on which the AdaBelief paper draws trajectories (arXiv 2010.07468, figure 3), each with a
 * valley along which the gradient is large or small against the curvature. The third to the fifth are
 * [reconstructed] from the figure. Beale's and Rosenbrock's functions complete the set.
 */

/** |x| with the subgradient sign(x), 0 at 0; the engine's own derivative there is 1. */
const absolute = (x: np.Array): np.Array => {
  const sign = lax.stopGradient(np.sign(x.ref));
  return x.mul(sign);
};

const origin = { value: 0, at: [[0, 0]] };

const linear = (point: np.Array, rows: number[][]): np.Array => np.dot(np.array(rows, { dtype: point.dtype }), point);

/** |x| + |y|, start (3, 2). */
export const absoluteSum = ofPlane("|x| + |y|", {
  domain: cube(2, -5, 5),
  start: [3, 2],
  minimum: origin,
  value: ([x = 0, y = 0]) => Math.abs(x) + Math.abs(y),
  loss: (point) => absolute(point).sum(),
});

/** |x + y| + |x − y|/10, start (3, 1). */
export const absoluteValley = ofPlane("|x + y| + |x − y|/10", {
  domain: cube(2, -5, 5),
  start: [3, 1],
  minimum: origin,
  value: ([x = 0, y = 0]) => Math.abs(x + y) + Math.abs(x - y) / 10,
  loss: (point) =>
    absolute(
      linear(point, [
        [1, 1],
        [0.1, -0.1],
      ]),
    ).sum(),
});

/** (x + y)² + (x − y)²/10, start (3, 1). Offers residuals. */
export const quadraticValley = ofPlane("(x + y)² + (x − y)²/10", {
  domain: cube(2, -5, 5),
  start: [3, 1],
  minimum: origin,
  value: ([x = 0, y = 0]) => (x + y) ** 2 + (x - y) ** 2 / 10,
  squares: (point) =>
    linear(point, [
      [1, 1],
      [Math.sqrt(0.1), -Math.sqrt(0.1)],
    ]),
});

/** |x|/10 + |y|, start (3, 1). */
export const absoluteScaled = ofPlane("|x|/10 + |y|", {
  domain: cube(2, -5, 5),
  start: [3, 1],
  minimum: origin,
  value: ([x = 0, y = 0]) => Math.abs(x) / 10 + Math.abs(y),
  loss: (point) =>
    absolute(
      linear(point, [
        [0.1, 0],
        [0, 1],
      ]),
    ).sum(),
});

/** x²/10 + y²/2, start (3, 2). Offers residuals. */
export const quadraticScaled = ofPlane("x²/10 + y²/2", {
  domain: cube(2, -5, 5),
  start: [3, 2],
  minimum: origin,
  value: ([x = 0, y = 0]) => (x * x) / 10 + (y * y) / 2,
  squares: (point) =>
    linear(point, [
      [Math.sqrt(0.1), 0],
      [0, Math.sqrt(0.5)],
    ]),
});
