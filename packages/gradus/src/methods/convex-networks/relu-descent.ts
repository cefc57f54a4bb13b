import { z } from "zod";
import { OptionError } from "../../core/errors.ts";
import { type Iteration, named } from "../../core/method.ts";
import { count, fraction, nonnegative, positive, readOptions } from "../../core/options.ts";
import { type HasReluTraining, requireCapabilities } from "../../core/problem.ts";
import { checkReluTraining, type ReluParams, type ReluTraining } from "../../core/relu-training.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { attackInputs } from "./attacks.ts";
import { networkPenalty, type ReluNetwork, reluOutputs, toParams } from "./relu-network.ts";

export const reluDescentOptions = z.object({
  /** m: neurons. Default 20. */
  width: count().default(20),
  /** Step size > 0. Default 0.01. */
  learningRate: positive().default(0.01),
  /** Of the heavy ball, in [0, 1). Default 0.9. */
  momentum: fraction().default(0.9),
  /** Standard deviation of all weights at the start. Default 0.5. */
  deviation: nonnegative().default(0.5),
  /** Train on samples as they are, or moved by an adversary within the problem's radii. Default "none". */
  attack: z.enum(["none", "fgsm", "pgd"], "must be 'none', 'fgsm' or 'pgd'").default("none"),
  /** Steps of PGD for each gradient, a quarter of the radius each. Default 8. */
  attackSteps: count().default(8),
  /** Gradient steps made in one step of the run. Default 1. */
  updates: count().default(1),
});

export type ReluDescentOptions = z.input<typeof reluDescentOptions>;

export type ReluDescentState = ReluNetwork & {
  /** Updates made. */
  step: number;
  /** Momenta. */
  momentumU: Float64Array;
  momentumAlpha: Float64Array;
};

/**
 * Back-propagation on the training of a two-layer ReLU network as it stands, which is not convex: a heavy ball on all
 * samples, on the host.
 *
 *     m ← 0.9 m − lr ∇[ℓ(f(X + δ), y) + (β/2) Σ_j (‖u_j‖² + α_j²)],   (U, α) ← (U, α) + m
 *
 * δ = 0, or what FGSM or PGD finds against the network of the moment (adversarial training). The objective told is that of
 * the attacked samples. It is the rival that convex programs are compared with; it may end in any local minimum, and
 * diverges for large rates or starts.
 *
 * Cost per update: one gradient, 6ndm operations, and 4ndm more a step of the attack. Memory: 2 (d + 1) m numbers. Float64.
 *
 * @throws {OptionError} if an option is unknown or outside its range, if an attack is asked for on a problem without
 * radii, or data are malformed.
 * @throws {CapabilityError} if the problem has no `reluTraining`.
 * @source baselines of Y. Bai, T. Gautam, S. Sojoudi, 2022, arXiv 2201.01965 (GD-std, GD-FGSM, GD-PGD).
 * @example
 * const { trace } = await minimize(planarTeacher(), reluDescent({ width: 8 }), { steps: 3000, seed: 3 });
 */
export function reluDescent(options: ReluDescentOptions = {}) {
  const settings = readOptions("relu-descent", reluDescentOptions, options);
  const { width, learningRate, momentum, deviation, attack, attackSteps, updates } = settings;
  return named("relu-descent", (problem: HasReluTraining): Iteration<ReluDescentState, ReluParams> => {
    requireCapabilities("relu-descent", problem, ["reluTraining"]);
    const training = problem.reluTraining;
    checkReluTraining("relu-descent", training);
    const { X, y, radii, loss, beta } = training;
    if (attack !== "none" && !radii) {
      throw new OptionError(`relu-descent: attack must be 'none' on a problem without radii, got '${attack}'`);
    }
    const kind = loss.name === "half-squared" ? "targets" : "labels";
    /** Labels of 0 and 1 as signs. */
    const signs = loss.name === "cross-entropy" ? y.map((label) => 2 * label - 1) : y;
    const attacked = (network: ReluNetwork) =>
      attack === "none"
        ? X
        : attackInputs(network, X, signs, radii!, { steps: attack === "fgsm" ? 1 : attackSteps }, kind);

    return {
      init(seed) {
        const random = generator(seedFor(seed, "start"));
        const weights = random.normals((X.columns + 1) * width).map((value) => value * deviation);
        return {
          step: 0,
          U: { rows: X.columns, columns: width, data: weights.slice(0, X.columns * width) },
          alpha: weights.slice(X.columns * width),
          momentumU: new Float64Array(X.columns * width),
          momentumAlpha: new Float64Array(width),
        };
      },
      step(state) {
        const next = {
          ...state,
          step: state.step + updates,
          U: { ...state.U, data: state.U.data.slice() },
          alpha: state.alpha.slice(),
          momentumU: state.momentumU.slice(),
          momentumAlpha: state.momentumAlpha.slice(),
        };
        for (let i = 0; i < updates; i++) {
          const gradient = networkGradient(next, { ...training, X: attacked(next) });
          advance(next.U.data, next.momentumU, gradient.U);
          advance(next.alpha, next.momentumAlpha, gradient.alpha);
        }
        return next;
      },
      measure: (state) => ({
        objective: loss.value(reluOutputs(state, attacked(state)), y) + networkPenalty(state, beta),
        calls: { gradient: state.step },
      }),
      answer: ({ U, alpha }) => toParams({ U, alpha }),
    };

    function advance(weights: Float64Array, momenta: Float64Array, gradient: Float64Array) {
      for (let k = 0; k < weights.length; k++) {
        momenta[k] = momentum * momenta[k]! - learningRate * gradient[k]!;
        weights[k]! += momenta[k]!;
      }
    }
  });
}

/** ∇ of ℓ(f(X), y) + (β/2) Σ (‖u_j‖² + α_j²) with respect to U and α. */
export function networkGradient({ U, alpha }: ReluNetwork, { X, y, beta, loss }: ReluTraining) {
  const [n, d, m] = [X.rows, X.columns, alpha.length];
  const hidden = new Float64Array(n * m);
  const outputs = new Float64Array(n);
  const row = new Float64Array(m);
  for (let k = 0; k < n; k++) {
    row.fill(0);
    for (let l = 0; l < d; l++) {
      const x = X.data[k * d + l]!;
      for (let j = 0; j < m; j++) row[j]! += x * U.data[l * m + j]!;
    }
    let sum = 0;
    for (let j = 0; j < m; j++) {
      if (row[j]! <= 0) continue;
      hidden[k * m + j] = row[j]!;
      sum += row[j]! * alpha[j]!;
    }
    outputs[k] = sum;
  }
  const h = loss.gradient(outputs, y);
  const gradientU = U.data.map((u) => beta * u);
  const gradientAlpha = alpha.map((a) => beta * a);
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < m; j++) {
      const active = hidden[k * m + j]!;
      gradientAlpha[j]! += h[k]! * active;
      row[j] = active > 0 ? h[k]! * alpha[j]! : 0;
    }
    for (let l = 0; l < d; l++) {
      const x = X.data[k * d + l]!;
      for (let j = 0; j < m; j++) gradientU[l * m + j]! += x * row[j]!;
    }
  }
  return { U: gradientU, alpha: gradientAlpha };
}
