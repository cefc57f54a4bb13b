import { disposeState } from "../core/checkpoint.ts";
import { type Iteration, type Method, named } from "../core/method.ts";
import { count, readOptions, z } from "../core/options.ts";

/** What is known of a state besides its answer. */
export type Moment = {
  step: number;
  objective: number;
  /** The method's own state, for instruments that know it. Borrowed. */
  state?: unknown;
};

/** Reads numbers from what a method would answer with at some step. Borrows the answer. */
export type Look<Answer> = (answer: Answer, at: Moment) => Record<string, number> | Promise<Record<string, number>>;

/** A look that holds programs or arrays, which are freed when a run ends. It can be used again after. */
export type Instrument<Answer> = Look<Answer> & { dispose(): void };

const observeOptions = z.object({
  /** Look after each so many steps, and at the start. Default 1. */
  every: count().default(1),
  /** The first step to look at. Default 0. */
  from: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
});

/**
 * The same method with an instrument attached: what `look` reads at every so many steps appears in the rows of the trace
 * beside the method's own numbers, where stop rules see it. Steps are the same with and without it; a method without an
 * instrument pays nothing, and the time of looks is not counted as the method's. What an instrument holds is freed with the run.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @example
 * const watched = observe(adam(), { every: 100, look: async (params) => ({ abscissa: (await linearise(field, params)).abscissa }) });
 * const { trace } = await minimize(problem, watched, { steps: 1000 });
 */
export function observe<Problem, State, Answer>(
  method: Method<Problem, State, Answer>,
  { look, ...options }: { look: Look<Answer> | Instrument<Answer>; every?: number; from?: number },
): Method<Problem, State, Answer> {
  const { every, from } = readOptions("observe", observeOptions, options);
  return named(method.name, (problem: Problem): Iteration<State, Answer> => {
    const iteration = method(problem);
    return {
      ...iteration,
      async observe(state, measurement) {
        const before = await iteration.observe?.(state, measurement);
        const { step } = state as { step: number };
        if (step < from || (step - from) % every !== 0) return { ...before };
        const answer = iteration.answer(state);
        try {
          return { ...before, ...(await look(answer, { step, objective: measurement.objective, state })) };
        } finally {
          disposeState(answer);
        }
      },
      dispose() {
        if ("dispose" in look) look.dispose();
        iteration.dispose?.();
      },
    };
  });
}
