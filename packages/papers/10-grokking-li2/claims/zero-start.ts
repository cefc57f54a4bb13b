import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { type Measurements, mean, measured, ratioOfMeans } from "../../src/statistic.ts";
import { learningRate, small } from "./grokking.ts";
import { epochsOf, train } from "./training-runs.ts";

type Setup = { problem: typeof small; epochs: number };

export async function bothStarts(
  context: TrialContext,
  { problem, epochs }: Setup,
  zeroInit = 0,
): Promise<Measurements> {
  const measurements: Measurements = {};
  for (const [name, topInit] of Object.entries({ "V = 0": zeroInit, "V random": 1 })) {
    const trace = await train(context, {
      label: { contender: name, setting: `Z${problem.group}` },
      problem: { ...problem, topInit },
      learningRate,
      weightDecay: 5e-4,
      epochs,
      untilGeneral: true,
    });
    measurements[name] = Math.min(epochsOf(trace).generalised, epochs);
  }
  return measurements;
}

const experiment = (setup: Setup, many: number, name: string): Experiment => ({
  setup: `${name} with weight decay 5e-4, the top layer at first 0 or as usual, until 95 % of the test pairs are right or for ${setup.epochs} epochs.`,
  trials: seeds(...Array.from({ length: many }, (_, i) => i)),
  trial: (context) => bothStarts(context, setup),
  criteria: [
    {
      measures: "epoch of generalisation, V = 0 / V random",
      statistic: ratioOfMeans(measured("V = 0"), measured("V random")),
      holds: atMost(0.9),
    },
  ],
  remarks: ["V = 0", "V random"].map((start) => ({
    measures: `epoch of generalisation, ${start}`,
    statistic: mean(measured(start)),
  })),
});

export const zeroStart = claim({
  id: "zero-start",
  says: "A top layer that starts at 0 lets a network generalise sooner.",
  source: "Figures 10 to 17",
  quick: experiment({ problem: small, epochs: 1000 }, 3, "The network of the claim 'grokking'"),
  full: experiment(
    { problem: { group: "41", hidden: 256, trainFraction: 0.8 }, epochs: 3000 },
    5,
    "Sums modulo 41, 80 % of the pairs, K = 256, Adam at 0.005",
  ),
});
