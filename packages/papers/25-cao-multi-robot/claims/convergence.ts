import { bcdCao, cao, holdTheLine, randomLocalSearch, schedules, spsa } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { cases, type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { largest, type Measurements, median, type Reading, ratio } from "../../src/statistic.ts";
import { type Contender, costOf, endsOf } from "./team-runs.ts";

const gains = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2];
const spsaName = (gain: number) => `SPSA, ${gain}`;

/** The least cost among five gains, chosen anew in each trial: more than a user could have. */
const bestSpsa: Reading = (trial) => Math.min(...gains.map((gain) => costOf(spsaName(gain))(trial)));

/** The contenders for so many real steps, with moves that fall from 0.012 to 9e-5. */
function contenders(steps: number, candidates: number): Record<string, Contender> {
  const alpha = schedules.linear({ from: 0.012, to: 9e-5, steps });
  return {
    "BCD-CAO": { method: bcdCao({ window: 5, candidates, alpha }) },
    "centralised CAO": { method: cao({ window: 30, candidates, alpha }) },
    "random search": { method: randomLocalSearch({ alpha }) },
    ...Object.fromEntries(
      gains.map((gain) => [
        spsaName(gain),
        {
          method: spsa({ gain: (step) => gain / (1 + step / 50) ** 0.602, perturbation: 0.005, maxMove: 0.012 }),
          steps: steps / 2,
        },
      ]),
    ),
  };
}

const manySteps = "random search, (N + 1) T steps";
const bcd = costOf("BCD-CAO");

const comparisons = [
  ["centralised CAO", costOf("centralised CAO"), 0.8],
  ["random search", costOf("random search"), 0.6],
  ["SPSA, best of five gains", bestSpsa, 0.75],
] as const;

const ratios = comparisons.map(([name, other, bound]) => ({
  measures: `cost, BCD-CAO / ${name}`,
  statistic: median(ratio(bcd, other)),
  holds: atMost(bound),
}));

const T = 200;
const N = 8;

const quick: Experiment = {
  setup:
    `Hold the line, 200 points, ${N} robots from anywhere in the square, ${T} real steps for each contender. BCD-CAO: 6 ` +
    "measurements, 100 candidates, all monomials to order 3. Centralised CAO: 31 measurements, 800 candidates, the same " +
    "monomials side by side. SPSA: half the steps, since each takes two measurements. Moves fall from 0.012.",
  trials: seeds(1, 2, 3, 4, 5),
  async trial(context: TrialContext): Promise<Measurements> {
    const problem = holdTheLine({ robots: N, points: 200 });
    const own = await endsOf(context, problem, contenders(T, 100), { steps: T });
    const steps = (N + 1) * T;
    const long = {
      [manySteps]: { method: randomLocalSearch({ alpha: schedules.linear({ from: 0.012, to: 9e-5, steps }) }) },
    };
    return { ...own, ...(await endsOf(context, problem, long, { steps, every: 10 })) };
  },
  criteria: [{ measures: "cost of BCD-CAO", statistic: largest(bcd), holds: atMost(8.95) }, ...ratios],
  remarks: [
    { measures: "cost of centralised CAO", statistic: median(costOf("centralised CAO")) },
    { measures: "cost of random search", statistic: median(costOf("random search")) },
    { measures: "cost of SPSA, best of five gains", statistic: median(bestSpsa) },
    { measures: `cost of ${manySteps}`, statistic: median(costOf(manySteps)) },
  ],
};

/** Final costs in the tests of the official code, by the number of robots. */
const official: Record<string, number> = {
  2: 303.85,
  4: 164.79,
  6: 113.97,
  8: 86.79,
  10: 69.57,
  12: 58.09,
  14: 50.03,
  16: 43.9,
  18: 39.2,
  20: 35.59,
};

const away: Reading = (trial) => Math.abs(bcd(trial) / official[trial["robots"] ?? Number.NaN]! - 1);

const full: Experiment = {
  setup:
    "Hold the line as in the official code: 2000 points, 300 steps, 6 measurements, 400 candidates, moves falling from 0.012 " +
    "to 9e-5, from anywhere in the square, with 2, 4, …, 20 robots, held against the ten costs in the tests of that code.",
  trials: cases(...Object.keys(official).map((robots) => `${robots} robots`)),
  async trial(context) {
    const robots = Number.parseInt(context.name, 10);
    const problem = holdTheLine({ robots, points: 2000 });
    return { robots, ...(await endsOf(context, problem, contenders(300, 400), { steps: 300 })) };
  },
  criteria: [{ measures: "|cost of BCD-CAO / official − 1|", statistic: largest(away), holds: atMost(0.1) }, ...ratios],
};

export const convergence = claim({
  id: "convergence",
  says: "Without derivatives, robots that minimise their own shares bring the team's cost down faster than general-purpose methods.",
  source: "abstract",
  quick,
  full,
  reading:
    "Counted are real steps, in which robots move and a cost is measured. BCD-CAO also asks for N costs a step that would have " +
    "been; random search with as many evaluations ends as low.",
});
