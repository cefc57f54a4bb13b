import { count, readOptions, z } from "../../../core/options.ts";
import type { OuterRule } from "./outer-rule.ts";

type Memoryless = OuterRule<Record<string, never>>;

/**
 * The same rate at each step: projected stochastic gradient descent in the space of predictions.
 *
 *     w = 1/η
 *
 * @source Lavington et al. 2023, arXiv 2302.02607; official code (`SGD_FMDOpt`, "constant").
 */
export const constantRate = (): Memoryless => ({
  name: "constant",
  memory: {},
  weights: ({ rate }, memory) => ({ weights: 1 / rate, memory }),
});

/**
 * A rate that falls with the root of the steps, for convex losses under noise of unknown size.
 *
 *     w = √t/η,   t = 1, 2, …
 *
 * @source Lavington et al. 2023, arXiv 2302.02607; official code ("stochastic").
 */
export const squareRootDecay = (): Memoryless => ({
  name: "sqrt",
  memory: {},
  weights: ({ rate, step }, memory) => ({ weights: Math.sqrt(step) / rate, memory }),
});

const exponentialOptions = z.object({
  /** T, the steps that are planned: the rate ends at η/T. No default. */
  steps: count(),
});

/**
 * A rate that falls exponentially: for strongly convex losses the schedule that adapts to the noise.
 *
 *     w = 1/(η (1/T)^(t/T)),   t = 1, 2, …
 *
 * @throws {OptionError} if T is not a whole number ≥ 1.
 * @source Lavington et al. 2023, arXiv 2302.02607; official code ("exponential").
 * @example
 * const method = sso({ outer: exponentialDecay({ steps: 100 }) });
 */
export function exponentialDecay(options: z.input<typeof exponentialOptions>): Memoryless {
  const { steps } = readOptions("exponentialDecay", exponentialOptions, options);
  return {
    name: "exponential",
    memory: {},
    weights: ({ rate, step }, memory) => ({ weights: 1 / (rate * (1 / steps) ** (step / steps)), memory }),
  };
}
