import { numpy as np } from "@jax-js/jax";
import {
  conditioning,
  type FeatureRegression,
  generator,
  gradientDescentFilter,
  minimize,
  randomFeatures,
  seedFor,
  sgd,
} from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { largest, type Measurements, measured } from "../../src/statistic.ts";

const nameOf = (features: number) => `largest difference of a weight, P = ${features}`;

/** Steps of gradient descent, and their closed form, from a random start. */
async function differences(
  { seed, signal }: TrialContext,
  { sizes, samples, steps }: { sizes: readonly number[]; samples: number; steps: number },
): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const features of sizes) {
    const start = generator(seedFor(seed, "start")).normals(features);
    const problem: FeatureRegression = {
      ...randomFeatures({ features, samples, seed }),
      initial(key) {
        key.dispose();
        return np.array(start.slice(), { dtype: np.float64 });
      },
    };
    const conditions = conditioning(problem.features);
    const learningRate = 1 / conditions.smoothness;
    const { answer } = await minimize(problem, sgd({ learningRate }), { steps, every: steps, signal });
    const stepped = [...(await answer.data())];
    const [y] = problem.targetColumns;
    const { weights } = gradientDescentFilter(conditions, y!, { start, learningRate })(steps);
    measurements[nameOf(features)] = Math.max(...stepped.map((w, i) => Math.abs(w - weights[i]!)));
  }
  return measurements;
}

const experiment = (setup: { sizes: readonly number[]; samples: number; steps: number }): Experiment => ({
  setup:
    `Random tanh features of ${setup.samples} samples in 20 dimensions, P = ${setup.sizes.join(", ")}, a random w₀: ${setup.steps} steps of ` +
    "gradient descent at 1/L in float64, and the closed form.",
  trials: seeds(0, 1, 2, 3, 4),
  trial: (context) => differences(context, setup),
  criteria: setup.sizes.map((features) => ({
    measures: nameOf(features),
    statistic: largest(measured(nameOf(features))),
    holds: atMost(1e-10),
  })),
});

export const closedForm = claim({
  id: "closed-form",
  says: "Gradient descent on random features is a filter of singular directions: those that cause the peak are learned last.",
  source: "follows from the singular value decomposition; the paper argues with conditioning in words",
  quick: experiment({ sizes: [20, 40, 200], samples: 40, steps: 1000 }),
  full: experiment({ sizes: [100, 200, 1000], samples: 200, steps: 10_000 }),
});
