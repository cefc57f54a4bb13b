import type { z } from "zod";
import { count, nonnegative, positive, readOptions, z as schema } from "../../core/options.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import { differencePoints, differenceQuotients } from "./central-differences.ts";
import { draws, normalsOf } from "./particle-noise.ts";
import type { PopulationRule } from "./population.ts";
import { type Search, search } from "./search.ts";
import { boundsOf, firstPoints, project, spaceOptions } from "./space.ts";

export const annealedLangevinOptions = schema.object({
  /** M ≥ 1 chains that do not know of one another. Default 1. */
  chains: count().default(1),
  /** η > 0, learning rate. Default 1 (official code). */
  learningRate: positive().default(1),
  /** Δt > 0. Default 0.001 (official code). */
  dt: positive().default(1e-3),
  /** σ ≥ 0, noise before it is annealed; 0 is gradient descent. Default 10 (official code). */
  sigma: nonnegative().default(10),
  /** h > 0 of central differences. Default 1e-5 (official code). */
  difference: positive().default(1e-5),
  /** Take the loss's own gradient instead of differences, where there is a loss. Default false (official code). */
  exact: schema.boolean("must be true or false").default(false),
  /** Answer with the best point seen or the first chain's last one. Default "best". */
  answer: schema.enum(["best", "last"], "must be 'best' or 'last'").default("best"),
  /** Random numbers in place of those of the seed. */
  draws: draws(),
  ...spaceOptions,
  /** Deviation of the first points about the problem's start. Default 0: every chain begins there. */
  spread: nonnegative().default(0),
});

export type AnnealedLangevinOptions = z.input<typeof annealedLangevinOptions>;

/** X: where the chains are. */
type LangevinMemory = { X: Matrix; phase: string };

export type AnnealedLangevin = Search<LangevinMemory>;

/**
 * Gradient descent with noise that is annealed logarithmically, from function values.
 *
 *     x ← x − η Δt ∇E(x) + (σ/log(k + 1)) √Δt ξ,   ξ ~ N(0, I),  k = 1, 2, …
 *
 * The gradient is by central differences, which need float64; `exact` takes the loss's own. A slope with a value that is
 * not finite counts as 0. Begins at the problem's start, unless told otherwise.
 *
 * Cost per step and chain: 2 d + 1 evaluations, or one gradient and one evaluation with `exact`; memory: d numbers a chain.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has neither `evaluate` nor `loss` and `initial`.
 * @source Baseline of K. Riedl, T. Klock, C. Geldhauser, M. Fornasier, 2023, arXiv 2306.09778, official code; S. Geman,
 * C.-R. Hwang, Diffusions for global optimization, 1986.
 * @example
 * const { answer } = await minimize(canyon(), annealedLangevin({ sigma: 10 }), { steps: 10_000 });
 */
export function annealedLangevin(options: AnnealedLangevinOptions = {}): AnnealedLangevin {
  const settings = readOptions("annealed-langevin", annealedLangevinOptions, options);
  const { chains: M, learningRate, dt, sigma, difference: h } = settings;

  const rule: PopulationRule<LangevinMemory> = {
    name: "annealed-langevin",
    begin(beginning) {
      const first = { initialization: "normal" as const, ...settings };
      const X = firstPoints("annealed-langevin", first, M, beginning);
      return { asked: X, own: { X, phase: "chains" } };
    },
    wantsGradients: ({ phase }) => settings.exact && phase === "chains",
    next({ seed, step, asked, values, gradients }, own, { dimension }) {
      if (own.phase === "chains" && !gradients) {
        return {
          asked: differencePoints(asked, h),
          own: { X: asked, phase: "differences" },
          isStep: false,
          batch: step,
        };
      }
      const g = gradients ?? differenceQuotients(values, own.X, h);
      const scale = (sigma / Math.log(step + 2)) * Math.sqrt(dt);
      const xi = scale > 0 ? normalsOf(settings.draws, seed, step, 0, M * dimension) : undefined;
      const data = own.X.data.map((x, i) => x - learningRate * dt * g.data[i]! + (xi ? scale * xi[i]! : 0));
      const X = project({ ...own.X, data }, boundsOf("annealed-langevin", settings, dimension));
      return { asked: X, own: { X, phase: "chains" } };
    },
    answer: ({ X }) => (settings.answer === "last" ? X.data.slice(0, X.columns) : undefined),
  };
  return search(rule);
}
