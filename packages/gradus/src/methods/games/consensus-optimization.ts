import { nonnegative, readOptions, z } from "../../core/options.ts";
import { type GameMethod, gameMethod } from "./game-descent.ts";
import { estimate, gameDescentOptions, learningRates, order } from "./game-options.ts";

export const consensusOptimizationOptions = z.object({
  /** Rates of both players, > 0; one number for both. Default 0.01. */
  learningRates: learningRates().default(0.01),
  /** μ ≥ 0, weight of both gradients' squared norms. Default 0.1 (the quick experiment's game of ten dimensions). */
  mu: nonnegative().default(0.1),
  /** Whether the players move together, or the second after the first. Default "simultaneous". */
  order: order(),
  /** The factor that is held fixed on the batch's second half (unbiased), or both on the whole. Default "unbiased". */
  estimate: estimate(),
});

export type ConsensusOptimizationOptions = z.input<typeof consensusOptimizationOptions>;

/**
 * Consensus optimization: both players of a game also make small the squared norm of their joint gradient.
 *
 *     L̂_i = L_i + μ (½‖∇_φ L₁‖² + ½‖∇_θ L₂‖²),   each player descends its own L̂_i in its own part
 *
 * It is `gameDescent` with `self` and `other` at μ and the drift left as it is. Large μ attracts to any point where the gradient
 * is 0, maxima among them.
 *
 * Cost per step: two gradients (four on halved batches) and two products of second derivatives with a vector a player.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or the game has not two players; {CapabilityError} if the
 * problem is no game.
 * @source L. Mescheder, S. Nowozin, A. Geiger, The Numerics of GANs, 2017, arXiv 1705.10461, algorithm 2.
 * @example
 * await minimize(bilinearGame(), consensusOptimization({ learningRates: 0.1, mu: 0.1 }), { steps: 400 });
 */
export function consensusOptimization(options: ConsensusOptimizationOptions = {}): GameMethod {
  const { mu, ...others } = readOptions("consensus-optimization", consensusOptimizationOptions, options);
  const settings = { ...others, interactionDrift: 0, self: mu, other: mu };
  return gameMethod("consensus-optimization", gameDescentOptions.parse(settings));
}
