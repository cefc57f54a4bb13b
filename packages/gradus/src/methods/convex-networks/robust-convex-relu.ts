import { z } from "zod";
import { OptionError } from "../../core/errors.ts";
import { type Iteration, named } from "../../core/method.ts";
import { count, flag, nonnegative, positive, readOptions } from "../../core/options.ts";
import { type HasReluTraining, requireCapabilities } from "../../core/problem.ts";
import { checkReluTraining, type ReluParams, type ReluTraining } from "../../core/relu-training.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { type ConvexProgram, convexProgram } from "./convex-program.ts";
import { shrinkBlocks } from "./convex-relu-admm.ts";
import { sampleRobustPatterns } from "./patterns.ts";
import { recoverNetwork, toParams } from "./relu-network.ts";
import { type RobustSystem, type RobustVariables, robustSystem } from "./robust-system.ts";
import {
  projectOnL1Epigraph,
  proxWorstCase,
  robustLoss,
  robustMargins,
  sampleWeights,
  weightOf,
  worstCaseOf,
} from "./worst-case.ts";

export const robustConvexReluOptions = z.object({
  /** P_a: gates drawn for patterns. Default 10 [reconstructed]. */
  directions: count().default(10),
  /** S: patterns of each gate, on samples moved to corners of their boxes. Default 2 [reconstructed]. */
  perturbations: count().default(2),
  /** Add the pattern of ones, without which the robust constraints often leave the zero network alone. Default true. */
  includeAllOnes: flag().default(true),
  /** A matrix with a row a pattern, in place of drawn ones. */
  patterns: z
    .custom<Matrix>((value) => typeof value === "object" && value !== null && "columns" in value, {
      error: "must be a matrix of patterns",
    })
    .optional(),
  /** ρ > 0: the penalty. Default 0.01 [reconstructed]. */
  rho: positive().default(0.01),
  /** ε_p ≥ 0: finished once the primal residual and … Default 1e-8. */
  primalTolerance: nonnegative().default(1e-8),
  /** ε_d ≥ 0: … the dual residual are at most this. Default 1e-8. */
  dualTolerance: nonnegative().default(1e-8),
  /** Neurons whose block is not longer are left out of the network. Default 1e-6 [reconstructed]. */
  pruneTolerance: nonnegative().default(1e-6),
});

export type RobustConvexReluOptions = z.input<typeof robustConvexReluOptions>;

export type RobustConvexReluState = {
  step: number;
  patterns: Matrix;
  copies: RobustVariables;
  duals: RobustVariables;
  primalResidual: number;
  dualResidual: number;
};

/**
 * Convex adversarial training of a two-layer ReLU network against |δ_l| ≤ e_l, the problem's `radii`, by the alternating
 * direction method.
 *
 *     min  worst-case ℓ of q_k = Σ_i D_{i,kk}(v_i − w_i)  +  β Σ_i (‖v_i‖ + ‖w_i‖)
 *     subject to (2D_i − I) X v_i ≥ Σ_l e_l |v_{i,l}| in each row, the same for w_i
 *
 *     (a, τ) ← argmin ‖a − b‖² + ‖Q a − q‖² + ‖G a − ε τ − s‖² + ‖(e/ε) ∘ a − c‖² + ‖τ − t‖²   (each with its dual)
 *     b ← blocks of a shrunk by β/ρ,   q_k ← prox of the worst-case loss,   s ← (·)₊,   (c_j, t_j) ← on {‖c‖₁ ≤ t}
 *
 * ε = max e. The worst case is in closed form for hinge, logistic (means over samples) and half-squared losses. Under the
 * constraints no neuron changes its activation within the boxes, so the objective is a certificate: the recovered
 * network's true worst-case objective is not above it, up to `violation`. With radii of 0 this trains as without an
 * adversary, for losses with kinks too. Where no pattern keeps its distance from all samples the answer is the zero
 * network.
 *
 * Cost: once (P (d + 1))³/3; per step 2 (P (d + 1))² + O(n d) times 60 bisections + O(P d log d) operations, counted as one
 * gradient. Memory: 2P(2n + 4d) + (P (d + 1))² numbers. Float64 on the host.
 *
 * @throws {OptionError} if an option is unknown or outside its range, the problem has no radii, its loss has no worst case
 * here, patterns are of other samples, or data are malformed.
 * @throws {CapabilityError} if the problem has no `reluTraining`.
 * @source Y. Bai, T. Gautam, S. Sojoudi, 2022, arXiv 2201.01965, convex adversarial training (the paper solves it by an
 * interior-point method; this solver is [reconstructed]).
 * @example
 * const { answer } = await minimize(shieldedFeatures(), robustConvexRelu(), { steps: 800 });
 */
