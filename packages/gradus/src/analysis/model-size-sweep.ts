import { disposeState } from "../core/checkpoint.ts";
import type { Method } from "../core/method.ts";
import { minimize } from "../core/minimize.ts";
import type { HasMetrics } from "../core/problem.ts";
import type { RunOptions } from "../core/run.ts";
import { type CellResult, type SweepControl, sweep } from "./sweep.ts";

/** What a sweep over model sizes measured in a cell. */
export type SizeResult = CellResult<{ size: readonly number[]; training: readonly string[] }>;

/** What a training of one cell has at hand. */
export type TrainingContext = { size: number; seed: number; signal: AbortSignal };

/** How a model is trained: returns numbers about where it ended. */
export type Training<Problem> = (
  problem: Problem,
  context: TrainingContext,
) => Record<string, number> | Promise<Record<string, number>>;

/** A sweep over model sizes. */
export type SizeSweep<Problem> = {
  /** Widths, numbers of features: what grows. */
  sizes: readonly number[];
  seeds: readonly number[];
  /** The problem of a size; one seed should give the same data to all sizes. */
  build(size: number, seed: number): Problem | Promise<Problem>;
  /** By name: optimizers with their budgets, exact solutions. */
  trainings: { readonly [name: string]: Training<Problem> };
  /** Numbers about the problem itself, its condition number say, put beside those of each training. */
  look?(problem: Problem): Record<string, number>;
};

/**
 * Trains models of growing size, each with every training and every seed: what double descent is looked for in. Each
 * result is one size, training and seed, with the numbers that the training returns and those of `look`; a run that
 * diverges is a result too. Trainings are made by `trainedBy` and `solvedBy`, or are functions of your own.
 *
 * Cost: a training for each size, training and seed.
 * @param control as of `sweep`: results of an earlier one, a signal, how many cells at once.
 * @throws {OptionError} if there are no sizes, trainings or seeds, or one stands twice.
 * @source C. Y. Liu, J. Flanigan, Understanding the Role of Optimization in Double Descent, 2023, arXiv 2312.03951. Reconstructed:
 * the steps of the study.
 * @example
 * const results = modelSizeSweep({
 *   sizes: [20, 40, 80],
 *   seeds: [0, 1, 2],
 *   build: (features, seed) => randomFeatures({ features, seed }),
 *   look: ({ features }) => ({ conditionNumber: conditioning(features).conditionNumber }),
 *   trainings: {
 *     adam: trainedBy(() => adam({ learningRate: 0.01 }), { steps: 2000 }),
 *     exact: solvedBy(({ features, targetColumns: [y] }) => np.array(minimumNorm(features, y!), { dtype: np.float64 })),
 *   },
 * });
 * for await (const { setting, values } of results) console.log(setting, values["testMeanSquare"]);
 */
export async function* modelSizeSweep<Problem>(
  { sizes, seeds, build, trainings, look }: SizeSweep<Problem>,
  control?: SweepControl<{ size: readonly number[]; training: readonly string[] }>,
): AsyncGenerator<SizeResult, void, undefined> {
  const plan = { axes: { size: sizes, training: Object.keys(trainings) }, seeds };
  yield* sweep(
    plan,
    async ({ setting: { size, training }, seed }, signal) => {
      const problem = await build(size, seed);
      const looked = look?.(problem) ?? {};
      return { ...looked, ...(await trainings[training]!(problem, { size, seed, signal })) };
    },
    control,
  );
}

/** A training by a method, which may depend on the problem: on its smoothness, for a rate relative to it. */
export type MethodOf<Problem, State, Answer> = (problem: Problem) => Method<Problem, State, Answer>;

/**
 * A training by a method within a budget. Its numbers are the problem's metrics at the end, `objective`, `steps` and the
 * calls made, `gradientCalls` say; the objective is infinite where the run diverged. The run's seed is the cell's.
 *
 * @example
 * trainedBy(({ features }) => sgd({ learningRate: 1 / conditioning(features).smoothness }), { steps: 100 });
 */
export function trainedBy<Problem extends HasMetrics<Answer>, State, Answer>(
  methodOf: MethodOf<Problem, State, Answer>,
  budget: RunOptions,
): Training<Problem> {
  return async (problem, { seed, signal }) => {
    const options = { every: Number.MAX_SAFE_INTEGER, ...budget, seed, signal };
    const { answer, status, trace } = await minimize(problem, methodOf(problem), options);
    disposeState(answer);
    const { step, objective, calls, extra } = trace.rows.at(-1)!;
    const counted = Object.entries(calls).map(([kind, count]) => [`${kind}Calls`, count ?? 0] as const);
    return {
      ...extra,
      objective: status === "diverged" ? Number.POSITIVE_INFINITY : objective,
      steps: step,
      ...Object.fromEntries(counted),
    };
  };
}

/**
 * A training whose end is known in closed form: the minimum norm, ridge, gradient descent as a filter. Its numbers are the
 * problem's metrics. `answer` makes parameters that the training frees.
 *
 * @example
 * solvedBy(({ features, targetColumns: [y] }) => np.array(minimumNorm(features, y!), { dtype: np.float64 }));
 */
export function solvedBy<Problem extends HasMetrics<Answer>, Answer>(
  answer: (problem: Problem) => Answer,
): Training<Problem> {
  return async (problem) => {
    const solution = answer(problem);
    try {
      return await problem.metrics(solution);
    } finally {
      disposeState(solution);
    }
  };
}
