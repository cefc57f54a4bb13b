import type { z } from "zod";
import { count, nonnegativeOrSchedule, positive, readOptions, z as schema, valueAt } from "../../core/options.ts";
import { type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import { consensusPoint, effectiveSampleSize } from "./gibbs.ts";
import { draws, normalsOf } from "./particle-noise.ts";
import type { PopulationRule } from "./population.ts";
import { type Search, search } from "./search.ts";
import { boundsOf, firstPoints, project, spaceOptions } from "./space.ts";

export const consensusHoppingOptions = schema.object({
  /** N ≥ 1 samples a hop. Default 200 (the paper's figures, official code). */
  particles: count().default(200),
  /** α ≥ 0, inverse temperature, a number or a schedule of the step. Default 100 (the paper's figures, official code). */
  alpha: nonnegativeOrSchedule().default(100),
  /** s > 0, deviation of the samples, a number or a schedule of the step. Default 0.7 (official code; 0.4 and 0.6 listed). */
  s: nonnegativeOrSchedule().default(0.7),
  /** s is multiplied by `decay` every so many steps. Default never; 100 in a variant of the official code. */
  decayEvery: count().optional(),
  /** Factor > 0 on s. Default 0.98 (official code). */
  decay: positive().default(0.98),
  /** Answer with the best point seen or the last consensus. Default "best", on batches "consensus". */
  answer: schema.enum(["best", "consensus"], "must be 'best' or 'consensus'").optional(),
  /** Random numbers in place of those of the seed. */
  draws: draws(),
  ...spaceOptions,
});

export type ConsensusHoppingOptions = z.input<typeof consensusHoppingOptions>;

/** c: the last consensus; the rest about the last step. */
type HoppingMemory = { c: Float64Array; s: number; alpha: number; sampleSize: number };

export type ConsensusHopping = Search<HoppingMemory>;

/**
 * Consensus hopping: draws a cloud around the consensus, and hops to the consensus of the cloud.
 *
 *     x_i = c + s ξ_i,  ξ_i ~ N(0, I)
 *     c ← Σ_i w_i x_i,  w_i ∝ exp(−α E(x_i))
 *
 * With infinitely many samples a hop is the mean of a Gibbs measure around the proximal point: c ← prox_{τE}(c) with
 * τ = α s², exactly so on quadratics, and c − τ ∇E(c) up to τ². That holds while α s ‖∇E‖, the deviation of the exponent
 * over the cloud, is at most about 2; beyond it a few samples have all the weight and a hop is about s √(2 log N) long,
 * whatever the gradient: the default α = 100 is in that regime. In the long run c keeps moving by about s/√(effective
 * sample size), unless s decays. One sample alone is a random walk.
 *
 * First samples are drawn "normal" with deviation s about the problem's start, unless told otherwise.
 *
 * Cost per step: N evaluations; memory: N d numbers. Reports effective sample size and s.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has neither `evaluate` nor `loss` and `initial`.
 * @source K. Riedl, T. Klock, C. Geldhauser, M. Fornasier, 2023, arXiv 2306.09778 (consensus hopping), and their official code.
 * @example
 * const { answer } = await minimize(canyon(), consensusHopping({ s: 0.6 }), { steps: 250 });
 */
export function consensusHopping(options: ConsensusHoppingOptions = {}): ConsensusHopping {
  const settings = readOptions("consensus-hopping", consensusHoppingOptions, options);
  const { particles: N, decay, decayEvery } = settings;
  /** s for the samples that are drawn after so many consensus points. */
  const deviation = (points: number) =>
    valueAt(settings.s, Math.max(0, points - 1)) * decay ** (decayEvery ? Math.floor(points / decayEvery) : 0);

  const rule: PopulationRule<HoppingMemory> = {
    name: "consensus-hopping",
    begin(beginning) {
      const s = deviation(0);
      const first = { initialization: "normal" as const, ...settings, spread: s };
      const X = firstPoints("consensus-hopping", first, N, beginning);
      return { asked: X, own: { c: beginning.start, s, alpha: valueAt(settings.alpha, 0), sampleSize: N } };
    },
    next({ seed, step, asked, values }, _, { dimension }) {
      const alpha = valueAt(settings.alpha, step);
      const { point, weights } = consensusPoint(asked, values, alpha);
      const s = deviation(step + 1);
      const xi = normalsOf(settings.draws, seed, step, 0, N * dimension);
      const X = around(point, s, xi, N);
      project(X, boundsOf("consensus-hopping", settings, dimension), point);
      return { asked: X, own: { c: point, s, alpha, sampleSize: effectiveSampleSize(weights) } };
    },
    answer(own, { hasBatches }, told) {
      if ((settings.answer ?? (hasBatches ? "consensus" : "best")) === "best") return undefined;
      return told ? consensusPoint(told.asked, told.values, own.alpha).point : own.c;
    },
    reports: ({ s, sampleSize }) => ({ s, sampleSize }),
  };
  return search(rule);
}

/** Rows c + s ξ_i. */
export function around(c: Float64Array, s: number, xi: ArrayLike<number>, count: number): Matrix {
  const X = zeros(count, c.length);
  for (let i = 0; i < X.data.length; i++) X.data[i] = c[i % c.length]! + s * xi[i]!;
  return X;
}
