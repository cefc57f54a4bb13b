import { multiTaskToy2 } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import type { Experiment } from "../../src/experiment.ts";
import { allContenders, hitsOf, mostHitsOf, pick, toyTrials } from "./toy-runs.ts";

const toy = multiTaskToy2();
const counted = { starts: toy.starts.length, within: 0.5 };
const rivals = ["LS", "CAGrad", "Aligned-MTL", "Nash-MTL"];
const others = ["PCGrad", "MGDA", "IMTL-G", "FAMO", "GradDrop"];

const hits = (name: string) => ({
  measures: `starts from which ${name} arrives, of 6`,
  statistic: hitsOf(name, counted),
});

const experiment = (learningRate: number, steps: number, against: string[]): Experiment => ({
  setup:
    `The toy problem with two optima, the paper's six starts, Adam at ${learningRate}, ${steps} steps, float64, SAM-GS with ` +
    "γ = 0.1, β₂ = 0.99. Arrived is who ends within 0.5 of the lowest sum of the losses.",
  ...toyTrials({
    toy,
    starts: toy.starts,
    contenders: pick(allContenders(learningRate, -52), "SAM-GS", ...against),
    steps,
    every: steps / 100,
  }),
  criteria: [
    { ...hits("SAM-GS"), holds: atLeast(4) },
    {
      measures: "starts from which the best of the others arrives, of 6",
      statistic: mostHitsOf(against, counted),
      holds: atMost(3),
    },
  ],
  remarks: against.map(hits),
});

export const twoOptima = claim({
  id: "two-optima",
  says: "Where two points serve both tasks equally well, SAM-GS reaches one of them from most starts, and from more than others.",
  source: "section 5.1, Fig. 4",
  quick: experiment(1e-2, 2000, rivals),
  full: experiment(1e-3, 20_000, [...rivals, ...others]),
  reading:
    "From (0, 10) and (0, −8), on the line of symmetry, the two gradients never differ in length, and SAM-GS ends at the " +
    "saddle between. The quick set-up takes steps ten times as long as the paper's, in which CAGrad fares better.",
});
