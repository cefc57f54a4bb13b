import { GradusError } from "../../core/errors.ts";
import { type Iteration, type Measurement, named } from "../../core/method.ts";
import type { Tree } from "../../engine/tree.ts";
import { evaluationOf, type Searchable } from "./evaluation.ts";
import {
  beginPopulation,
  type Own,
  type Population,
  type PopulationRule,
  tellPopulation,
  withBest,
} from "./population.ts";

/** The state of a run: a population, and the values of what it asks for. */
export type SearchState<Memory extends Own> = {
  population: Population<Memory>;
  values: Float64Array;
  /** The best point, the values at hand included. */
  best: Float64Array;
  bestValue: number;
  evaluations: number;
  gradientCalls: number;
  outcome: string;
};

/** A derivative-free method: for black boxes and losses alike. It carries its rule, for `askTell`. */
export interface Search<Memory extends Own> {
  <P extends Tree = import("@jax-js/jax").numpy.Array, B = undefined>(
    problem: Searchable<P, B>,
  ): Iteration<SearchState<Memory>, P>;
  readonly rule: PopulationRule<Memory>;
}

/**
 * Makes a method of a rule. The state after a step holds the points that come next with their values, so that it speaks
 * of what is known: its objective is the lowest value so far; on batches, where values of different steps do not compare,
 * the lowest of those at hand.
 *
 * Where `evaluate` throws at every point, the run has finished with the message, or is rejected with it if nothing was
 * evaluated before. Where no value was ever finite, the objective is +∞ and the run ends as diverged.
 */
export function search<Memory extends Own>(rule: PopulationRule<Memory>): Search<Memory> {
  const method = <P extends Tree, B>(problem: Searchable<P, B>): Iteration<SearchState<Memory>, P> => {
    const evaluation = evaluationOf<P, B>(rule.name, problem);
    const space = memoized(evaluation.space);

    async function evaluated(
      population: Population<Memory>,
      calls: { evaluations: number; gradientCalls: number },
    ): Promise<SearchState<Memory>> {
      const { asked, seed, batch } = population;
      const { values, count, failure } = await evaluation.values(asked, seed, batch);
      const { best, bestValue } = withBest(population, values);
      const outcome = failure === undefined ? "" : `the objective failed at every point: ${failure}`;
      if (outcome && !Number.isFinite(bestValue)) throw new GradusError(`${rule.name}: ${outcome}`);
      const evaluations = calls.evaluations + count;
      return { population, values, best, bestValue, evaluations, gradientCalls: calls.gradientCalls, outcome };
    }

    return {
      async init(seed) {
        const population = beginPopulation(rule, { space: space(), seed, start: await evaluation.start(seed) });
        return evaluated(population, { evaluations: 0, gradientCalls: 0 });
      },
      async step(state) {
        const from = state.population.step;
        let current = state;
        do {
          const { population, values } = current;
          let gradients: Awaited<ReturnType<typeof evaluation.gradients>> | undefined;
          if (space().hasGradients && rule.wantsGradients?.(population.own)) {
            gradients = await evaluation.gradients(population.asked, population.seed, population.batch);
            current = { ...current, gradientCalls: current.gradientCalls + population.asked.rows };
          }
          const told = tellPopulation(rule, population, space(), values, gradients);
          if (told.outcome) return { ...current, outcome: told.outcome };
          current = await evaluated(told, current);
        } while (current.population.step === from && current.outcome === "");
        return current;
      },
      measure({ population, values, bestValue, evaluations, gradientCalls }): Measurement {
        return {
          objective: space().hasBatches ? Math.min(...values) : bestValue,
          calls: { evaluation: evaluations, ...(gradientCalls > 0 && { gradient: gradientCalls }) },
          ...rule.reports?.(population.own),
        };
      },
      answer({ population, values, best }) {
        const told = { asked: population.asked, values };
        return evaluation.toAnswer(rule.answer?.(population.own, space(), told) ?? best);
      },
      finished: ({ outcome }) => outcome || undefined,
      dispose: evaluation.dispose,
    };
  };
  return Object.assign(named(rule.name, method), { rule }) as Search<Memory>;
}

function memoized<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
