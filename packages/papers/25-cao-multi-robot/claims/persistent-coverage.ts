import { bcdCao, greedyTeam, persistentCoverage, randomWaypoint, type Trace } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { cases, type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { largest, mean, type Reading, ratio, ratioOfMeans } from "../../src/statistic.ts";
import { endsOf, figureOf, meanFrom } from "./team-runs.ts";

function trial(context: TrialContext, { robots, steps }: { robots: number; steps: number }) {
  const neglect = (trace: Trace) => ({
    neglect: meanFrom(trace, steps / 2 + 1, ({ extra }) => extra["neglect"]!),
  });
  return endsOf(
    context,
    persistentCoverage({ robots }),
    {
      "BCD-CAO": { method: bcdCao({ window: 10, order: 2, candidates: 60, alpha: 0.04 }) },
      "random waypoints": { method: randomWaypoint({ stride: 0.04 }) },
      // As far as a move of BCD-CAO can go, along the diagonal.
      "faster random waypoints": { method: randomWaypoint({ stride: 0.04 * Math.SQRT2 }) },
      "greedy oracle": { method: greedyTeam({ candidates: 60, alpha: 0.04 }) },
    },
    { steps, also: neglect },
  );
}

const neglectOf = (contender: string): Reading => figureOf("neglect", contender);
const own = neglectOf("BCD-CAO");
const waypoints = neglectOf("random waypoints");

const criteria = [
  { measures: "neglect, BCD-CAO / random waypoints", statistic: ratioOfMeans(own, waypoints), holds: atMost(0.8) },
  {
    measures: "neglect, BCD-CAO / random waypoints, in every trial",
    statistic: largest(ratio(own, waypoints)),
    holds: atMost(0.9),
  },
];

const remarks = ["BCD-CAO", "random waypoints", "faster random waypoints", "greedy oracle"].map((name) => ({
  measures: `neglect of ${name}`,
  statistic: mean(neglectOf(name)),
}));

const about =
  "Neglect is the mean over cells of the squared lack of coverage, averaged over the second half of the steps. BCD-CAO: 11 " +
  "measurements, monomials to order 2, 60 candidates, moves of up to 0.04 in each coordinate; waypoints are approached by 0.04 a step; the oracle tries as many on the true model.";

const quick: Experiment = {
  setup: `Persistent coverage of 20 × 20 cells with two obstacles by 3 robots from one corner, 300 steps. ${about}`,
  trials: seeds(1, 2, 3),
  trial: (context) => trial(context, { robots: 3, steps: 300 }),
  criteria,
  remarks,
};

const full: Experiment = {
  setup: `Persistent coverage of 20 × 20 cells with two obstacles by 3, 6 and 10 robots from one corner, 2000 steps. ${about}`,
  trials: cases("3 robots", "6 robots", "10 robots"),
  trial: (context) => trial(context, { robots: Number.parseInt(context.name, 10), steps: 2000 }),
  criteria,
  remarks,
};

export const persistent = claim({
  id: "persistent-coverage",
  says: "Robots keep an unknown place covered better than robots that roam at random.",
  source: "abstract",
  quick,
  full,
  reading:
    "Robots that roam at random are no weak rival: at the top speed of BCD-CAO, 0.057 a step, they come near to it. The cost, which draws robots to neglected cells, is reconstructed, and so is the rival: the paper compares with controllers " +
    "made for the task, which could not be obtained.",
});
