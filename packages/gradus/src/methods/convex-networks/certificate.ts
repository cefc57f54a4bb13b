import { OptionError } from "../../core/errors.ts";
import { checkReluTraining, type ReluTraining } from "../../core/relu-training.ts";
import { apply, applyTransposed, type Matrix } from "../../engine/linear-algebra/matrix.ts";
import { dot, norm } from "../../engine/linear-algebra/vector.ts";
import { convexProgram } from "./convex-program.ts";
import { networkObjective, type ReluNetwork, reluOutputs } from "./relu-network.ts";

/** How far from the optimum a network can be at most. */
export type Certificate = {
  /** The network's own objective. */
  objective: number;
  /** A lower bound of the optimum over the patterns: of training's, if these are all. */
  lowerBound: number;
  /** objective − lowerBound ≥ 0, up to rounding. */
  gap: number;
  /** max_j max over ‖v‖ ≤ 1, G_j v ≥ 0 of |νᵀF_j v|/β: above 1 a pattern can still lower the objective. */
  pressure: number;
  /** The row of the pattern where the pressure is largest. */
  pattern: number;
};

/**
 * A certificate of global optimality by duality.
 *
 *     max_ν −ℓ*(ν)   subject to   |νᵀ D_i X v| ≤ β for all ‖v‖ ≤ 1 with (2D_i − I) X v ≥ 0, for each pattern i
 *
 * ν = ∇ℓ(f(X), y) is scaled until it is feasible. The largest νᵀD_iXv is ‖c + G_iᵀμ‖ at its least over μ ≥ 0, c = XᵀD_iν:
 * any μ bounds it from above, so the certificate is valid however well that is solved (by coordinates, `sweeps` times at
 * most).
 *
 * With all patterns (`enumeratePatterns2d`) the bound is one of training itself, whichever way the network was found, and
 * whatever its width. With a sample it is one of the sampled program alone: `pattern` and `pressure` for further patterns
 * tell which of them to add.
 *
 * Cost: O(P n d) operations a sweep.
 * @throws {OptionError} if the loss has no conjugate or data are malformed.
 * @source M. Pilanci, T. Ergen, Neural Networks are Convex Regularizers, 2020, arXiv 2002.10553, theorem 1; as a
 * certificate for sampled patterns [reconstructed].
 * @example
 * const { gap } = certify(problem.reluTraining, enumeratePatterns2d(problem.reluTraining.X), network);
 */
export function certify(
  training: ReluTraining,
  patterns: Matrix,
  network: ReluNetwork,
  { sweeps = 2000 }: { sweeps?: number } = {},
): Certificate {
  checkReluTraining("certify", training);
  const { X, y, beta, loss } = training;
  const program = convexProgram(training, patterns);
  const outputs = reluOutputs(network, X);
  const nu = loss.gradient(outputs, y);

  let [largest, pattern] = [0, 0];
  for (let i = 0; i < program.P; i++) {
    const c = program.pullBackBlock(i, nu);
    const active = patterns.data.subarray(i * program.n, (i + 1) * program.n);
    for (const signed of [c, c.map((value) => -value)]) {
      // A bound that cannot be the largest need not be computed.
      if (norm(signed) <= largest) continue;
      const bound = lengthInCone(X, active, signed, sweeps);
      if (bound > largest) [largest, pattern] = [bound, i];
    }
  }
  const objective = networkObjective(network, training);
  const lowerBound = scaledBound(training, nu, largest === 0 ? Number.POSITIVE_INFINITY : beta / largest);
  return { objective, lowerBound, gap: objective - lowerBound, pressure: largest / beta, pattern };
}

/** min over μ ≥ 0 of ‖c + Gᵀμ‖, from above: the length of c's projection on {v: G v ≥ 0}. */
function lengthInCone(X: Matrix, active: Float64Array, c: Float64Array, sweeps: number): number {
  const [n, d] = [X.rows, X.columns];
  const mu = new Float64Array(n);
  const squares = Float64Array.from({ length: n }, (_, k) => {
    const row = X.data.subarray(k * d, (k + 1) * d);
    return dot(row, row);
  });
  const rest = c.slice();
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let moved = 0;
    for (let k = 0; k < n; k++) {
      if (squares[k] === 0) continue;
      const sign = active[k] === 0 ? -1 : 1;
      let slope = 0;
      for (let l = 0; l < d; l++) slope += sign * X.data[k * d + l]! * rest[l]!;
      const next = Math.max(mu[k]! - slope / squares[k]!, 0);
      const change = next - mu[k]!;
      if (change === 0) continue;
      mu[k] = next;
      for (let l = 0; l < d; l++) rest[l]! += change * sign * X.data[k * d + l]!;
      moved = Math.max(moved, change * change * squares[k]!);
    }
    if (moved <= 1e-28 * Math.max(dot(c, c), Number.MIN_VALUE)) break;
  }
  return norm(rest);
}

/** The largest −ℓ*(tν) over t in [0, limit]: concave in t, so thirds of the interval are cut off. */
function scaledBound({ y, loss }: ReluTraining, nu: Float64Array, limit: number): number {
  const conjugate = loss.conjugate;
  if (!conjugate) throw new OptionError(`certify: the loss must have a conjugate, got '${loss.name}'`);
  const value = (t: number) => {
    const bound = -conjugate(
      nu.map((v) => t * v),
      y,
    );
    return Number.isNaN(bound) ? Number.NEGATIVE_INFINITY : bound;
  };
  // Beyond t = 1 the gradient's own point is passed; a little room lets the best multiple be found.
  let [low, high] = [0, Math.min(limit, 2)];
  let best = Math.max(value(0), value(high), value(Math.min(limit, 1)));
  // The value is flat at its top: (2/3)⁴⁸ of the interval is below rounding there.
  for (let i = 0; i < 48; i++) {
    const [first, second] = [low + (high - low) / 3, high - (high - low) / 3];
    const [a, b] = [value(first), value(second)];
    best = Math.max(best, a, b);
    if (a < b) low = first;
    else high = second;
  }
  return best;
}

/** The lasso's objective at α less a lower bound of its optimum, by ν = ∇ℓ(Rα, y) scaled until |Rᵀν| ≤ β. */
export function lassoGap(training: ReluTraining, R: Matrix, alpha: Float64Array): number {
  const { y, beta, loss } = training;
  const outputs = apply(R, alpha);
  const nu = loss.gradient(outputs, y);
  const largest = applyTransposed(R, nu).reduce((most, g) => Math.max(most, Math.abs(g)), 0);
  const bound = scaledBound(training, nu, largest === 0 ? Number.POSITIVE_INFINITY : beta / largest);
  return loss.value(outputs, y) + beta * alpha.reduce((sum, a) => sum + Math.abs(a), 0) - bound;
}
