import type { ConsensusComparison } from "./black-box-report.ts";
import { compare, type Rounds } from "./compare.ts";
import { consensusContenders } from "./contenders.ts";
import type { Absent, Cbx } from "./peers.ts";
import type { ConsensusTask } from "./protocol.ts";

/* Steps of consensus-based optimization, ours and CBXpy's, with the same settings. */

const settings = { alpha: 50, dt: 0.02, sigma: Math.sqrt(1.6), lambda: 1, episode: 200, samples: 5, sampleSteps: 50 };

type Cloud = Pick<ConsensusTask, "particles" | "dimension" | "noise"> & { sigma?: number };

const clouds: Cloud[] = [
  { particles: 100, dimension: 2, noise: "anisotropic" },
  { particles: 100, dimension: 20, noise: "anisotropic" },
  { particles: 1000, dimension: 20, noise: "anisotropic" },
  // Isotropic noise grows with the dimension; with more the cloud would fly apart.
  { particles: 1000, dimension: 20, noise: "isotropic", sigma: Math.sqrt(1.6 / 20) },
  { particles: 1000, dimension: 100, noise: "anisotropic" },
];

/** Measures clouds of several sizes; CBXpy's where it was found. */
export async function compareConsensus(cbx: Cbx | Absent, rounds: Rounds): Promise<ConsensusComparison[]> {
  const comparisons: ConsensusComparison[] = [];
  for (const cloud of clouds) {
    const task = { ...settings, ...cloud };
    comparisons.push({ task, ...(await compare(consensusContenders(task, cbx), rounds)) });
  }
  return comparisons;
}