export function robustConvexRelu(options: RobustConvexReluOptions = {}) {
  const settings = readOptions("robust-convex-relu", robustConvexReluOptions, options);
  const { rho, pruneTolerance, primalTolerance, dualTolerance } = settings;
  return named("robust-convex-relu", (problem: HasReluTraining): Iteration<RobustConvexReluState, ReluParams> => {
    requireCapabilities("robust-convex-relu", problem, ["reluTraining"]);
    const training = problem.reluTraining;
    checkReluTraining("robust-convex-relu", training);
    const { X, y, beta, radii } = training;
    if (!radii) throw new OptionError("robust-convex-relu: the problem must have radii, got nothing");
    const kind = worstCaseOf("robust-convex-relu", training);
    const [n, d] = [X.rows, X.columns];
    const epsilon = radii.reduce((most, e) => Math.max(most, e), 0);
    const shares = radii.map((e) => (epsilon === 0 ? 0 : e / epsilon));
    const rows = Array.from({ length: n }, (_, k) => X.data.subarray(k * d, (k + 1) * d));
    const prepare = prepared(training, epsilon, shares);

    return {
      init(seed) {
        const random = generator(seedFor(seed, "robust patterns"));
        const patterns = settings.patterns ?? sampleRobustPatterns(X, { ...settings, radii }, random);
        const { P } = prepare(patterns).program;
        const zero = (): RobustVariables => ({
          b: new Float64Array(2 * P * d),
          q: new Float64Array(n * d),
          s: new Float64Array(2 * P * n),
          c: new Float64Array(2 * P * d),
          t: new Float64Array(2 * P),
        });
        return {
          step: 0,
          patterns,
          copies: zero(),
          duals: zero(),
          primalResidual: Number.POSITIVE_INFINITY,
          dualResidual: Number.POSITIVE_INFINITY,
        };
      },

      step({ step, patterns, copies, duals }) {
        const { program, solve } = prepare(patterns);
        const images = solve(copies, duals);
        /** What a copy would be without its own term: image + dual. */
        const near = (name: keyof RobustVariables) => images[name].map((value, k) => value + duals[name][k]!);

        const b = shrinkBlocks(near("b"), d, beta / rho);
        const q = new Float64Array(n * d);
        const nearQ = near("q");
        for (let k = 0; k < n; k++) {
          const own = nearQ.subarray(k * d, (k + 1) * d);
          q.set(proxWorstCase(kind, own, rows[k]!, y[k]!, radii, weightOf(kind, n) / rho), k * d);
        }
        const s = near("s").map((value) => Math.max(value, 0));
        const [c, t] = [near("c"), near("t")];
        for (let j = 0; j < 2 * program.P; j++) {
          const projected = projectOnL1Epigraph(c.subarray(j * d, (j + 1) * d), t[j]!);
          c.set(projected.c, j * d);
          t[j] = projected.t;
        }

        const next: RobustVariables = { b, q, s, c, t };
        let [primal, dual] = [0, 0];
        const nextDuals = Object.fromEntries(
          (["b", "q", "s", "c", "t"] as const).map((name) => [
            name,
            duals[name].map((value, k) => {
              const gap = images[name][k]! - next[name][k]!;
              primal += gap * gap;
              dual += (next[name][k]! - copies[name][k]!) ** 2;
              return value + gap;
            }),
          ]),
        ) as RobustVariables;
        return {
          step: step + 1,
          patterns,
          copies: next,
          duals: nextDuals,
          primalResidual: Math.sqrt(primal),
          dualResidual: rho * Math.sqrt(dual),
        };
      },

      measure({ step, patterns, copies: { b }, primalResidual, dualResidual }) {
        const { program } = prepare(patterns);
        const lengths = program.lengths(b);
        const loss = robustLoss(kind, training, sampleWeights(program, patterns.data, b), radii);
        return {
          objective: loss + beta * lengths.reduce((sum, length) => sum + length, 0),
          calls: { gradient: step },
          worstLoss: loss,
          violation: robustMargins(program, b, radii).reduce((worst, margin) => Math.max(worst, -margin), 0),
          primalResidual,
          dualResidual,
          neurons: lengths.filter((length) => length > pruneTolerance).length,
        };
      },

      answer: ({ copies: { b } }) => toParams(recoverNetwork(b, d, pruneTolerance)),

      finished: ({ primalResidual, dualResidual }) =>
        primalResidual <= primalTolerance && dualResidual <= dualTolerance
          ? `residuals ${primalResidual.toExponential(1)} and ${dualResidual.toExponential(1)} are within their tolerances`
          : undefined,
    };
  });
}

/** Program and factors of patterns: they follow from the state and are made once, not kept in it. */
function prepared(training: ReluTraining, epsilon: number, shares: Float64Array) {
  let last: { patterns: Float64Array; program: ConvexProgram; solve: RobustSystem } | undefined;
  return (patterns: Matrix) => {
    if (last?.patterns !== patterns.data) {
      const program = convexProgram(training, patterns);
      last = { patterns: patterns.data, program, solve: robustSystem(program, patterns, epsilon, shares) };
    }
    return last;
  };
}
