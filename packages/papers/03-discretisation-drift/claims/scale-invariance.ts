import type { numpy as np } from "@jax-js/jax";
import { type DalOptions, dal, disposeState, linearAlgebra, tanhTeacher, trees } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { largest, type Measurements, measured, smallest } from "../../src/statistic.ts";

const { addScaled, norm } = linearAlgebra;

const factors = [100, 0.01];

/** The parameters after each step, on the loss times a factor. */
async function pathOf(seed: number, factor: number, steps: number, options: DalOptions): Promise<Float64Array[]> {
  const problem = tanhTeacher({ seed });
  const iteration = dal({ maxLearningRate: Number.POSITIVE_INFINITY, ...options })({
    initial: problem.initial,
    loss: (params: Parameters<typeof problem.loss>[0]): np.Array => problem.loss(params, undefined).mul(factor),
  });
  let state = await iteration.init(seed);
  const path: Float64Array[] = [];
  for (let step = 0; step < steps; step++) {
    state = await iteration.step(state);
    path.push(Float64Array.from(await trees.toVector(iteration.answer(state)).data()));
  }
  disposeState(state);
  iteration.dispose?.();
  return path;
}

/** The largest relative difference that a factor makes. */
export async function differences(seed: number, steps: number, options: DalOptions): Promise<Record<string, number>> {
  const path = await pathOf(seed, 1, steps, options);
  const measurements: Measurements = {};
  for (const factor of factors) {
    const other = await pathOf(seed, factor, steps, options);
    const relative = path.map((x, i) => norm(addScaled(other[i]!, -1, x)) / norm(x));
    measurements[`p = ${options.power}, loss × ${factor}`] = Math.max(...relative);
  }
  return measurements;
}

const readings = (power: number) => factors.map((factor) => measured(`p = ${power}, loss × ${factor}`));

const experiment = (trials: Experiment["trials"], steps: number, bound: number): Experiment => ({
  setup:
    `A perceptron 6-16-16-1 with tanh on 128 samples of a smooth teacher, ${steps} steps of DAL without a cap, in float64; the ` +
    "loss times 1, 100 and 0.01.",
  trials,
  trial: async ({ seed }) => ({
    ...(await differences(seed, steps, { power: 1 })),
    ...(await differences(seed, steps, { power: 1.25 })),
  }),
  criteria: [
    {
      measures: "largest relative difference of the iterates, p = 1",
      statistic: largest(...readings(1)),
      holds: atMost(bound),
    },
  ],
  remarks: [
    { measures: "the same with p = 1.25, which is not invariant, smallest", statistic: smallest(...readings(1.25)) },
  ],
});

export const scaleInvariance = claim({
  id: "scale-invariance",
  says: "With p = 1, DAL has no hyperparameter: its iterates stay the same when the loss is multiplied by a number.",
  source: "definition of DAL-1; follows from h = 2/‖H g/‖g‖‖",
  quick: experiment(seeds(0, 1, 2), 20, 1e-9),
  full: experiment(seeds(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), 20, 1e-9),
});
