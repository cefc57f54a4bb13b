import { onlineSphericalSgd, singleIndex, smoothedSphericalSgd } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { figure, type Measurements, mean, measured } from "../../src/statistic.ts";
import { ofLast, overlapsAtEnd, randomLevel } from "./runs.ts";

const rates = [0.003, 0.01, 0.03, 0.1, 0.3];
const losses = ["correlation", "squared"] as const;
const starts = 16;

async function onePass(context: TrialContext, d: number): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const loss of losses) {
    const problem = singleIndex({ exponent: 4, dimension: d, loss, instance: context.seed });
    const { sampleCount: steps } = problem;
    for (const learningRate of rates) {
      const options = { steps, every: Math.ceil(steps / 20) };
      const setting = `${loss}, e = ${learningRate}`;
      const run = { contender: `one pass, e = ${learningRate}`, setting: `${loss} loss` };
      const trace = await context.run(run, problem, onlineSphericalSgd({ learningRate, chains: starts }), options);
      Object.assign(measurements, overlapsAtEnd(setting, trace));
    }
    const setting = `smoothed, ${loss}`;
    const smoothed = { contender: "one smoothed pass, e = 0.1", setting: `${loss} loss` };
    const method = smoothedSphericalSgd({ learningRate: 0.1, chains: starts });
    const trace = await context.run(smoothed, problem, method, { steps, every: Math.ceil(steps / 20) });
    Object.assign(measurements, overlapsAtEnd(setting, trace));
  }
  return measurements;
}

/** The largest of the rates' means over trials. */
const bestOf = (loss: (typeof losses)[number]) => {
  const readings = rates.map((rate) => ofLast(`${loss}, e = ${rate}`));
  return figure(
    "largest mean",
    (trials) => Math.max(...readings.map((reading) => mean(reading).value(trials))),
    (trial) => Math.max(...readings.map((reading) => reading(trial))),
  );
};

const experiment = (d: number, trials: Experiment["trials"]): Experiment => ({
  setup:
    `A single-index model with k = 4, d = ${d} and n = 10 d² samples, of which the average of single-sample descent recovers the ` +
    `direction (see even-exponents). One pass from ${starts} random starts with steps e/d, e in ${rates.join(", ")}; figures are ` +
    `means of |θ · θ*| over starts and seeds, where ${randomLevel(d)} is random.`,
  trials,
  trial: (context) => onePass(context, d),
  criteria: losses.map((loss) => ({
    measures: `overlap at the best rate, ${loss} loss`,
    statistic: bestOf(loss),
    holds: atMost(0.6),
  })),
  remarks: losses.map((loss) => ({
    measures: `overlap of a pass on the smoothed loss, λ = d^(1/4), e = 0.1, ${loss} loss`,
    statistic: mean(measured(`last iterates, smoothed, ${loss}`)),
  })),
});

export const onePassFails = claim({
  id: "one-pass",
  says: "Online gradient descent from a random start does not recover the direction from as many samples: it needs d^(k − 1).",
  source: "abstract; Ben Arous et al. 2021",
  quick: experiment(32, seeds(1, 2, 3)),
  full: experiment(64, seeds(1, 2, 3)),
});
