import { type Iteration, type Method, named } from "../core/method.ts";
import { cosine } from "../engine/linear-algebra/vector.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";

/**
 * The method with a measuring instrument attached: each measurement says under `overlap` how far the answer so far
 * points in a given direction.
 *
 *     overlap = |x · v| / (‖x‖ ‖v‖),   x all parameters as one vector
 *
 * 1 is the direction up to its sign, √(2/(π n)) what a random direction has on average, NaN where x is 0. Iterates, states
 * and counts are those of the method without it. Cost: one answer and 2 n operations a measurement.
 *
 * @throws {RangeError} in a measurement, if parameters and direction differ in length.
 * @source S. Wei, A. Damian, J. D. Lee, 2026, arXiv 2603.06028, figures 1 and 2.
 * @example
 * const watched = withOverlap(adam({ learningRate: 1e-2 }), direction);
 * for await (const { row } of run(problem, watched, { steps: 100 })) console.log(row.extra["overlap"]);
 */
export function withOverlap<Problem, State, Answer extends Tree>(
  method: Method<Problem, State, Answer>,
  direction: Float64Array,
): Method<Problem, State, Answer> {
  return named(method.name, (problem: Problem): Iteration<State, Answer> => {
    const iteration = method(problem);
    return {
      ...iteration,
      async measure(state) {
        const measurement = await iteration.measure(state);
        const x = Float64Array.from(await tree.toVector(iteration.answer(state)).data());
        if (x.length !== direction.length) {
          throw new RangeError(
            `the direction must have ${x.length} entries, as many as parameters, got ${direction.length}`,
          );
        }
        return { ...measurement, overlap: Math.abs(cosine(x, direction)) };
      },
    };
  });
}
