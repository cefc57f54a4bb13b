import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { largest, type Measurements, measured, smallest } from "../../src/statistic.ts";
import { type AscentEnd, ascend } from "./ascents.ts";

type Group = { group: string; nodes: number; steps?: number };

const read = (group: string, what: keyof AscentEnd) => measured(`${group}: ${what}`);

/** Ascents of each group's nodes, under the group's name. */
export async function maximaOf(context: TrialContext, groups: Group[], trainFraction = 1): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const { group, nodes, steps } of groups) {
    const label = { contender: "energy ascent", setting: `group ${group}` };
    const problem = { group, nodes, trainFraction };
    const end = await ascend(context, { label, problem, ...(steps !== undefined && { steps }) });
    for (const [what, value] of Object.entries(end)) measurements[`${group}: ${what}`] = value;
  }
  return measurements;
}

const criteriaOf = ({ group }: Group, least?: number) => [
  {
    measures: `group ${group}: largest |E/E* − 1| over nodes, E* of the part each node is in`,
    statistic: largest(read(group, "worstEnergy")),
    holds: atMost(0.01),
  },
  {
    measures: `group ${group}: least purity over nodes`,
    statistic: smallest(read(group, "leastPurity")),
    holds: atLeast(0.99),
  },
  ...(least === undefined
    ? []
    : [
        {
          measures: `group ${group}: different features found`,
          statistic: smallest(read(group, "distinct")),
          holds: atLeast(least),
        },
      ]),
];

const quickGroups: Group[] = [
  { group: "23", nodes: 64 },
  { group: "10", nodes: 200 },
];
const fullGroups: Group[] = [
  { group: "71", nodes: 256 },
  { group: "4x7", nodes: 128, steps: 200 },
  { group: "S3", nodes: 64, steps: 200 },
  { group: "D5", nodes: 64, steps: 200 },
  { group: "D12", nodes: 128, steps: 400 },
  { group: "S4", nodes: 128, steps: 400 },
];

const quick: Experiment = {
  setup:
    "All pairs of Z₂₃, 64 nodes, and of Z₁₀, 200 nodes; σ(x) = x², starts N(0, 1) normalised, unit steps along each node's gradient, " +
    "then normalised, 40 times. E* is M/4, for frequency M/2 of an even M it is M/2. Purity: a node's share of Fourier power in " +
    "its strongest frequency, both operands together.",
  trials: seeds(0),
  trial: (context) => maximaOf(context, quickGroups),
  criteria: [...criteriaOf(quickGroups[0]!, 9), criteriaOf(quickGroups[1]!)[0]!],
  remarks: [
    { measures: "group 10: least purity over nodes", statistic: smallest(read("10", "leastPurity")) },
    { measures: "group 10: different features found, of 5", statistic: smallest(read("10", "distinct")) },
  ],
};

const full: Experiment = {
  setup:
    "As in the quick experiment on Z₇₁, Z₄ × Z₇, S₃, D₅, D₁₂ and S₄, with more nodes and steps. E* is M/(4 d) in a pair of " +
    "conjugate irreducible representations of dimension d, M/(2 d) in a real one.",
  trials: seeds(0, 1, 2),
  trial: (context) => maximaOf(context, fullGroups),
  criteria: fullGroups.flatMap((group) => criteriaOf(group)),
  remarks: fullGroups.flatMap(({ group }) => [
    { measures: `group ${group}: different features found`, statistic: smallest(read(group, "distinct")) },
    { measures: `group ${group}: share of nodes within 1 % of E*`, statistic: smallest(read(group, "atMaximum")) },
  ]),
};

export const energyMaxima = claim({
  id: "energy-maxima",
  says: "Every local maximum of the energy lies in one irreducible representation; for modular addition it is a single Fourier frequency.",
  source: "Theorem 2, Corollary 2",
  quick,
  full,
  reading: "Levels are those of σ(x) = x², four times the printed ones, which belong to x²/2.",
});
