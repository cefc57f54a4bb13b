import { OptionError } from "../../../core/errors.ts";
import type { OuterRule } from "./outer-rule.ts";

/** The largest curvature of log(1 + e^z). */
const logisticSmoothness = 1 / 4;

/**
 * SSO-Newton, for the logistic loss: the quadratic has the loss's own curvature at z.
 *
 *     π = 1/(1 + e^(−z))
 *     w = (π (1 − π) + 1e-5)/η
 *
 * η is 1 unless told otherwise. The official code takes π at the inner iterate; here it stays at z, as in an online
 * Newton step [reconstructed]. Far from z the curvature may be much larger than w: nothing bounds the loss.
 *
 * @throws {OptionError} if the loss has another smoothness than the logistic loss.
 * @source Lavington et al. 2023, arXiv 2302.02607; official code (`Online_Newton_FMDOpt`).
 */
export const onlineNewton = (): OuterRule<Record<string, never>> => ({
  name: "newton",
  defaultRate: 1,
  memory: {},
  async weights({ rate, targets, smoothness }, memory) {
    if (smoothness !== undefined && smoothness !== logisticSmoothness) {
      throw new OptionError(
        `sso: outer 'newton' is for the logistic loss, of smoothness 0.25; the problem's is ${smoothness}`,
      );
    }
    const weights = (await targets()).map((z) => {
      const pi = 1 / (1 + Math.exp(-z));
      return (pi * (1 - pi) + 1e-5) / rate;
    });
    return { weights, memory };
  },
});
