import { bcdCao, holdTheLine, lastRow } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { largest, measured, median, type Reading, ratio } from "../../src/statistic.ts";

const period = 150;
/** Moves fall to a tenth, and are large again after the loss. */
const alpha = (step: number) => 0.012 * (1 - (0.9 * (step % period)) / period);

const end = measured("cost at the end");
const fresh = measured("cost of a fresh team");

type Parts = { points: number; robots: number; lost: number[]; candidates: number };

async function trial(context: TrialContext, { points, robots, lost, candidates }: Parts) {
  const method = bcdCao({ window: 5, candidates, alpha });
  const problem = holdTheLine({ robots, points, changes: [{ step: period, lost }] });
  const trace = await context.run({ contender: `${robots} robots, ${lost.length} of them lost` }, problem, method, {
    steps: 2 * period,
  });
  const few = robots - lost.length;
  const anew = await context.run({ contender: `${few} robots` }, holdTheLine({ robots: few, points }), method, {
    steps: 2 * period,
  });
  return {
    "cost before": trace.rows[period - 1]!.objective,
    "cost right after": trace.rows[period]!.objective,
    "cost at the end": lastRow(trace).objective,
    "cost of a fresh team": lastRow(anew).objective,
  };
}

const remarks = ["cost before", "cost right after", "cost at the end", "cost of a fresh team"].map((measures) => ({
  measures,
  statistic: median(measured(measures)),
}));

const overFour: Reading = (one) => end(one) / 16.48;

const quick: Experiment = {
  setup:
    "Hold the line, 200 points, 6 robots, 300 steps; two robots vanish after 150. BCD-CAO: 6 measurements, 100 candidates, " +
    "moves falling from 0.012 to 0.0012 twice. 16.48 is where four robots end that were never more.",
  trials: seeds(1, 2, 3, 4, 5),
  trial: (context) => trial(context, { points: 200, robots: 6, lost: [4, 5], candidates: 100 }),
  criteria: [{ measures: "cost at the end / 16.48", statistic: largest(overFour), holds: atMost(1.03) }],
  remarks: [...remarks, { measures: "cost at the end / fresh team", statistic: largest(ratio(end, fresh)) }],
};

const full: Experiment = {
  setup:
    "Hold the line, 2000 points, 10 robots, 400 candidates; four of them vanish after 150 of 300 steps. The same number of " +
    "robots that were never more is run from as many random places.",
  trials: seeds(...Array.from({ length: 10 }, (_, i) => i + 1)),
  trial: (context) => trial(context, { points: 2000, robots: 10, lost: [2, 4, 6, 8], candidates: 400 }),
  criteria: [{ measures: "cost at the end / fresh team", statistic: largest(ratio(end, fresh)), holds: atMost(1.03) }],
  remarks,
};

export const faultTolerance = claim({
  id: "fault-tolerance",
  says: "When robots fail midway the others take over their part, without being told.",
  source: "abstract",
  quick,
  full,
});
