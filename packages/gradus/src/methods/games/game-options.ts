import { OptionError } from "../../core/errors.ts";
import { flag, positive, z } from "../../core/options.ts";

const number = () => z.number("must be a number");

/** One rate for both players, or one each. */
export const learningRates = () =>
  z.union([positive(), z.tuple([positive(), positive()])], "must be a positive number, or two of them");

/** Order in which the players move. */
export const order = () =>
  z.enum(["simultaneous", "alternating"], "must be 'simultaneous' or 'alternating'").default("simultaneous");

/** How terms are estimated on batches. */
export const estimate = () => z.enum(["unbiased", "biased"], "must be 'unbiased' or 'biased'").default("unbiased");

export const gameDescentOptions = z.object({
  /** Rates α of the first player and λ of the second, both > 0; one number for both. Default 0.01 (official code, MNIST). */
  learningRates: learningRates().default(0.01),
  /** Whether the players move together, or the second after the first. Default "simultaneous". */
  order: order(),
  /** Multiplier of each player's own drift term: −1 cancels it, 1 doubles it. Default 0 (the paper, for adversarial games). */
  selfDrift: number().default(0),
  /** Multiplier of the drift's interaction terms: −1 cancels them. Default −1 (the paper, for adversarial games), with "rk4" 0. */
  interactionDrift: number().optional(),
  /** Coefficient of ½‖∇_own L_own‖², added to each player's loss. Default 0. */
  self: number().default(0),
  /** Coefficient of ∇_other L_own · sg(∇_other L_other). Default 0. */
  interaction: number().default(0),
  /** Coefficient of ½‖∇_other L_other‖²: consensus optimization's, symplectic gradient adjustment's. Default 0. */
  other: number().default(0),
  /** The drift at each player's own time, as in the paper, or of the field both follow: they differ for unequal rates. Default "paper". */
  convention: z.enum(["paper", "joint"], "must be 'paper' or 'joint'").default("paper"),
  /** Euler's steps, or Runge and Kutta's of the joint field (ODE-GAN). Default "euler". */
  integrator: z.enum(["euler", "rk4"], "must be 'euler' or 'rk4'").default("euler"),
  /** s > 0, the step inside "rk4", common to both players. Default the first player's rate. */
  stepSize: positive().optional(),
  /** Terms of batches: the factor that is held fixed on the second half (unbiased), or both on the whole. Default "unbiased" (official code). */
  estimate: estimate(),
  /** Report the norm of each player's drift, for one more product of second derivatives a player and step. Default false. */
  measureDrift: flag().default(false),
});

export type GameDescentOptions = z.input<typeof gameDescentOptions>;
export type GameSettings = z.output<typeof gameDescentOptions>;

/** The rates of both players. */
export const bothRates = (rates: number | [number, number]): [number, number] =>
  typeof rates === "number" ? [rates, rates] : rates;

/** @throws {OptionError} if options exclude each other; `weights` are the multipliers and coefficients of all terms. */
export function checkIntegrator(owner: string, settings: GameSettings, weights: readonly number[]): void {
  if (settings.integrator === "euler") {
    if (settings.stepSize === undefined) return;
    throw new OptionError(`${owner}: a stepSize belongs to integrator 'rk4'; Euler's steps are the learningRates`);
  }
  if (settings.order === "alternating") {
    throw new OptionError(`${owner}: integrator 'rk4' moves both players together, order 'alternating' needs 'euler'`);
  }
  if (settings.measureDrift || weights.some((weight) => weight !== 0)) {
    throw new OptionError(
      `${owner}: the drift is that of Euler's steps: with integrator 'rk4' interactionDrift and all other terms are 0, and measureDrift is false`,
    );
  }
}
