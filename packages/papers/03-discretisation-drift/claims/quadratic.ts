import type { numpy as np } from "@jax-js/jax";
import {
  type DescentState,
  type Flows,
  flows,
  type Look,
  linearAlgebra,
  observe,
  principalFlowOfQuadratic,
  quadratic,
  sgd,
  type Trace,
} from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { cases, type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { largest, type Measurements, measured, smallest } from "../../src/statistic.ts";

const { addScaled, norm } = linearAlgebra;

/** A quadratic, where to start, learning rates, and steps. */
type Setting = { problem: ReturnType<typeof quadratic>; start: Float64Array; rates: number[]; steps: number };

/** What stands beside gradient descent. */
const sides = ["principal flow", "IGR flow", "gradient flow"] as const;

/**
 * Distances to the flows, and their lengths, beside each step. A look sees the steps one after another: it follows the flows
 * without a closed form by one learning rate at a time.
 */
function besideFlows({ problem, start }: Setting, learningRate: number, family: Flows): Look<np.Array> {
  const principal = principalFlowOfQuadratic(problem, learningRate);
  const followed = {
    "IGR flow": { along: family.of({ kind: "implicit", learningRate }), at: start },
    "gradient flow": { along: family.of({ kind: "gradient", learningRate }), at: start },
  };
  return async (answer, { step }) => {
    const x = Float64Array.from(await answer.ref.data());
    const { real, imaginary } = principal(start, step * learningRate);
    const readings: Record<string, number> = {
      "length, gradient descent": norm(x),
      "length, principal flow": Math.hypot(norm(real), norm(imaginary)),
      "distance, principal flow": Math.hypot(norm(addScaled(x, -1, real)), norm(imaginary)),
    };
    for (const [name, flow] of Object.entries(followed)) {
      if (step > 0) flow.at = await flow.along.advance(flow.at, learningRate, { substeps: 16 });
      readings[`distance, ${name}`] = norm(addScaled(x, -1, flow.at));
      readings[`length, ${name}`] = norm(flow.at);
    }
    return readings;
  };
}

/** The mean over the steps, without the start, at which all agree. */
function meanOf(trace: Trace, name: string): number {
  const values = trace.rows.slice(1).map(({ extra }) => extra[name]!);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function runSetting(context: TrialContext, setting: Setting): Promise<Measurements> {
  const { problem, rates, steps, start } = setting;
  const measurements: Measurements = {};
  const family = flows(problem, { kinds: ["gradient", "implicit"] });
  for (const learningRate of rates) {
    const watched = observe<typeof problem, DescentState<np.Array>, np.Array>(sgd({ learningRate }), {
      look: besideFlows(setting, learningRate, family),
    });
    const label = `h = ${learningRate}`;
    const trace = await context.run({ contender: "gradient descent", setting: label }, problem, watched, { steps });
    const { extra } = trace.rows.at(-1)!;
    measurements[`growth, gradient descent, ${label}`] = extra["length, gradient descent"]! / norm(start);
    for (const side of sides) {
      measurements[`distance, ${side}, ${label}`] = meanOf(trace, `distance, ${side}`);
      measurements[`growth, ${side}, ${label}`] = extra[`length, ${side}`]! / norm(start);
    }
  }
  family.dispose();
  return measurements;
}

const over = (name: string, rates: number[]) => rates.map((rate) => measured(`${name}, h = ${rate}`));

/** The last rate diverges, the others converge. */
const experiment = (
  setup: string,
  rates: number[],
  trials: Experiment["trials"],
  trial: Experiment["trial"],
): Experiment => {
  const unstable = rates.slice(-1);
  return {
    setup,
    trials,
    trial,
    criteria: [
      {
        measures: "mean distance of the principal flow from the steps, all learning rates",
        statistic: largest(...over("distance, principal flow", rates)),
        holds: atMost(1e-10),
      },
      {
        measures: "the same of the IGR flow",
        statistic: smallest(...over("distance, IGR flow", rates)),
        holds: atLeast(1e-3),
      },
      {
        measures: `‖x‖ at the end over ‖x‖ at the start, gradient descent and principal flow, h = ${unstable[0]}`,
        statistic: smallest(...over("growth, gradient descent", unstable), ...over("growth, principal flow", unstable)),
        holds: atLeast(1),
      },
      {
        measures: `the same of IGR flow and gradient flow, which miss the divergence, h = ${unstable[0]}`,
        statistic: largest(...over("growth, IGR flow", unstable), ...over("growth, gradient flow", unstable)),
        holds: atMost(1),
      },
    ],
    remarks: rates.flatMap((rate) =>
      sides.map((side) => ({
        measures: `mean distance of the ${side}, h = ${rate}`,
        statistic: largest(measured(`distance, ${side}, h = ${rate}`)),
      })),
    ),
  };
};

const quickRates = [0.4, 0.9, 1.05];
const quickStart = [-0.35, -0.2];

const quick = experiment(
  "E = xᵀ diag(1, 0.01) x from (−0.35, −0.2), 20 steps at h = 0.4, 0.9 and 1.05: h λ_max = 0.8, 1.8 and 2.1. Compared are the " +
    "steps with the flows at times n h.",
  quickRates,
  cases("the notebook's quadratic"),
  (context) =>
    runSetting(context, {
      problem: quadratic({
        A: [
          [2, 0],
          [0, 0.02],
        ],
        start: quickStart,
      }),
      start: Float64Array.from(quickStart),
      rates: quickRates,
      steps: 20,
    }),
);

const fullRates = [0.5, 1.5, 2.02];
const dimension = 20;

const full = experiment(
  `Quadratics in ${dimension} dimensions with eigenvalues from 0.01 to 1, evenly in their logarithm, in a random basis, from ` +
    "(1, …, 1), 100 steps at h = 0.5, 1.5 and 2.02.",
  fullRates,
  seeds(0, 1, 2, 3, 4),
  (context) => {
    const start = Array<number>(dimension).fill(1);
    const eigenvalues = start.map((_, i) => 10 ** ((2 * i) / (dimension - 1) - 2));
    return runSetting(context, {
      problem: quadratic({ eigenvalues, basisSeed: context.seed, start }),
      start: Float64Array.from(start),
      rates: fullRates,
      steps: 100,
    });
  },
);

export const exactOnQuadratics = claim({
  id: "exact-on-quadratics",
  says: "On quadratics the principal flow is gradient descent exactly, where this oscillates and diverges too; the flows before it miss the divergence.",
  source: "chapter on the principal flow; notebooks of the official code",
  quick,
  full,
});
