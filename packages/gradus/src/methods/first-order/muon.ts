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
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { accumulateMomentum } from "../../transforms/momentum.ts";
import { multiTransform } from "../../transforms/multi-transform.ts";
import { orthogonalize, orthogonalizeOptions } from "../../transforms/orthogonalize.ts";
import type { PerLeaf } from "../../transforms/selection.ts";
import { descend } from "../descend.ts";
import { optionalDecay } from "./optional-decay.ts";

type Part = "muon" | "adamw";

export const muonOptions = orthogonalizeOptions.extend({
  /** Step size α > 0 of the matrices, a number or a schedule: about the spectral norm of a step. Default 0.02 (official code). */
  learningRate: positiveOrSchedule().default(0.02),
  /** Momentum β in [0, 1). Default 0.95 (official code). */
  momentum: fraction().default(0.95),
  /** Look ahead with the momentum. Default true (official code). */
  nesterov: flag().default(true),
  /** Decoupled weight decay w ≥ 0, of all arrays. Default 0 (official code). */
  weightDecay: nonnegative().default(0),
  /** Which arrays are Muon's ("muon") and which AdamW's ("adamw"). Default: arrays with two or more axes are Muon's. */
  parts: schema.custom<PerLeaf<Part>>().optional(),
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
 *     M_t = β M_{t−1} + G_t,   U_t = orthogonalize(G_t + β M_t)
 *     Θ_t = (1 − α w) Θ_{t−1} − α √max(1, rows/columns) U_t
 *
 * See `orthogonalize` for the iteration. Its authors give embeddings and output layers to AdamW too, though they are
 * matrices: `parts: { embedding: "adamw", hidden: "muon", head: "adamw" }`.
 *
 * Cost per step: one gradient and 15 products of matrices per weight; memory: one copy of the matrices, two of the rest.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or if `parts` does not fit the parameters.
 * @source K. Jordan et al., Muon: An optimizer for hidden layers in neural networks, 2024,
 * https://kellerjordan.github.io/posts/muon/; official code github.com/KellerJordan/Muon.
 * @example
 * const optimizer = muon({ learningRate: 0.02, parts: (path, array) => (array.ndim === 2 && path !== "head" ? "muon" : "adamw") });
 */
export function muon(options: MuonOptions = {}) {
  const { learningRate, momentum, nesterov, weightDecay, iterations, epsilon, ...rest } = readOptions(
    "muon",
    muonOptions,
    options,
  );
  const parts: PerLeaf<Part> = rest.parts ?? ((_, array) => (array.ndim >= 2 ? "muon" : "adamw"));
  const adamMoments = { beta1: rest.adamBeta1, beta2: rest.adamBeta2, epsilon: rest.adamEpsilon };
  return descend(
    "muon",
    multiTransform<Part>(
      {
        muon: chain(
          ...(momentum === 0 ? [] : [accumulateMomentum(momentum, { nesterov })]),
          orthogonalize({ iterations, epsilon }),
          ...optionalDecay(weightDecay),
          scaleByLearningRate(learningRate),
        ),
        adamw: chain(
          scaleByAdam(adamMoments),
          ...optionalDecay(weightDecay),
          scaleByLearningRate(rest.adamLearningRate),
        ),
      },
      parts,
    ),
  );
}
