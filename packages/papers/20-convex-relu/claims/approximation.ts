import { lastRow, planarTeacher, sampledConvexProgram } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { type Experiment, finalObjective, seeds, type TrialContext } from "../../src/experiment.ts";
import { largest, measured } from "../../src/statistic.ts";
import { exact, middleOf } from "./planar-runs.ts";

const counts = [3, 6, 12, 24];
const neurons = [10, 30, 100, 300, 1000];

async function trial(context: TrialContext, steps: number) {
  const problem = planarTeacher({ seed: context.seed });
  const all = await context.run({ contender: "all patterns" }, problem, exact(), { steps, every: steps });
  const optimum = finalObjective(all);
  const measurements: Record<string, number> = { optimum };
  for (const patterns of counts) {
    const ratios: number[] = [];
    for (let draw = 0; draw < 3; draw++) {
      const trace = await context.run({ contender: `${patterns} patterns` }, problem, exact({ patterns }), {
        steps: steps / 2,
        every: steps / 2,
        seed: 10 * context.seed + draw,
      });
      ratios.push(finalObjective(trace) / optimum);
    }
    measurements[`${patterns} patterns`] = middleOf(ratios);
  }
  let before = Number.POSITIVE_INFINITY;
  let rise = 0;
  for (const count of neurons) {
    const trace = await context.run(
      { contender: `${count} neurons` },
      problem,
      sampledConvexProgram({ neurons: count }),
      {
        steps: 2000,
        every: 2000,
      },
    );
    const { objective } = lastRow(trace);
    measurements[`${count} neurons`] = objective / optimum;
    rise = Math.max(rise, objective / before);
    before = objective;
  }
  return { ...measurements, rise };
}

const criteria: Experiment["criteria"] = [
  {
    measures: "objective / optimum with 24 sampled patterns, median of 3 draws",
    statistic: largest(measured("24 patterns")),
    holds: atMost(1.01),
  },
  {
    measures: "objective / optimum with 1000 sampled neurons",
    statistic: largest(measured("1000 neurons")),
    holds: atMost(1.01),
  },
  {
    measures: "largest ratio of an objective to that with fewer of the same neurons",
    statistic: largest(measured("rise")),
    holds: atMost(1 + 1e-6),
  },
];

const remarks: Experiment["remarks"] = [
  ...counts.slice(0, -1).map((count) => `${count} patterns`),
  ...neurons.slice(0, -1).map((count) => `${count} neurons`),
].map((name) => ({ measures: `objective / optimum with ${name}`, statistic: largest(measured(name)) }));

const quick: Experiment = {
  setup:
    "20 samples of a teacher in the plane, β = 0.1, that have 40 patterns. The network recovered from 3, 6, 12 and 24 sampled " +
    "patterns (4000 iterations, median of 3 draws), and from 10 to 1000 nested neurons (2000 steps of FISTA), over the optimum " +
    "with all patterns.",
  trials: seeds(0, 1, 2, 3, 4),
  trial: (context) => trial(context, 8000),
  criteria,
  remarks,
};

const full: Experiment = {
  ...quick,
  setup: "The same on 20 draws, with twice the iterations on patterns.",
  trials: seeds(...Array.from({ length: 20 }, (_, i) => i)),
  trial: (context) => trial(context, 16_000),
};

export const approximation = claim({
  id: "approximation",
  says:
    "A sample of patterns, or of neurons, gives an optimum near the global one, nearer as the sample grows: within a percent " +
    "for 24 of 40 patterns and for 1000 neurons in the plane.",
  source: "abstract; approximation theorems for sampled patterns and SCP",
  quick,
  full,
  reading: "Few patterns or neurons can be bad: the remarks tell how bad. In more dimensions far more are needed.",
});
