import type { Method } from "./method.ts";
import { type Progress, type RunOptions, run, type Solution } from "./run.ts";

/** `RunOptions`, and a listener for each step. */
export type MinimizeOptions = RunOptions & { onStep?: (progress: Progress) => void | Promise<void> };

/**
 * Runs a method on a problem to the end: `run` without its intermediate steps.
 *
 * @example
 * const { answer, status } = await minimize(rosenbrock(), adabelief({ learningRate: 1e-3 }), { steps: 2000 });
 */
export async function minimize<Problem, State, Answer>(
  problem: Problem,
  method: Method<Problem, State, Answer>,
  { onStep, ...options }: MinimizeOptions,
): Promise<Solution<Answer>> {
  const progress = run(problem, method, options);
  while (true) {
    const { done, value } = await progress.next();
    if (done) return value;
    await onStep?.(value);
  }
}
