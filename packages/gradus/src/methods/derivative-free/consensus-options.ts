import type { z } from "zod";
import { count, nonnegative, nonnegativeOrSchedule, positive, z as schema } from "../../core/options.ts";
import { draws, noiseKind } from "./particle-noise.ts";
import { spaceOptions } from "./space.ts";

export const consensusOptions = schema.object({
  /** N ≥ 1 particles. Default 100 [reconstructed]; 200 in the paper's figures (official code). */
  particles: count().default(100),
  /** α ≥ 0, inverse temperature, a number or a schedule of the step. Default 50 [reconstructed]; figures 100 (official code). */
  alpha: nonnegativeOrSchedule().default(50),
  /** α is multiplied by this in each step. Default 1; 1.05 in CBXpy. */
  alphaGrowth: positive().default(1),
  /** α does not grow beyond this. Default 1e15 (official code); 1e5 in CBXpy. */
  alphaCap: positive().default(1e15),
  /** Choose α in each step so that the effective sample size is this share of the particles (CBXpy: 0.5). */
  sampleShare: schema.number("must be in (0, 1)").gt(0, "must be in (0, 1)").lt(1, "must be in (0, 1)").optional(),
  /** λ > 0, strength of the drift; λ Δt ≤ 1. Default 1 (official code). */
  lambda: positive().default(1),
  /** σ ≥ 0, strength of the noise, a number or a schedule of the step. Default √1.6 [reconstructed]; figures 1.6, isotropic. */
  sigma: nonnegativeOrSchedule().default(Math.sqrt(1.6)),
  /** Δt > 0. Default 0.02 [reconstructed]; figures 0.01 (official code). */
  dt: positive().default(0.02),
  /** ‖v‖ ξ, or v ∘ ξ. Default "anisotropic" [reconstructed]; figures "isotropic". */
  noise: noiseKind().default("anisotropic"),
  /** M > 0: distances count as at most M in the noise (Fornasier et al. 2023). Default none. */
  truncation: positive().optional(),
  /** Whether the noise is that of the particle before or after its drift. Default "euler"; official code "sequential". */
  order: schema.enum(["euler", "sequential"], "must be 'euler' or 'sequential'").default("euler"),
  /** Only particles above the consensus drift: a step, or a smooth one (Pinnau et al. 2017). Default "none". */
  correction: schema.enum(["none", "heaviside", "tanh"], "must be 'none', 'heaviside' or 'tanh'").default("none"),
  /** ε > 0 of the smooth correction. Default 1e-3 (CBXpy). */
  correctionWidth: positive().default(1e-3),
  /** n ≤ N: the consensus of a step is that of n particles, in turns; n divides N. Default all. Official learning code: 10. */
  particleBatch: count().optional(),
  /** With `particleBatch`: move all particles, or those of the batch only. Default "full" (official code). */
  update: schema.enum(["full", "partial"], "must be 'full' or 'partial'").default("full"),
  /** Shake all particles where the consensus moved by less than this (largest entry). Default 0, never; official learning code 1e-5. */
  restartBelow: nonnegative().default(0),
  /** Shake all particles where the best value has not improved for so many steps. Default never (CBX: 5). */
  restartAfter: count().optional(),
  /** Deviation of the shaking is this times √Δt. Default σ (official learning code); CBX 0.1. */
  restartScale: nonnegative().optional(),
  /** Cool every so many steps: after e times σ is divided by log₂(e + 2) and α multiplied by 2^e (official learning code). */
  coolEvery: count().optional(),
  /**
   * Every so many steps, at the end of a pass, leave out particles by chance as the cloud shrinks: of N particles
   * ⌈q N/n⌉ n stay, q = (0.2 v + 0.8 v₀)/v₀ within [0.8, 1], v the length of the coordinates' variances and v₀ that of the
   * time before. Default never. Official learning code: an epoch.
   */
  reduceEvery: count().optional(),
  /** Answer with the best point seen or the last consensus. Default "best", on batches "consensus". */
  answer: schema.enum(["best", "consensus"], "must be 'best' or 'consensus'").optional(),
  /** Random numbers in place of those of the seed. */
  draws: draws(),
  ...spaceOptions,
});

export type ConsensusOptions = z.input<typeof consensusOptions>;
export type ConsensusSettings = z.output<typeof consensusOptions>;
