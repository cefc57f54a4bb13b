import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import type { ReluNetwork } from "./relu-network.ts";

/** How inputs are attacked within their boxes. */
export type InputAttack = {
  /** Steps of the attack: one of full length is the fast gradient sign method. */
  steps: number;
  /** A step's length as a share of the radius. Default 1 for one step, else 1/4. */
  stepShare?: number;
};

/**
 * Inputs moved within |δ_l| ≤ e_l so as to make the loss of labels ±1 (or targets) larger, from the samples themselves:
 *
 *     x ← Π(x + e s ∘ sign(g)),   g = −y ∇_x f(x)   (labels)   or   sign(f(x) − y) ∇_x f(x)   (targets)
 *
 * g has the direction of ∇_x ℓ wherever that is not 0: samples beyond a hinge's margin are attacked too.
 *
 * Cost: 2nmd operations a step. Borrows its arguments.
 * @source FGSM: I. Goodfellow et al., 2014, arXiv 1412.6572; PGD: A. Madry et al., 2017, arXiv 1706.06083.
 */
export function attackInputs(
  { U, alpha }: ReluNetwork,
  X: Matrix,
  y: Float64Array,
  radii: Float64Array,
  { steps, stepShare = steps === 1 ? 1 : 0.25 }: InputAttack,
  kind: "labels" | "targets" = "labels",
): Matrix {
  const [n, d, m] = [X.rows, X.columns, alpha.length];
  const data = X.data.slice();
  const gradient = new Float64Array(d);
  for (let k = 0; k < n; k++) {
    const start = k * d;
    for (let step = 0; step < steps; step++) {
      gradient.fill(0);
      let output = 0;
      for (let j = 0; j < m; j++) {
        let sum = 0;
        for (let l = 0; l < d; l++) sum += data[start + l]! * U.data[l * m + j]!;
        if (sum <= 0) continue;
        output += sum * alpha[j]!;
        for (let l = 0; l < d; l++) gradient[l]! += alpha[j]! * U.data[l * m + j]!;
      }
      const up = kind === "labels" ? -y[k]! : Math.sign(output - y[k]!) || 1;
      for (let l = 0; l < d; l++) {
        const [center, e] = [X.data[start + l]!, radii[l]!];
        const moved = data[start + l]! + e * stepShare * Math.sign(up * gradient[l]!);
        data[start + l] = Math.min(Math.max(moved, center - e), center + e);
      }
    }
  }
  return { ...X, data };
}
