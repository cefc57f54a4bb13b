import { positive, readOptions, z } from "../../core/options.ts";
import { type GameMethod, gameMethod } from "./game-descent.ts";
import { gameDescentOptions, learningRates } from "./game-options.ts";

export const odeGanOptions = z.object({
  /** Rates α of the first player and λ of the second, > 0; one number for both. Default 0.01 (official code). */
  learningRates: learningRates().default(0.01),
  /** s > 0, the step inside, common to both players. Default the first player's rate. */
  stepSize: positive().optional(),
});

export type OdeGanOptions = z.input<typeof odeGanOptions>;

/**
 * ODE-GAN: both players follow their joint field by the classical method of Runge and Kutta.
 *
 *     K = (k₁ + 2 k₂ + 2 k₃ + k₄)/6,  k₁ = F(z), k₂ = F(z + s/2 k₁), k₃ = F(z + s/2 k₂), k₄ = F(z + s k₃),  F = (−∇_φ L₁, −∇_θ L₂)
 *     φ ← φ + α K_φ,   θ ← θ + λ K_θ
 *
 * All stages are on one batch. Only for α = λ = s is this the classical method, with an error of order s⁵ a step; it is
 * `gameDescent` with `integrator: "rk4"`. The original adds a penalty on a gradient's norm, which is not part of this.
 *
 * Cost per step: four gradients a player.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or the game has not two players; {CapabilityError} if the
 * problem is no game.
 * @source C. Qin et al., Training Generative Adversarial Networks by Solving Ordinary Differential Equations, 2020,
 * arXiv 2010.15040, algorithm 1.
 * @example
 * await minimize(bilinearGame({ damping: 0.1 }), odeGan({ learningRates: 0.2 }), { steps: 250 });
 */
export function odeGan(options: OdeGanOptions = {}): GameMethod {
  const settings = readOptions("ode-gan", odeGanOptions, options);
  return gameMethod("ode-gan", gameDescentOptions.parse({ ...settings, integrator: "rk4" }));
}
