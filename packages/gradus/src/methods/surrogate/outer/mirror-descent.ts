import { OptionError } from "../../../core/errors.ts";
import type { OuterRule } from "./outer-rule.ts";

/**
 * Mirror descent for predictions that are probabilities: the quadratic gives way to the Kullback-Leibler divergence.
 *
 *     S(θ) = 1/B Σ_i [ ⟨G_i, f_i(θ) − z_i⟩ + 1/η Σ_j (f_ij log(f_ij/z_ij) − f_ij + z_ij) ]
 *
 * For rows that sum to 1 this is Σ f (log f − log z + η G), up to constants and the factor 1/(η B); for other positive
 * predictions it is the generalised divergence, so that S is 0 at θ_t and ∇S the gradient of the loss there
 * [reconstructed]. η has no default: the smoothness that it goes with is relative to the entropy.
 *
 * @throws {OptionError} if a prediction is not positive, or no η is given.
 * @source Lavington et al. 2023, arXiv 2302.02607; official code (`MD_FMDOpt`, which does not run).
 */
export const mirrorDescent = (): OuterRule<Record<string, never>> => ({
  name: "mirror",
  distance: "divergence",
  defaultRate: "none",
  memory: {},
  async weights({ rate, targets }, memory) {
    const wrong = (await targets()).find((z) => !(z > 0));
    if (wrong !== undefined) {
      throw new OptionError(`sso: outer 'mirror' needs predictions that are probabilities > 0, got ${wrong}`);
    }
    return { weights: 1 / rate, memory };
  },
});
