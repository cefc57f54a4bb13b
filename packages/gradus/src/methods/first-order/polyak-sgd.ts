import { readOptions } from "../../core/options.ts";
import { type ScaleByPolyakOptions, scaleByPolyak, scaleByPolyakOptions } from "../../transforms/polyak.ts";
import { descend } from "../descend.ts";

export const polyakSgdOptions = scaleByPolyakOptions;

export type PolyakSgdOptions = ScaleByPolyakOptions;

/**
 * Gradient descent with Polyak's step size: as long as would bring the tangent plane down to the lowest value f*.
 *
 *     η_t = min((f_t − f*)/(‖g_t‖² + ε), α)
 *     θ_t = θ_{t−1} − η_t g_t
 *
 * For convex f with the right f* no step leads away from the minimisers. On batches f* is that of each batch: 0 for a
 * network that can fit its data. With f* too high it stops early; too low, its steps are too long, and α bounds them.
 * See `scaleByPolyak` for the place of ε.
 *
 * Cost per step: one gradient; memory: none. Reports the step size.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source B. T. Polyak, Introduction to Optimization, 1987, section 5.3; as a stochastic method: N. Loizou et al.,
 * Stochastic Polyak Step-size for SGD, 2020, arXiv 2002.10542; the cap and ε: official code of Sven, 2026.
 * @example
 * const { answer } = await minimize(rosenbrock(), polyakSgd({ learningRate: 0.1 }), { steps: 2000 });
 */
export function polyakSgd(options: PolyakSgdOptions = {}) {
  return descend("polyak-sgd", scaleByPolyak(readOptions("polyak-sgd", polyakSgdOptions, options)));
}
