import { adaptiveCoverage, bcdCao, lastRow, lloyd, schedules, schwager, type Trace } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { cases, type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { largest, median, type Reading, ratio } from "../../src/statistic.ts";
import { officialStart } from "./official-start.ts";
import { costOf, endsOf, figureOf } from "./team-runs.ts";

const trueCost = (contender: string): Reading => figureOf("true cost", contender);

/** The true cost at the end; infinite where the run diverged. */
const trueEnd = (trace: Trace) => ({
  "true cost": trace.status === "budget" ? lastRow(trace).extra["trueCost"]! : Number.POSITIVE_INFINITY,
});

type Parts = { robots: number; steps: number; candidates: number; start?: number[][] };

function trial(context: TrialContext, { robots, steps, candidates, start }: Parts) {
  const problem = adaptiveCoverage({ robots, ...(start && { start }) });
  const alpha = schedules.linear({ from: 0.012, to: 0.008, steps });
  return endsOf(
    context,
    problem,
    {
      "BCD-CAO": { method: bcdCao({ window: 30, candidates, alpha }) },
      Schwager: { method: schwager() },
      "Lloyd with known density": { method: lloyd() },
    },
    { steps, also: trueEnd },
  );
}

const criteria = [
  {
    measures: "true cost, BCD-CAO / Schwager",
    statistic: median(ratio(trueCost("BCD-CAO"), trueCost("Schwager"))),
    holds: atMost(0.85),
  },
  {
    measures: "true cost, BCD-CAO / Lloyd with known density",
    statistic: largest(ratio(trueCost("BCD-CAO"), trueCost("Lloyd with known density"))),
    holds: atMost(1.12),
  },
];

const remarks = ["BCD-CAO", "Schwager", "Lloyd with known density"].map((name) => ({
  measures: `true cost of ${name}`,
  statistic: median(trueCost(name)),
}));

const quick: Experiment = {
  setup:
    "Adaptive coverage of a density with two peaks, 5 robots from anywhere in the square, 400 steps. BCD-CAO: 31 measurements, " +
    "100 candidates, all monomials to order 3, moves falling from 0.012 to 0.008.",
  trials: seeds(1, 2, 3, 4, 5),
  trial: (context) => trial(context, { robots: 5, steps: 400, candidates: 100 }),
  criteria,
  remarks,
};

/** Final costs with the weights as learnt, in the tests of the official code, by the number of robots. */
const official: Record<string, number> = { 5: 1964.9, 10: 1436.8, 15: 1174.6, 20: 1024.8 };
const away: Reading = (one) => Math.abs(costOf("BCD-CAO")(one) / official[one["robots"] ?? Number.NaN]! - 1);

const full: Experiment = {
  setup:
    "Adaptive coverage as in the official code: 800 steps, 200 candidates, with 5, 10, 15, 20 robots, held against the four " +
    "costs in the tests of that code. The ten robots start where they do there, the others anywhere in the square.",
  trials: cases(...Object.keys(official).map((robots) => `${robots} robots`)),
  async trial(context) {
    const robots = Number.parseInt(context.name, 10);
    const start = robots === 10 ? officialStart : undefined;
    const parts = { robots, steps: 800, candidates: 200, ...(start && { start }) };
    return { robots, ...(await trial(context, parts)) };
  },
  criteria: [
    { measures: "|cost of BCD-CAO / official − 1|", statistic: largest(away), holds: atMost(0.15) },
    ...criteria,
  ],
  remarks,
};

export const adaptive = claim({
  id: "adaptive-coverage",
  says: "On coverage of an unknown density it does better than a controller made for that task.",
  source: "abstract; official code, AdaptiveCoverage2D",
  quick,
  full,
  reading:
    "The cost is a sum of distances; Lloyd's descent and Schwager's controller descend on squared ones. All robots of BCD-CAO " +
    "learn one density together, those of Schwager's controller each their own.",
});
