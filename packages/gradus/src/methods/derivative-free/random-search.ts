import type { z } from "zod";
import { count, readOptions, z as schema } from "../../core/options.ts";
import { zeros } from "../../engine/linear-algebra/matrix.ts";
import { generator, seedFor } from "../../engine/random.ts";
import type { Own, PopulationRule } from "./population.ts";
import { type Search, search } from "./search.ts";
import { type Box, requireBox, spaceOptions } from "./space.ts";

export const randomSearchOptions = schema.object({
  /** Points a step. Default 1. */
  points: count().default(1),
  /** The box that points are drawn from: lower and upper, a number for all coordinates or one for each. Default the problem's domain. */
  bounds: spaceOptions.bounds,
});

export type RandomSearchOptions = z.input<typeof randomSearchOptions>;

/** It remembers nothing but the box. */
type RandomSearchMemory = Own & Box;

/**
 * Pure random search: points drawn uniformly from a box, the best of which is kept. What every other search should beat.
 *
 *     x ~ U(lower, upper)
 *
 * After k points the best lies among a share of about 1/k of the box's volume, whatever the function.
 *
 * Cost per step: `points` evaluations; memory: d numbers.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or the problem has no domain and no bounds are given.
 * @throws {CapabilityError} if the problem has neither `evaluate` nor `loss` and `initial`.
 * @source S. H. Brooks, A discussion of random methods for seeking maxima, 1958.
 * @example
 * const { answer } = await minimize(branin(), randomSearch({ points: 10 }), { steps: 100 });
 */
export function randomSearch(options: RandomSearchOptions = {}): Search<RandomSearchMemory> {
  const settings = readOptions("random-search", randomSearchOptions, options);
  const drawn = ({ lower, upper }: Box, seed: number, step: number) => {
    const X = zeros(settings.points, lower.length);
    const random = generator(seedFor(seed, "points", step));
    for (let i = 0; i < X.data.length; i++) {
      const j = i % X.columns;
      X.data[i] = lower[j]! + (upper[j]! - lower[j]!) * random.uniform();
    }
    return X;
  };
  const rule: PopulationRule<RandomSearchMemory> = {
    name: "random-search",
    begin({ space, seed }) {
      const { lower, upper } = requireBox("random-search", { spread: 0, ...settings }, space);
      return { asked: drawn({ lower, upper }, seed, 0), own: { lower, upper } };
    },
    next: ({ seed, step }, own) => ({ asked: drawn(own, seed, step + 1), own }),
  };
  return search(rule);
}
