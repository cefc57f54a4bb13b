import {
  type EnergyAscentOptions,
  energyAscent,
  energyMaximum,
  featurePower,
  featurePurity,
  type IndependentFeaturesOptions,
  independentFeatures,
  irreducibleParts,
  lastRow,
  linearAlgebra,
  observe,
} from "gradus";
import type { RunLabel, TrialContext } from "../../src/experiment.ts";

export type Ascent = {
  label: RunLabel;
  problem: IndependentFeaturesOptions;
  rule?: EnergyAscentOptions;
  steps?: number;
};

/** What nodes stand for at the end of an ascent. */
export type AscentEnd = {
  /** The largest |E/E* − 1|, E* being the maximum of the part in which a node is strongest. */
  worstEnergy: number;
  /** The share of nodes within 1 % of it. */
  atMaximum: number;
  leastPurity: number;
  meanPurity: number;
  /** Different parts with a node of purity above 0.9. */
  distinct: number;
  /** Parts other than the trivial one. */
  parts: number;
};

/** Lets nodes climb, and reads their energies and purities at the end. */
export async function ascend(
  { run }: TrialContext,
  { label, problem: options, rule, steps = 40 }: Ascent,
): Promise<AscentEnd> {
  const problem = independentFeatures(options);
  const parts = irreducibleParts(problem.group);
  const watched = observe(energyAscent(rule), {
    every: steps,
    async look(answer) {
      const W = await linearAlgebra.fromArray(answer);
      const { purity, strongest, distinct } = featurePurity(featurePower(W, parts), parts);
      const { energies } = problem.featureEnergy(W);
      const off = Array.from(energies, (energy, j) =>
        Math.abs(energy / energyMaximum(parts[strongest[j]!]!, problem.group.order) - 1),
      );
      return {
        worstEnergy: Math.max(...off),
        atMaximum: off.filter((x) => x <= 0.01).length / off.length,
        leastPurity: Math.min(...purity),
        meanPurity: purity.reduce((sum, p) => sum + p, 0) / purity.length,
        distinct,
      };
    },
  });
  const trace = await run(label, problem, watched, { steps });
  return { ...lastRow(trace).extra, parts: parts.length - 1 } as AscentEnd;
}
