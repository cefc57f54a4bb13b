import type { z } from "zod";
import {
  flag,
  fraction,
  nonnegative,
  positive,
  positiveOrSchedule,
  readOptions,
  z as schema,
} from "../../core/options.ts";
import { scaleByAdam } from "../../transforms/adam.ts";
import { chain } from "../../transforms/chain.ts";
import { averageGradients } from "../../transforms/gradient-average.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { multiTransform } from "../../transforms/multi-transform.ts";
import { orthogonalize, orthogonalizeOptions } from "../../transforms/orthogonalize.ts";
import type { PerLeaf } from "../../transforms/selection.ts";
import { decayAfterStep } from "../../transforms/weight-decay.ts";
import { descend } from "../descend.ts";
import { optionalDecay } from "./optional-decay.ts";

type Part = "muon" | "adamw";

export const muonOptions = orthogonalizeOptions.extend({
  /** Step size α > 0 of the matrices, a number or a schedule: about the spectral norm of a step. Default 0.02 (official code). */
  learningRate: positiveOrSchedule().default(0.02),
  /** Momentum μ in [0, 1). Default 0.95 (official code; Li₂'s: 0.99, called beta2). */
  momentum: fraction().default(0.95),
  /** Look ahead with the momentum. Default true (official code). */
  nesterov: flag().default(true),
  /** s in [0, 1): the gradient's share when looking ahead. Default 1 − μ (official code; Li₂'s: 0.9, called beta1). */
  gradientShare: fraction().optional(),
  /** Decoupled weight decay w ≥ 0, of all arrays. Default 0 (official code). */
  weightDecay: nonnegative().default(0),
  /** Whether matrices decay before the step or after it. Default "before" (official code). */
  decay: schema.enum(["before", "after"], "must be 'before' or 'after'").default("before"),
  /** Which arrays are Muon's ("muon") and which AdamW's ("adamw"). Default: arrays with two or more axes are Muon's. */
  parts: schema.custom<PerLeaf<Part>>().optional(),
  /** Decay of the rest: "decoupled" (AdamW), or "coupled", added to the gradient (Adam). Default "decoupled" (official code). */
  adamDecay: schema.enum(["decoupled", "coupled"], "must be 'decoupled' or 'coupled'").default("decoupled"),
  /** Step size > 0 of the rest, a number or a schedule. Default 3e-4 (official code). */
  adamLearningRate: positiveOrSchedule().default(3e-4),
  /** β₁ of the rest. Default 0.9 (official code). */
  adamBeta1: fraction().default(0.9),
  /** β₂ of the rest. Default 0.95 (official code). */
  adamBeta2: fraction().default(0.95),
  /** ε > 0 of the rest. Default 1e-10 (official code). */
  adamEpsilon: positive().default(1e-10),
});

export type MuonOptions = z.input<typeof muonOptions>;

/**
 * Muon: steps whose matrices have all singular values near 1, for the weights of hidden layers; AdamW for the rest.
 *
 *     M_t = μ M_{t−1} + (1 − μ) G_t,   U_t = NS((1 − s) M_t + s G_t),   or NS(M_t) without `nesterov`
 *     Θ_t = (1 − α w) Θ_{t−1} − α √max(1, outputs/inputs) U_t
 *
 * See `newtonSchulz` for NS. Its authors give embeddings and output layers to AdamW too, though they are matrices:
 * `parts: { embedding: "adamw", hidden: "muon", head: "adamw" }`. On independent features Muon climbs Σ_j E(w_j) to the same
 * stationary points as gradient ascent, and sends nodes to maxima that few others have (Li₂, lemma 2, theorem 8).
 *
 * The variant of Li₂'s experiments: `muon({ coefficients: "reference", scale: "none", nesterov: false, momentum: 0.99,
 * adamDecay: "coupled", adamBeta2: 0.999, adamEpsilon: 1e-8 })`, with the same learning rate for both.
 *
 * Cost per step: one gradient and 15 products of matrices per weight; memory: one copy of the matrices, two of the rest.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or if `parts` does not fit the parameters.
 * @source K. Jordan et al., Muon: An optimizer for hidden layers in neural networks, 2024,
 * https://kellerjordan.github.io/posts/muon/; official code github.com/KellerJordan/Muon. The variants: Y. Tian, 2025, arXiv
 * 2509.21519 (Li₂), section 5.3, and its official code (muon_opt.py).
 * @example
 * const optimizer = muon({ learningRate: 0.02, parts: (path, array) => (array.ndim === 2 && path !== "head" ? "muon" : "adamw") });
 */
export function muon(options: MuonOptions = {}) {
  const { learningRate, momentum, nesterov, gradientShare, weightDecay, decay, ...rest } = readOptions(
    "muon",
    muonOptions,
    options,
  );
  const parts: PerLeaf<Part> = rest.parts ?? ((_, array) => (array.ndim >= 2 ? "muon" : "adamw"));
  const { iterations, epsilon, coefficients, scale, outputs } = rest;
  const adamMoments = { beta1: rest.adamBeta1, beta2: rest.adamBeta2, epsilon: rest.adamEpsilon };
  const decayWhere = (place: boolean) => (place ? optionalDecay(weightDecay) : []);
  return descend(
    "muon",
    multiTransform<Part>(
      {
        muon: chain(
          averageGradients({
            momentum,
            nesterov,
            start: "zero",
            ...(gradientShare !== undefined && { gradientShare }),
          }),
          orthogonalize({ iterations, epsilon, coefficients, scale, outputs }),
          ...decayWhere(decay === "before"),
          scaleByLearningRate(learningRate),
          ...(decay === "after" && weightDecay > 0 ? [decayAfterStep(weightDecay, learningRate)] : []),
        ),
        adamw: chain(
          ...decayWhere(rest.adamDecay === "coupled"),
          scaleByAdam(adamMoments),
          ...decayWhere(rest.adamDecay === "decoupled"),
          scaleByLearningRate(rest.adamLearningRate),
        ),
      },
      parts,
    ),
  );
}
