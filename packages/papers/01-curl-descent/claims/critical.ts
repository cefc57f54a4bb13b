import {
  bootstrapInterval,
  bracketLoss,
  criticalFraction,
  curlDescent,
  type Interval,
  linearStudent,
  type StopRule,
} from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { difference, figure, largest, type Measurements, measured, type Statistic } from "../../src/statistic.ts";
import { type Flipped, lambdaAtTeacher, signsOf } from "./networks.ts";

type Size = { inputs: number; hidden: number };

const sizeName = ({ inputs, hidden }: Size) => `${inputs}-${hidden}`;
const byEigenvalue = (size: Size) => `critical fraction by λ, ${sizeName(size)}`;
const byRuns = (size: Size) => `critical fraction by runs, ${sizeName(size)}`;

/** Where the largest eigenvalue at the teacher changes its sign, as a fraction of the inputs. */
async function fractionByEigenvalue(size: Size, seed: number): Promise<number> {
  const problem = linearStudent({ ...size, seed });
  const isUnstable = (flips: number) => lambdaAtTeacher(problem, { hidden: flips }) > 0;
  return (await bracketLoss(isUnstable, 0, size.inputs)).estimate / size.inputs;
}

const steps = 3000;

/** What has risen a thousandfold is lost. */
const hasLeft: StopRule = () => {
  let first = Number.NaN;
  return ({ objective }) => {
    if (Number.isNaN(first)) first = objective;
    return objective > 1000 * first ? "the loss is a thousand times the first" : undefined;
  };
};

/** Whether a run that begins beside the teacher leaves it: it stops as lost, or its loss still rises in the second half. */
async function leaves({ run, seed }: TrialContext, size: Size, flipped: Flipped): Promise<boolean> {
  const problem = linearStudent({ ...size, seed });
  const trace = await run(
    { contender: `${flipped.hidden} flips`, setting: sizeName(size) },
    problem,
    curlDescent({ signs: signsOf(problem, flipped) }),
    { steps, every: steps / 2, stop: hasLeft },
  );
  if (trace.status !== "budget") return true;
  const [, middle, last] = trace.rows;
  return last!.objective > middle!.objective && last!.objective > 1e-20 * problem.zeroLoss;
}

/** The critical fraction of each size, by eigenvalues; for those that are simulated, by runs too. */
export async function criticalFractions(
  context: TrialContext,
  { simulated, large, larger, flippedBy = (flips) => ({ hidden: flips }) }: CriticalSetup,
): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const size of [...simulated, ...large, ...larger]) {
    measurements[byEigenvalue(size)] = await fractionByEigenvalue(size, context.seed);
  }
  for (const size of simulated) {
    const isLost = (flips: number) => leaves(context, size, flippedBy(flips));
    measurements[byRuns(size)] = (await bracketLoss(isLost, 0, size.inputs)).estimate / size.inputs;
  }
  return measurements;
}

type CriticalSetup = {
  simulated: Size[];
  /** Held against the formula. */
  large: Size[];
  /** Told beside these, to see where they tend to. */
  larger: Size[];
  flippedBy?: (flips: number) => Flipped;
};

const intervalOf = (name: string, trials: Measurements[]): Interval => bootstrapInterval(trials.map(measured(name)));

/** One number of the interval of a mean over seeds. */
const ofInterval = (name: string, kind: string, read: (interval: Interval) => number): Statistic =>
  figure(kind, (trials) => read(intervalOf(name, trials)), measured(name));

const ratioOf = ({ inputs, hidden }: Size) => inputs / hidden;

const criteriaOf = ({ simulated, large }: CriticalSetup) => [
  ...simulated.map((size) => {
    const apart = difference(measured(byRuns(size)), measured(byEigenvalue(size)));
    return {
      measures: `flips between the critical number by runs and that by λ, ${sizeName(size)}`,
      statistic: largest((trial) => Math.abs(apart(trial)) * size.inputs),
      holds: atMost(1 + 1e-9),
    };
  }),
  ...large.map((size) => {
    const predicted = criticalFraction(ratioOf(size), "hidden") ?? Number.NaN;
    return {
      measures: `mean critical fraction by λ, less the one of large networks (${predicted.toFixed(3)}), ${sizeName(size)}`,
      statistic: ofInterval(byEigenvalue(size), "distance", ({ mean }) => Math.abs(mean - predicted)),
      holds: atMost(0.05),
    };
  }),
];

const remarksOf = ({ simulated, large, larger }: CriticalSetup) =>
  [...simulated.map(byRuns), ...[...simulated, ...large, ...larger].map(byEigenvalue)].flatMap((name) => [
    { measures: `${name}: mean`, statistic: ofInterval(name, "mean", ({ mean }) => mean) },
    { measures: `${name}: lower end of the 95 % interval`, statistic: ofInterval(name, "2.5 %", ({ low }) => low) },
    { measures: `${name}: upper end of the 95 % interval`, statistic: ofInterval(name, "97.5 %", ({ high }) => high) },
  ]);

const experiment = (setup: CriticalSetup, many: number): Experiment => ({
  setup:
    "Linear students beside linear teachers as in the claim 'transition', norms free. The number of flipped inputs at which " +
    `stability is lost is bracketed by bisection for each seed: by runs of ${steps} steps (lost: the loss rises a thousandfold, or ` +
    "still rises in the second half), and by the sign of λ. Means over seeds have bootstrap intervals. Inputs-hidden neurons " +
    `by runs: ${setup.simulated.map(sizeName).join(", ")}; by λ alone: ${[...setup.large, ...setup.larger].map(sizeName).join(", ")}.`,
  trials: seeds(...Array.from({ length: many }, (_, i) => i)),
  trial: (context) => criticalFractions(context, setup),
  criteria: criteriaOf(setup),
  remarks: remarksOf(setup),
});

export const critical = claim({
  id: "critical-fraction",
  says: "Stability of the solutions is lost at a critical fraction of flips, which random matrix theory tells from the network's shape.",
  source: "abstract; Figures 2 and 3",
  quick: experiment(
    {
      simulated: [{ inputs: 20, hidden: 50 }],
      large: [{ inputs: 80, hidden: 200 }],
      larger: [{ inputs: 160, hidden: 400 }],
    },
    10,
  ),
  full: experiment(
    {
      simulated: [{ inputs: 60, hidden: 150 }],
      large: [
        { inputs: 90, hidden: 300 },
        { inputs: 105, hidden: 300 },
        { inputs: 120, hidden: 300 },
        { inputs: 150, hidden: 300 },
      ],
      larger: [{ inputs: 320, hidden: 800 }],
    },
    10,
  ),
  reading:
    "Runs and the eigenvalues at each teacher agree; what is off is the formula, which is for infinitely large networks. The edge of a " +
    "finite spectrum lies further in, by about M^(−2/3), and since the edge moves slowly with the fraction of flips that is a lot of flips.",
});
