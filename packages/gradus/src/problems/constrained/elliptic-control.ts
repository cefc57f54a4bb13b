import { numpy as np } from "@jax-js/jax";
import { count, positive, readOptions, z } from "../../core/options.ts";
import { type ConstrainedProblem, constrained } from "./definition.ts";

export const ellipticControlOptions = z.object({
  /** N: points inside the unit square along each side, so that there are 2 N² unknowns. Default 3 (official code). */
  points: count().default(3),
  /** Half the weight of ‖Z‖². Default 0.05 (official code). */
  penalty: positive().default(0.05),
});

export type EllipticControlOptions = z.input<typeof ellipticControlOptions>;

/**
 * A state that has to be near a given one, steered by the right hand side of a Poisson equation: on an N × N grid inside a
 * square with W = 0 around it,
 *
 *     min ½ ‖W − W̄‖² + 0.05 ‖Z‖²   subject to   (W_up + W_down + W_left + W_right − 4 W)/h² + Z = 0,   h = 2/(N + 1)
 *     W̄_ij = sin(4 + s (i − (N+1)/2)) + cos(3 + s (j − (N+1)/2)),   s = 0.1/√15
 *
 * The parameters are W and then Z, row by row, all 1 at the start, as the multipliers are. A convex quadratic with linear
 * constraints; for N = 3 its least value is 9.6444420.
 *
 * @source I. Hong, S. Na, M. W. Mahoney, M. Kolar, 2023, arXiv 2305.18379, section 5, with the numbers of its code.
 * @example
 * const { answer } = await minimize(ellipticControl(), adaSketchNewton(), { steps: 20 });
 */
export function ellipticControl(options: EllipticControlOptions = {}): ConstrainedProblem {
  const { points: N, penalty } = readOptions("ellipticControl", ellipticControlOptions, options);
  const count = N * N;
  const h = 2 / (N + 1);
  const s = 0.1 / Math.sqrt(15);
  const centre = (N + 1) / 2;
  const wanted = Float64Array.from({ length: count }, (_, k) => {
    const [i, j] = [Math.floor(k / N) + 1, (k % N) + 1];
    return Math.sin(4 + s * (i - centre)) + Math.cos(3 + s * (j - centre));
  });
  const laplacian = new Float64Array(count * count);
  for (let k = 0; k < count; k++) {
    const [i, j] = [Math.floor(k / N), k % N];
    laplacian[k * count + k] = -4 / h ** 2;
    for (const [a, b] of [
      [i - 1, j],
      [i + 1, j],
      [i, j - 1],
      [i, j + 1],
    ] as const) {
      if (a >= 0 && a < N && b >= 0 && b < N) laplacian[k * count + a * N + b] = 1 / h ** 2;
    }
  }
  const halves = (x: np.Array) => {
    const parts = [x.ref.slice([0, count]), x.ref.slice([count, 2 * count])] as const;
    x.dispose();
    return parts;
  };
  return {
    ...constrained({
      name: `elliptic control, ${N} × ${N} points`,
      start: Array<number>(2 * count).fill(1),
      loss(x) {
        const [W, Z] = halves(x);
        const misfit = np.square(W.sub(np.array(wanted.slice(), { dtype: np.float64 }))).sum();
        return misfit.mul(0.5).add(np.square(Z).sum().mul(penalty));
      },
      constraints(x) {
        const [W, Z] = halves(x);
        return np.dot(np.array(laplacian.slice(), { shape: [count, count], dtype: np.float64 }), W).add(Z);
      },
    }),
    initialMultipliers: Array<number>(count).fill(1),
  };
}
