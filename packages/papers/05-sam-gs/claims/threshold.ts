import { multiTaskToy1, samGs } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import type { Experiment } from "../../src/experiment.ts";
import { hitsOf, toyTrials } from "./toy-runs.ts";

const toy = multiTaskToy1();
const counted = { starts: toy.starts.length, within: 0.05 };
const name = (gamma: number) => `γ = ${gamma}`;
const hits = (gamma: number) => ({
  measures: `starts from which γ = ${gamma} arrives, of 7`,
  statistic: hitsOf(name(gamma), counted),
});

const experiment = (learningRate: number, steps: number, inside: number[], told: number[]): Experiment => ({
  setup:
    `SAM-GS on the toy problem with one optimum, the paper's seven starts, Adam at ${learningRate}, ${steps} steps, β₂ = 0.99, ` +
    "float64; γ = 0 never equalises, γ = 1 always but for exactly equal lengths.",
  ...toyTrials({
    toy,
    starts: toy.starts,
    contenders: Object.fromEntries(
      [0, ...inside, ...told, 1].map((gamma) => [
        name(gamma),
        samGs({ learningRate, threshold: gamma, scaleByTasks: true }),
      ]),
    ),
    steps,
    every: steps / 100,
  }),
  criteria: [
    { ...hits(0), holds: atMost(6) },
    { ...hits(1), holds: atMost(6) },
    ...inside.map((gamma) => ({ ...hits(gamma), holds: atLeast(7) })),
  ],
  remarks: told.map(hits),
});

export const threshold = claim({
  id: "threshold",
  says: "Both parts of SAM-GS are needed: a threshold of 0 or 1, which leaves one of them out, does worse than one between.",
  source: "section 5.4, Fig. 5 (ablation of γ)",
  quick: experiment(1e-2, 2000, [0.1, 0.2], [0.5]),
  full: experiment(1e-3, 20_000, [0.1, 0.2], [0.05, 0.3, 0.5, 0.7, 0.9]),
  reading:
    "On this problem low thresholds are best, as in the paper's toy settings; its benchmarks use 0.9. Which one is best is a " +
    "matter of the problem.",
});
