import { langevinAverage, lastRow, singleIndex, sphericalSgdAverage, tensorPca } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { figure, type Measurements, median } from "../../src/statistic.ts";
import { exponentOf, type Grid, upperEndOf } from "./exponent.ts";
import { burnIn, chains, ofAnswer, overlapsAtEnd } from "./runs.ts";

const settingOf = (d: number, multiple: number) => `d = ${d}, n = ${multiple} d²`;

/** k = 4: n is a multiple of d^{k/2}. */
const gridOf = (dimensions: number[], multiples: number[]): Grid => ({
  dimensions,
  multiples,
  target: 0.8,
  samples: (d, multiple) => Math.round(multiple * d ** 2),
  nameOf: (d, multiple) => `answer, ${settingOf(d, multiple)}`,
});

async function runGrid(
  grid: Grid,
  one: (d: number, n: number, setting: string) => Promise<Measurements>,
): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const d of grid.dimensions) {
    for (const multiple of grid.multiples) {
      Object.assign(measurements, await one(d, grid.samples(d, multiple), settingOf(d, multiple)));
    }
  }
  return measurements;
}

const quickGrid = gridOf([12, 24, 48], [1 / 16, 1 / 8, 1 / 4, 1 / 2]);

const ofSamples = (context: TrialContext) => (d: number, n: number, setting: string) =>
  context
    .run(
      { contender: "single-sample descent, averaged", setting },
      singleIndex({ exponent: 4, dimension: d, samples: n, instance: context.seed }),
      sphericalSgdAverage({ chains, burnIn }),
      { steps: d === 48 ? 12_000 : 6000, every: 1000 },
    )
    .then((trace) => overlapsAtEnd(setting, trace));

const readings = quickGrid.dimensions.map((d) => ofAnswer(settingOf(d, 1 / 2)));
const medians = readings.map((reading) => median(reading));

const quick: Experiment = {
  setup:
    `Single-index models with k = 4, d in 12, 24, 48, n = d²/16 to d²/2; single-sample descent, ${chains} chains of 6000 steps (d = 48: ` +
    "12,000), answered by the top eigenvector. The exponent is that of n ∝ d^a where the overlap's median reaches 0.8, with the " +
    "90 % interval of all samples with replacement of the seeds.",
  trials: seeds(1, 2, 3),
  trial: (context) => runGrid(quickGrid, ofSamples(context)),
  criteria: [
    {
      measures: "least overlap among d = 12, 24, 48 at n = d²/2",
      statistic: figure(
        "least of the medians",
        (trials) => Math.min(...medians.map((statistic) => statistic.value(trials))),
        (trial) => Math.min(...readings.map((reading) => reading(trial))),
      ),
      holds: atLeast(0.85),
    },
    {
      measures: "exponent of the sample size that it takes, at most",
      statistic: upperEndOf(quickGrid),
      holds: atMost(2.5),
    },
  ],
  remarks: [
    { measures: "exponent of the sample size that it takes (k/2 = 2, k − 1 = 3)", statistic: exponentOf(quickGrid) },
  ],
};

const fullGrid = gridOf([8, 12, 16, 24], [1 / 16, 1 / 8, 1 / 4, 1 / 2]);

const full: Experiment = {
  setup:
    `Tensor PCA with k = 4, d in 8, 12, 16, 24, n = d²/16 to d²/2; Langevin dynamics with full gradients, ε = d/4, h = 0.2/d, ` +
    `${chains} chains of 3000 steps, answered by the top eigenvector. The exponent is that of n ∝ d^a where the overlap's median ` +
    "reaches 0.8, with the 90 % interval of all samples with replacement of the seeds.",
  trials: seeds(1, 2, 3, 4, 5),
  trial: (context) =>
    runGrid(fullGrid, async (d, n, setting) => {
      const problem = tensorPca({ order: 4, dimension: d, samples: n, instance: context.seed });
      const run = { contender: "Langevin dynamics, averaged", setting };
      const trace = await context.run(run, problem, langevinAverage({ chains }), { steps: 3000, every: 300 });
      return { [`answer, ${setting}`]: lastRow(trace).extra["overlap"]! };
    }),
  criteria: [
    {
      measures: "exponent of the sample size that it takes, at most",
      statistic: upperEndOf(fullGrid),
      holds: atMost(2.5),
    },
  ],
  remarks: [
    { measures: "exponent of the sample size that it takes (k/2 = 2, k − 1 = 3)", statistic: exponentOf(fullGrid) },
  ],
};

export const sampleSize = claim({
  id: "sample-size",
  says: "About d^(k/2) samples suffice for an even information exponent k: the overlap at a fixed multiple of it does not fall as d grows.",
  source: "theorem 3",
  quick,
  full,
  reading:
    "The quick experiment shows that so many samples are enough, not that fewer are too few: labels without noise whose samples are " +
    "seen again can be learnt from fewer. The tensor of the full experiment has noise and tells the exponent itself.",
});
