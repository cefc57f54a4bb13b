import { fraction, positive, readOptions, z } from "../../../core/options.ts";
import { searchArmijo } from "../../first-order/armijo.ts";
import type { OuterRule } from "./outer-rule.ts";

const targetLineSearchOptions = z.object({
  /** ζ₀ > 0: the step before the first. Default 1 (official code). */
  initial: positive().default(1),
  /** What the last step is multiplied by before the search, > 0. Default 2 (official code). */
  expand: positive().default(2),
  /** c in [0, 1): the decrease asked for. Default 0.5 (official experiments; the code's own default is 0.1). */
  c: fraction().default(0.5),
  /** What a step that fails is multiplied by, in [0, 1). Default 0.9 (official code). */
  backtrack: fraction().default(0.9),
  /** The least ζ. Default 1e-4 (official code). */
  smallest: positive().default(1e-4),
  /** The largest ζ. Default 1e4 (official code). */
  largest: positive().default(1e4),
  /** s > 0: η = s ζ. Default 1 (the paper's form; the official code moves half of what the search accepts). */
  scale: positive().default(1),
});

export type TargetLineSearchOptions = z.input<typeof targetLineSearchOptions>;

/**
 * SSO-SLS: the rate by Armijo's rule in the space of predictions.
 *
 *     ζ ← 2 ζ;  while Σ ℓ_i(z − ζ G) > Σ ℓ_i(z) − c ζ ‖G‖²:  ζ ← 0.9 ζ
 *     w = 1/(s ζ),  ζ held in [1e-4, 1e4]
 *
 * Cost: losses at given predictions, none of the model. No η is needed. Reports ζ as "targetStep".
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source Lavington et al. 2023, arXiv 2302.02607; official code (`SLS_FMDOpt`).
 */
export function targetLineSearch(options: TargetLineSearchOptions = {}): OuterRule<{ zeta: number }> {
  const { initial, expand, c, backtrack, smallest, largest, scale } = readOptions(
    "targetLineSearch",
    targetLineSearchOptions,
    options,
  );
  return {
    name: "sls",
    defaultRate: 1,
    memory: { zeta: initial },
    async weights({ gradient, loss, lossAfter }, memory) {
      const squaredNorm = (await gradient()).reduce((sum, g) => sum + g * g, 0);
      const value = await loss();
      const first = memory.zeta * expand;
      const { alpha } = await searchArmijo(lossAfter, { first, value, squaredNorm, c, backtrack });
      const zeta = Math.min(Math.max(alpha, smallest), largest);
      return { weights: 1 / (scale * zeta), memory: { zeta }, reports: { targetStep: zeta } };
    },
  };
}
