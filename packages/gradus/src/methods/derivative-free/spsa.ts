import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { positive, positiveOrSchedule, readOptions, valueAt, z } from "../../core/options.ts";
import { requireCapabilities } from "../../core/problem.ts";
import { addScaled } from "../../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../../engine/random.ts";
import type { BlackBox } from "../swarm/black-box-team.ts";
import { startOf } from "../swarm/team-iteration.ts";
import { answerOf } from "./search-point.ts";

export const spsaOptions = z.object({
  /** Gain a_k > 0, a number or a schedule of the step count, usually a/(A + k + 1)^0.602. Default 0.01. */
  gain: positiveOrSchedule().default(0.01),
  /** Perturbation c_k > 0, a number or a schedule, usually c/(k + 1)^0.101. Default 0.005. */
  perturbation: positiveOrSchedule().default(0.005),
  /** The most that a coordinate moves in a step, > 0. Default: no bound. */
  maxMove: positive().optional(),
});

export type SpsaOptions = z.input<typeof spsaOptions>;

/** The state of a run on a black box. */
export type PointState = { step: number; seed: number; x: Float64Array; value: number; evaluations: number };

/** SPSA: a method for any black box. */
export type Spsa = (problem: BlackBox) => Iteration<PointState, np.Array>;

/**
 * SPSA: gradient descent with a gradient from two values, at both ends of one random perturbation of all coordinates.
 *
 *     δ_k ∈ {−1, 1}ⁿ at random,   ĝ_k = (f(x_k + c_k δ_k) − f(x_k − c_k δ_k)) / (2 c_k) · δ_k
 *     x_{k+1} = x_k − a_k ĝ_k,   no coordinate by more than `maxMove`
 *
 * Cost per step: two evaluations, and one at the new point, which is told and used for nothing. Memory: n numbers.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `evaluate` or no `initial`.
 * @source J. C. Spall, Multivariate Stochastic Approximation Using a Simultaneous Perturbation Gradient Approximation,
 * 1992; usual exponents: Spall 1998.
 * @example
 * const { answer } = await minimize(sphere(), spsa({ gain: 0.1 }), { steps: 200 });
 */
export function spsa(options: SpsaOptions = {}): Spsa {
  const { gain, perturbation, maxMove = Number.POSITIVE_INFINITY } = readOptions("spsa", spsaOptions, options);
  return named("spsa", (problem: BlackBox) => {
    requireCapabilities("spsa", problem, ["initial", "evaluate"]);
    return {
      async init(seed) {
        const x = await startOf(problem, seed);
        const [value] = await problem.evaluate([x]);
        return { step: 0, seed, x, value: value!, evaluations: 1 };
      },
      async step({ step, seed, x, evaluations }) {
        const random = generator(seedFor(seed, "perturbation", step));
        const delta = Float64Array.from(x, () => (random.uniform() < 0.5 ? -1 : 1));
        const c = valueAt(perturbation, step);
        const [plus, minus] = await problem.evaluate([addScaled(x, c, delta), addScaled(x, -c, delta)]);
        const slope = (plus! - minus!) / (2 * c);
        const a = valueAt(gain, step);
        const next = x.map((v, i) => v - Math.min(Math.max(a * slope * delta[i]!, -maxMove), maxMove));
        const [value] = await problem.evaluate([next]);
        return { step: step + 1, seed, x: next, value: value!, evaluations: evaluations + 3 };
      },
      measure: ({ value, evaluations }) => ({ objective: value, calls: { evaluation: evaluations } }),
      answer: answerOf,
    };
  });
}
