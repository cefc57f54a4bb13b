import { curlDescent, fluctuation, linearStudent, observe, type TwoLayers } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import {
  countOf,
  figure,
  largest,
  type Measurements,
  measured,
  median,
  type Reading,
  ratioOfMedians,
  type Statistic,
  smallest,
} from "../../src/statistic.ts";
import { type Flipped, lambdaAtTeacher, signsOf } from "./networks.ts";

type Row = { name: string; inputs: number; hidden: number; flipped: Flipped };

const rows: Row[] = [
  { name: "20-50, hidden 1/20", inputs: 20, hidden: 50, flipped: { hidden: 1 } },
  { name: "20-50, hidden 16/20", inputs: 20, hidden: 50, flipped: { hidden: 16 } },
  { name: "20-80, hidden 20/20", inputs: 20, hidden: 80, flipped: { hidden: 20 } },
  { name: "20-20, hidden 6/20", inputs: 20, hidden: 20, flipped: { hidden: 6 } },
];
const readout: Row = { name: "5-50, readout 30/50", inputs: 5, hidden: 50, flipped: { readout: 30 } };

const lambdaOf = ({ name }: Row) => measured(`λ, ${name}`);
const lossOf = ({ name }: Row) => measured(`relative loss, ${name}`);
const qOf = ({ name }: Row) => measured(`q, ${name}`);

const tail = 500;

/** From the teacher, a small push away: λ there, the median loss at the end over that of a zero student, and q. */
async function perturbed(
  { run, seed }: TrialContext,
  { name, inputs, hidden, flipped }: Row,
  { steps = 3000, flips = flipped } = {},
): Promise<Measurements> {
  const problem = linearStudent({ inputs, hidden, seed });
  const motion = fluctuation();
  const losses: number[] = [];
  const method = observe(curlDescent({ signs: signsOf(problem, flips), fixNorms: true })<TwoLayers>, {
    from: steps - tail + 1,
    async look({ W1, W2 }: TwoLayers, { objective }) {
      losses.push(objective / problem.zeroLoss);
      motion.add([...(await W1.ref.data()), ...(await W2.ref.data())]);
      return {};
    },
  });
  const trace = await run({ contender: "curl descent", setting: name }, problem, method, { steps, every: 20 });
  const isWhole = trace.status === "budget";
  losses.sort((a, b) => a - b);
  return {
    [`λ, ${name}`]: lambdaAtTeacher(problem, flipped),
    [`relative loss, ${name}`]: isWhole ? losses[losses.length >> 1]! : Number.POSITIVE_INFINITY,
    [`q, ${name}`]: isWhole ? motion.q() : Number.NaN,
  };
}

/** The largest or smallest loss among the runs whose λ is of one kind; NaN if a run was not measured, or none is of it. */
function lossWhere(
  kind: string,
  over: Row[],
  isMeant: (lambda: number) => boolean,
  extreme: (...values: number[]) => number,
): Statistic {
  const losses = (trials: Measurements[]) =>
    trials.flatMap((trial) =>
      over.flatMap((row) => {
        const lambda = lambdaOf(row)(trial);
        if (Number.isNaN(lambda)) return [Number.NaN];
        return isMeant(lambda) ? [lossOf(row)(trial)] : [];
      }),
    );
  const value = (trials: Measurements[]) => {
    const chosen = losses(trials);
    return chosen.length === 0 ? Number.NaN : extreme(...chosen);
  };
  return { kind, value, spread: losses };
}

const judged = { stable: (lambda: number) => lambda < -0.03, lost: (lambda: number) => lambda > 0.06 };

