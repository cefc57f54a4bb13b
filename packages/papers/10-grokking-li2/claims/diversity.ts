import { bootstrapInterval } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { difference, figure, type Measurements, mean, measured } from "../../src/statistic.ts";
import { ascend } from "./ascents.ts";

type Setup = { group: string; nodes: number };

const rules = { independent: "gradient", Muon: "muon" } as const;

/** Nodes by their own gradients and by Muon's, from the same start; `muonRule` is another for a control. */
export async function bothWays(
  context: TrialContext,
  { group, nodes }: Setup,
  muonRule: "muon" | "gradient" = rules.Muon,
): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const name of ["independent", "Muon"] as const) {
    const rule = name === "Muon" ? muonRule : rules[name];
    const end = await ascend(context, {
      label: { contender: name, setting: `Z${group}` },
      problem: { group, nodes },
      rule: { rule, stepSize: 0.3 },
    });
    measurements[`distinct, ${name}`] = end.distinct;
    measurements[`purity, ${name}`] = end.meanPurity;
  }
  return measurements;
}

const gained = difference(measured("distinct, Muon"), measured("distinct, independent"));

const experiment = (setup: Setup, many: number): Experiment => ({
  setup:
    `All pairs of Z${setup.group}, ${setup.nodes} nodes, 40 steps of length 0.3, columns normalised after each: along each node's own ` +
    "gradient, normalised, or along NS(∇E) with the reference coefficients. A frequency counts as found by a node of purity above 0.9.",
  trials: seeds(...Array.from({ length: many }, (_, i) => i)),
  trial: (context) => bothWays(context, setup),
  criteria: [
    { measures: "different frequencies, Muon − independent", statistic: mean(gained), holds: atLeast(0.3) },
    ...Object.keys(rules).map((name) => ({
      measures: `purity, ${name}`,
      statistic: mean(measured(`purity, ${name}`)),
      holds: atLeast(0.95),
    })),
  ],
  remarks: [
    ...Object.keys(rules).map((name) => ({
      measures: `different frequencies, ${name}`,
      statistic: mean(measured(`distinct, ${name}`)),
    })),
    {
      measures: "different frequencies, Muon − independent: lower end of the 95 % interval",
      statistic: figure("2.5 %", (trials) => bootstrapInterval(trials.map(gained)).low, gained),
    },
  ],
});

export const muonDiversity = claim({
  id: "muon-diversity",
  says: "With Muon hidden nodes find more different features than by their own gradients.",
  source: "section 5.3",
  quick: experiment({ group: "23", nodes: 22 }, 30),
  full: experiment({ group: "31", nodes: 30 }, 100),
});
