import { bootstrapInterval, bracketLoss, groupNamed, type Interval, irreducibleParts, sweep } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { figure, largest, type Measurements, measured, type Statistic, smallest } from "../../src/statistic.ts";
import { sweptOf } from "./swept.ts";
import { accuracyAtEnd, train } from "./training-runs.ts";

export type Boundary = {
  groups: string[];
  /** Multiples c of M log M pairs, in ascending order. */
  multiples: number[];
  hidden: number;
  learningRate: number;
  weightDecay: number;
  epochs: number;
  /** Whether the c at which test accuracy passes a half is bracketed to a tenth between the first and the last. */
  isBracketed: boolean;
};

/** The factor d/2 of groups that do not commute, 1 of others. */
const factorOf = (group: string) =>
  Math.max(2, ...irreducibleParts(groupNamed(group)).map(({ dimension }) => dimension)) / 2;

/** n = c M log M pairs, of groups that do not commute d/2 times as many; all of them at most. */
export function pairsFor(group: string, multiple: number): number {
  const { order: M } = groupNamed(group);
  return Math.min(M * M, Math.round(factorOf(group) * multiple * M * Math.log(M)));
}

const accuracyName = (kind: string, group: string, c: number) => `${kind} accuracy, ${group}, c = ${c}`;
const criticalName = (group: string) => `critical c, ${group}`;

export async function boundary(context: TrialContext, setup: Boundary): Promise<Measurements> {
  const { groups, multiples, hidden, learningRate, weightDecay, epochs } = setup;
  const measurements: Measurements = {};
  const accuracies = async (group: string, c: number) => {
    const trace = await train(context, {
      label: { contender: `c = ${c}`, setting: `group ${group}` },
      problem: { group, hidden, trainSamples: pairsFor(group, c) },
      learningRate,
      weightDecay,
      epochs,
      every: epochs,
    });
    return { test: accuracyAtEnd(trace), train: accuracyAtEnd(trace, "train") };
  };
  const measure = sweptOf(({ group, c }: { group: string; c: number }) => accuracies(group, c));
  const plan = { axes: { group: groups, c: multiples }, seeds: [context.seed] };
  for await (const { setting, values } of sweep(plan, measure.cell, { signal: context.signal })) {
    for (const [kind, value] of Object.entries(values)) {
      measurements[accuracyName(kind, setting.group, setting.c)] = value;
    }
  }
  measure.rethrow();
  if (!setup.isBracketed) return measurements;
  const tenths = multiples.map((c) => Math.round(10 * c));
  for (const group of groups) {
    const generalises = async (tenth: number) => {
      const known = measurements[accuracyName("test", group, tenth / 10)];
      return (known ?? (await accuracies(group, tenth / 10)).test) >= 0.5;
    };
    const { estimate } = await bracketLoss(generalises, tenths[0]!, tenths.at(-1)!);
    measurements[criticalName(group)] = estimate / 10;
  }
  return measurements;
}

const ofInterval = (name: string, kind: string, read: (interval: Interval) => number): Statistic =>
  figure(kind, (trials) => read(bootstrapInterval(trials.map(measured(name)))), measured(name));

const experimentOf = (setup: Boundary, many: number, setupText: string): Experiment => {
  const [few, enough] = [setup.multiples[0]!, setup.multiples.at(-1)!];
  return {
    setup: setupText,
    trials: seeds(...Array.from({ length: many }, (_, i) => i)),
    trial: (context) => boundary(context, setup),
    criteria: setup.groups.flatMap((group) => [
      {
        measures: `test accuracy, ${group}, n = ${few} M log M = ${pairsFor(group, few)}`,
        statistic: largest(measured(accuracyName("test", group, few))),
        holds: atMost(0.5),
      },
      {
        measures: `test accuracy, ${group}, n = ${enough} M log M = ${pairsFor(group, enough)}`,
        statistic: smallest(measured(accuracyName("test", group, enough))),
        holds: atLeast(0.9),
      },
    ]),
    remarks: setup.groups.flatMap((group) => [
      {
        measures: `train accuracy, ${group}, n = ${few} M log M`,
        statistic: smallest(measured(accuracyName("train", group, few))),
      },
      ...(setup.isBracketed
        ? [
            {
              measures: `critical c, ${group}: mean`,
              statistic: ofInterval(criticalName(group), "mean", ({ mean }) => mean),
            },
            {
              measures: `critical c, ${group}: lower end of the 95 % interval`,
              statistic: ofInterval(criticalName(group), "2.5 %", ({ low }) => low),
            },
            {
              measures: `critical c, ${group}: upper end of the 95 % interval`,
              statistic: ofInterval(criticalName(group), "97.5 %", ({ high }) => high),
            },
          ]
        : setup.multiples.map((c) => ({
            measures: `least test accuracy, ${group}, c = ${c}`,
            statistic: smallest(measured(accuracyName("test", group, c))),
          }))),
    ]),
  };
};

export const quickBoundary: Boundary = {
  groups: ["17", "23"],
  multiples: [2.5, 3.5],
  hidden: 192,
  learningRate: 0.005,
  weightDecay: 3e-4,
  epochs: 700,
  isBracketed: true,
};

const fullBoundary: Boundary = {
  groups: ["23", "41", "71", "97", "127", "4x7", "D12", "S4"],
  multiples: [2, 2.25, 2.5, 2.75, 3, 3.25, 3.5],
  hidden: 2048,
  learningRate: 5e-4,
  weightDecay: 2e-4,
  epochs: 3000,
  isBracketed: false,
};

export const scalingLaw = claim({
  id: "scaling-law",
  says: "How many pairs are needed to generalise grows as M log M: the same multiple separates, whatever M.",
  source: "Theorem 4, Figure 5",
  quick: experimentOf(
    quickBoundary,
    3,
    "Sums modulo 17 and 23, K = 192, Adam at 0.005 with weight decay 3e-4, 700 epochs, on n = c M log M pairs with c = 2.5 and 3.5. " +
      "Between them the c at which test accuracy passes ½ is bracketed to 0.1 by bisection for each seed; means have bootstrap intervals.",
  ),
  full: experimentOf(
    fullBoundary,
    20,
    "The boundary grid of Figure 5: M = 23, 41, 71, 97, 127, Z₄ × Z₇, D₁₂ and S₄ (with d/2 times the pairs), K = 2048, Adam at 5e-4 with " +
      "weight decay 2e-4, 3000 epochs, c from 2 to 3.5. Meant for a GPU: on two cores it takes weeks.",
  ),
  reading:
    "A test of the same c at two sizes, not of the exponent: between M = 17 and 23, log M changes by a tenth only.",
});
