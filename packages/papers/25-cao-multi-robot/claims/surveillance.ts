import { bcdCao, cao, lastRow, type Trace, terrainSurveillance } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { cases, type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { median, ratio, smallest } from "../../src/statistic.ts";
import { costOf, endsOf, figureOf } from "./team-runs.ts";

const steps = 150;
const alpha = (step: number) => 0.03 * (1 - (0.8 * step) / steps);

const seenAtEnd = (trace: Trace) => ({
  "share seen": trace.status === "budget" ? lastRow(trace).extra["seen"]! : Number.NEGATIVE_INFINITY,
});

function trial(context: TrialContext, { robots, cells }: { robots: number; cells: number }) {
  const options = { window: 20, order: 2, candidates: 100, alpha };
  return endsOf(
    context,
    terrainSurveillance({ robots, cells }),
    {
      "BCD-CAO": { method: bcdCao(options) },
      "centralised CAO": { method: cao({ ...options, window: 30 }) },
    },
    { steps, also: seenAtEnd },
  );
}

const seen = (contender: string) => figureOf("share seen", contender);

const criteria = [
  { measures: "share of the ground seen, BCD-CAO", statistic: smallest(seen("BCD-CAO")), holds: atLeast(0.97) },
  {
    measures: "cost, BCD-CAO / centralised CAO",
    statistic: median(ratio(costOf("BCD-CAO"), costOf("centralised CAO"))),
    holds: atMost(0.9),
  },
];

const remarks = [
  { measures: "cost of BCD-CAO", statistic: median(costOf("BCD-CAO")) },
  { measures: "cost of centralised CAO", statistic: median(costOf("centralised CAO")) },
  { measures: "share of the ground seen, centralised CAO", statistic: median(seen("centralised CAO")) },
];

const about =
  "BCD-CAO: 21 measurements, monomials to order 2, 100 candidates, moves falling from 0.03 to 0.006. Centralised CAO: 31 " +
  "measurements, 100 candidates for each robot.";

const quick: Experiment = {
  setup: `Surveillance of hilly ground at 16 × 16 points by 4 robots that start in one corner, ${steps} steps. ${about}`,
  trials: seeds(1, 2, 3),
  trial: (context) => trial(context, { robots: 4, cells: 16 }),
  criteria,
  remarks,
};

const full: Experiment = {
  setup: `Surveillance of hilly ground at 32 × 32 points by 4, 6, 8 and 10 robots that start in one corner, ${steps} steps. ${about}`,
  trials: cases("4 robots", "6 robots", "8 robots", "10 robots"),
  trial: (context) => trial(context, { robots: Number.parseInt(context.name, 10), cells: 32 }),
  criteria,
  remarks,
};

export const surveillance = claim({
  id: "terrain-surveillance",
  says: "In three dimensions, with terrain to heed, robots see nearly all of the ground, at less cost than under one CAO for all.",
  source: "abstract",
  quick,
  full,
  reading: "Terrain, sizes and cost are reconstructed: the paper's own could not be obtained.",
});
