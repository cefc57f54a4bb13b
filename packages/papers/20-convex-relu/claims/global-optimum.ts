import { lastRow, planarTeacher } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, finalObjective, seeds, type TrialContext } from "../../src/experiment.ts";
import { countOf, largest, measured, median, smallest } from "../../src/statistic.ts";
import { descents, exact, middleOf, type Restarts } from "./planar-runs.ts";

const widths = [4, 8, 20];

async function trial(context: TrialContext, restarts: Restarts, steps: number) {
  const problem = planarTeacher({ seed: context.seed });
  const trace = await context.run({ contender: "convex program, all patterns" }, problem, exact(), {
    steps,
    every: steps / 20,
  });
  const convex = lastRow(trace).extra["convexObjective"]!;
  const measurements: Record<string, number> = {
    "convex optimum": convex,
    "recovered network": Math.abs(finalObjective(trace) - convex) / convex,
    violation: lastRow(trace).extra["violation"]!,
  };
  for (const width of widths) {
    const ratios = (await descents(context, problem, width, restarts)).map((end) => end / convex);
    measurements[`median, ${width} neurons`] = middleOf(ratios);
    measurements[`lowest, ${width} neurons`] = Math.min(...ratios);
    measurements[`highest, ${width} neurons`] = Math.max(...ratios);
  }
  return measurements;
}

const criteriaOf = (needed: number): Experiment["criteria"] => [
  {
    measures: "|objective of the recovered network − convex objective| / convex objective",
    statistic: largest(measured("recovered network")),
    holds: atMost(1e-3),
  },
  {
    measures: "lowest end of back-propagation / convex optimum",
    statistic: smallest(...widths.map((width) => measured(`lowest, ${width} neurons`))),
    holds: atLeast(1 - 1e-3),
  },
  {
    measures: "draws on which the median of back-propagation with 4 neurons is 1.005 times the optimum or more",
    statistic: countOf((one) => (one["median, 4 neurons"] ?? Number.NaN) >= 1.005),
    holds: atLeast(needed),
  },
];

const remarks: Experiment["remarks"] = widths.flatMap((width) => [
  { measures: `median / optimum, ${width} neurons`, statistic: median(measured(`median, ${width} neurons`)) },
  { measures: `highest / optimum, ${width} neurons`, statistic: largest(measured(`highest, ${width} neurons`)) },
]);

const restarts: Restarts = { restarts: 10, learningRates: [0.003, 0.01], updates: 3000 };

const quick: Experiment = {
  setup:
    "20 samples of a noisy teacher with two neurons in the plane, β = 0.1. The convex program with all 40 patterns, ρ = 0.1, " +
    "γ_a/ρ = 1.6, 8000 iterations, against back-propagation: heavy ball, 3000 steps from 10 starts N(0, 0.5²) for each of 4, 8 " +
    "and 20 neurons, the better of learning rates 0.003 and 0.01.",
  trials: seeds(0, 1, 2, 3, 4),
  trial: (context) => trial(context, restarts, 8000),
  criteria: criteriaOf(3),
  remarks,
};

const full: Experiment = {
  setup: "The same on 20 draws, with 16000 iterations, and 30 starts of 10000 steps.",
  trials: seeds(...Array.from({ length: 20 }, (_, i) => i)),
  trial: (context) => trial(context, { ...restarts, restarts: 30, updates: 10_000 }, 16_000),
  criteria: criteriaOf(12),
  remarks,
};

export const globalOptimum = claim({
  id: "global-optimum",
  says:
    "With all activation patterns the convex program finds the global optimum of training a two-layer ReLU network; " +
    "back-propagation does not get below it, and with few neurons ends above it.",
  source: "abstract; convex program (C)",
  quick,
  full,
  reading:
    "Twenty samples in the plane have 40 patterns, so that the program is exact. With 20 neurons back-propagation gets to within " +
    "a percent: what is global about the optimum shows with few neurons.",
});
