import { readOptions, z } from "../../core/options.ts";
import { type GameMethod, gameMethod } from "./game-descent.ts";
import { estimate, gameDescentOptions, learningRates, order } from "./game-options.ts";

export const symplecticGradientAdjustmentOptions = z.object({
  /** Rates of both players, > 0; one number for both. Default 0.01. */
  learningRates: learningRates().default(0.01),
  /** μ, weight of the opponent's squared gradient norm; its sign is not aligned to the losses. Default 1 (D. Balduzzi et al.). */
  mu: z.number("must be a number").default(1),
  /** Whether the players move together, or the second after the first. Default "simultaneous". */
  order: order(),
  /** The factor that is held fixed on the batch's second half (unbiased), or both on the whole. Default "unbiased". */
  estimate: estimate(),
});

export type SymplecticGradientAdjustmentOptions = z.input<typeof symplecticGradientAdjustmentOptions>;

/**
 * Symplectic gradient adjustment, in the form of the drift's authors: each player also makes its opponent's gradient small.
 *
 *     L̂₁ = L₁ + μ ½‖∇_θ L₂‖²,   L̂₂ = L₂ + μ ½‖∇_φ L₁‖²,   each player descends its own in its own part
 *
 * It is `gameDescent` with `other` at μ and the drift left as it is. In zero-sum games this is Aᵀ ξ, with A the antisymmetric part
 * of the joint Jacobian and ξ the joint gradient; in others the original has half of it and half of the interaction.
 *
 * Cost per step: two gradients (four on halved batches) and a product of second derivatives with a vector a player.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or the game has not two players; {CapabilityError} if the
 * problem is no game.
 * @source D. Balduzzi et al., The Mechanics of n-Player Differentiable Games, 2018, arXiv 1802.05642, proposition 5; M. Rosca,
 * Y. Wu, B. Dherin, D. Barrett, 2021, arXiv 2105.13922, section 7 (as a baseline).
 * @example
 * await minimize(bilinearGame(), symplecticGradientAdjustment({ learningRates: 0.1, mu: 0.5 }), { steps: 400 });
 */
export function symplecticGradientAdjustment(options: SymplecticGradientAdjustmentOptions = {}): GameMethod {
  const name = "symplectic-gradient-adjustment";
  const { mu, ...others } = readOptions(name, symplecticGradientAdjustmentOptions, options);
  return gameMethod(name, gameDescentOptions.parse({ ...others, interactionDrift: 0, other: mu }));
}