/** The experiment; `flips` are those that are run in place of a row's own, for a control. */
export const transitionExperiment = (flips?: Flipped): Experiment => ({
  setup:
    "Linear students of linear teachers by the expected loss (inputs N(0, ½)), begun at the teacher with W₁ perturbed by " +
    "N(0, 1e-6/M); step size 0.1, 3000 steps, norms fixed, presynaptic flips of the first neurons. Inputs-hidden neurons: 20-50 " +
    "with 1 and 16 inputs flipped, 20-80 with all, 20-20 with 6; 5-50 with 30 hidden neurons flipped in the readout. λ is the " +
    "largest eigenvalue of the linearisation at the teacher; losses are medians of the last 500 steps, over that of a student " +
    "that answers 0; −0.03 ≤ λ ≤ 0.06 is not judged.",
  trials: seeds(0, 1, 2, 3, 4),
  async trial(context) {
    const measurements: Measurements = {};
    for (const row of [...rows, readout]) {
      Object.assign(measurements, await perturbed(context, row, flips && { flips }));
    }
    return measurements;
  },
  criteria: [
    {
      measures: "relative loss where λ < −0.03, flips before the hidden layer",
      statistic: lossWhere("largest", rows, judged.stable, Math.max),
      holds: atMost(1e-6),
    },
    {
      measures: "relative loss where λ > 0.06, flips before the hidden layer",
      statistic: lossWhere("smallest", rows, judged.lost, Math.min),
      holds: atLeast(0.1),
    },
    {
      measures: "q, 16 flips of 20 / 1 flip of 20",
      statistic: ratioOfMedians(qOf(rows[1]!), qOf(rows[0]!)),
      holds: atLeast(1e6),
    },
    {
      measures: "of five seeds, those in which λ > 0 and yet the loss ends below 1e-2, flips in the readout",
      statistic: countOf((trial) => lambdaOf(readout)(trial) > 0 && lossOf(readout)(trial) < 1e-2),
      holds: atLeast(4),
    },
  ],
  remarks: [
    ...[...rows, readout].flatMap((row) => [
      { measures: `λ at the teacher, ${row.name}`, statistic: median(lambdaOf(row)) },
      { measures: `relative loss at the end, ${row.name}`, statistic: median(lossOf(row)) },
    ]),
    { measures: "q, 16 flips of 20", statistic: median(qOf(rows[1]!)) },
  ],
});

/** Ratios c = M/N with M + N = 220, evenly in their logarithms. */
const ratios = Array.from({ length: 10 }, (_, i) => 10 ** (-1 + (i * 3) / 9));
const fractions = Array.from({ length: 11 }, (_, i) => i / 10);
const cells: Row[] = ratios.flatMap((c) => {
  const inputs = Math.max(2, Math.min(218, Math.round((220 * c) / (1 + c))));
  return fractions.map((fraction) => ({
    name: `c = ${c.toPrecision(2)}, ${fraction}`,
    inputs,
    hidden: 220 - inputs,
    flipped: { hidden: Math.round(fraction * inputs) },
  }));
});

/** Of the cells that are judged, the share that ends as λ says. */
const agreement: Reading = (trial) => {
  const ends = cells.flatMap((row) => {
    const lambda = lambdaOf(row)(trial);
    const loss = lossOf(row)(trial);
    if (Number.isNaN(lambda)) return [Number.NaN];
    if (judged.stable(lambda)) return [Number(loss < 1e-6)];
    return judged.lost(lambda) ? [Number(loss > 0.1)] : [];
  });
  return ends.reduce((sum, end) => sum + end, 0) / ends.length;
};

const full: Experiment = {
  setup:
    "The phase diagram of flips before the hidden layer: as in the quick experiment, with M + N = 220, ten ratios M/N from 0.1 to 100 and " +
    "eleven fractions, 3000 steps (the paper: 20 ratios, 21 fractions, 1e5 epochs on 250 samples).",
  trials: seeds(0, 1, 2),
  async trial(context) {
    const measurements: Measurements = {};
    for (const row of cells) Object.assign(measurements, await perturbed(context, row));
    return measurements;
  },
  criteria: [
    { measures: "share of judged cells that end as λ says", statistic: smallest(agreement), holds: atLeast(0.95) },
  ],
  remarks: [
    {
      measures: "cells that are judged",
      statistic: figure(
        "mean",
        (trials) => trials.length && countJudged(trials) / trials.length,
        (trial) => countJudged([trial]),
      ),
    },
    { measures: "largest q", statistic: largest((trial) => Math.max(...cells.map((row) => qOf(row)(trial) || 0))) },
  ],
};

const countJudged = (trials: Measurements[]) =>
  trials.flatMap((trial) => cells.map((row) => lambdaOf(row)(trial)).filter((l) => judged.stable(l) || judged.lost(l)))
    .length;

export const transition = claim({
  id: "transition",
  says:
    "A small curl leaves solutions stable; beyond a critical one, flips before the hidden layer end in chaos, while flips in the " +
    "readout leave an unstable solution for a stable one.",
  source: "abstract; Figures 2 to 4",
  quick: transitionExperiment(),
  full,
  reading:
    "Judged by the largest eigenvalue at the teacher of each run, not by the fraction of flips alone: at these sizes the critical " +
    "fraction differs from seed to seed.",
});
