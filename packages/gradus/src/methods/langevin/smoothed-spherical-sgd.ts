import { named } from "../../core/method.ts";
import { count, positive, readOptions, z } from "../../core/options.ts";
import { symmetricEigen } from "../../engine/linear-algebra/decompositions.ts";
import { zeros } from "../../engine/linear-algebra/matrix.ts";
import { type OnlineMethod, onlinePass } from "./online-pass.ts";
import { chainOptions } from "./sphere.ts";

export const smoothedSphericalSgdOptions = z.object({
  /** e > 0: the step is e/d. Default 0.03 (of a grid from 0.003 to 0.3 [reconstructed]). */
  learningRate: positive().default(0.03),
  /** λ > 0: how far the loss is averaged. Default d^(1/4) (Damian et al. 2023). */
  smoothing: positive().optional(),
  /** Nodes of the quadrature, ≥ 1: exact for links of degree below twice as many. Default 8 [reconstructed]. */
  nodes: count().default(8),
  ...chainOptions(1),
});

export type SmoothedSphericalSgdOptions = z.input<typeof smoothedSphericalSgdOptions>;

/**
 * Online gradient descent on a smoothed loss: one pass, each sample once, answered by the last iterate.
 *
 *     L_λ(θ) = E_z L((θ + λ z)/√(1 + λ²)),   z uniform among unit vectors ⊥ θ
 *     ℓ_λ(x, θ) = E_s ℓ((t + λ r s)/√(1 + λ²)),   t = θ · x,  r² = ‖x‖² − t²,  s the first coordinate of z
 *     v = −(e/d) P ∇ℓ_λ(θ);   θ ← (θ + v)/‖θ + v‖
 *
 * The mean over s is a Gauss quadrature for its density, (1 − s²)^{(d−4)/2}: exact for polynomials [reconstructed]. With
 * λ = d^{1/4} n ≳ d^{max(1, k/2)} samples suffice. Has finished when the samples are over; the answer is the first
 * chain's. The objective is the smoothed loss.
 *
 * Cost per step: as many slopes as nodes a chain, counted as one gradient, and 2 d operations. Memory: d a chain.
 * @throws {OptionError} if an option is unknown or outside its range, or `start` does not fit the dimension.
 * @throws {CapabilityError} if the problem has no `ridgeLoss`, or fewer than two parameters.
 * @source A. Damian, E. Nichani, R. Ge, J. D. Lee, Smoothing the landscape boosts the signal for SGD, 2023, arXiv
 * 2305.10633, algorithm 1.
 * @example
 * const problem = singleIndex({ exponent: 4 });
 * const { answer } = await minimize(problem, smoothedSphericalSgd(), { steps: problem.sampleCount });
 */
export function smoothedSphericalSgd(options: SmoothedSphericalSgdOptions = {}): OnlineMethod {
  const settings = readOptions("smoothed-spherical-sgd", smoothedSphericalSgdOptions, options);
  return named("smoothed-spherical-sgd", (problem) =>
    onlinePass("smoothed-spherical-sgd", problem, settings, (d) => {
      const lambda = settings.smoothing ?? d ** 0.25;
      const shrink = 1 / Math.sqrt(1 + lambda ** 2);
      const { points, weights } = coordinateQuadrature(d, settings.nodes);
      return (of, sample, t, square) => {
        // r is held off 0, where its derivative −t/r is not finite and the nodes' parts cancel.
        const r = Math.sqrt(Math.max(square - t * t, 1e-16 * square));
        let value = 0;
        let slope = 0;
        for (let q = 0; q < points.length; q++) {
          const s = points[q]!;
          const at = of.ridgeLoss(sample, shrink * (t + lambda * r * s));
          value += weights[q]! * at.value;
          slope += weights[q]! * at.slope * shrink * (r > 0 ? 1 - (lambda * s * t) / r : 1);
        }
        return { value, slope };
      };
    }),
  );
}

/**
 * Gauss quadrature for one coordinate of a uniform unit vector of R^(d−1): nodes and weights from the eigenvectors of the
 * Jacobi matrix of Gegenbauer's polynomials with ν = (d − 3)/2 (Golub and Welsch 1969).
 */
export function coordinateQuadrature(d: number, nodes: number): { points: Float64Array; weights: Float64Array } {
  const nu = (d - 3) / 2;
  // In R¹ the coordinate is ±1: two nodes are all there are.
  const n = d === 2 ? Math.min(nodes, 2) : nodes;
  const J = zeros(n, n);
  for (let j = 1; j < n; j++) {
    const square = j === 1 ? 1 / (2 * (1 + nu)) : (j * (j + 2 * nu - 1)) / (4 * (j + nu) * (j + nu - 1));
    J.data[j * n + j - 1] = Math.sqrt(square);
    J.data[(j - 1) * n + j] = Math.sqrt(square);
  }
  const { values, vectors } = symmetricEigen(J);
  return { points: values, weights: Float64Array.from({ length: n }, (_, q) => vectors.data[q]! ** 2) };
}
