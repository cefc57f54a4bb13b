import { sven } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { fullWave, quickWave, type WaveSize, waveProblem } from "../../src/setups/damped-wave.ts";
import { type Reading, ratioOfMedians } from "../../src/statistic.ts";
import { endsOnWave, lossOf } from "./wave-runs.ts";

const name = (rank: number) => `k = ${rank}`;
const loss = (rank: number): Reading => lossOf(name(rank));

type Parts = { setup: string; size: WaveSize; steps: number; every: number; ranks: number[]; trials: number };

function experiment({ setup, size, steps, every, ranks, trials }: Parts): Experiment {
  const [quarter, half, usual, all] = ranks as [number, number, number, number];
  return {
    setup: `Training on ${setup}. Sven with κ = 2, rtol = 1e-3 at 0.1, and k = ${ranks.join(", ")}.`,
    trials: seeds(...Array.from({ length: trials }, (_, i) => i + 1)),
    trial: (context) =>
      endsOnWave(
        context,
        () => waveProblem(context.seed, size),
        Object.fromEntries(ranks.map((rank) => [name(rank), { method: sven({ rank }) }])),
        { steps, every },
      ),
    criteria: [
      [quarter, half],
      [half, usual],
    ].map(([fewer, more]) => ({
      measures: `loss, k = ${fewer} / k = ${more}`,
      statistic: ratioOfMedians(loss(fewer!), loss(more!)),
      holds: atLeast(5),
    })),
    remarks: [{ measures: `loss, k = ${all} / k = ${usual}`, statistic: ratioOfMedians(loss(all), loss(usual)) }],
  };
}

export const rank = claim({
  id: "rank",
  says: "The number of singular values kept trades cost for progress: with a quarter or a half of the usual k the loss stays far higher.",
  source: "method: k sets the overhead over SGD",
  quick: experiment({ ...quickWave, every: 4, ranks: [4, 8, 16, 32], trials: 5 }),
  full: experiment({
    setup: `${fullWave.setup}, 10 epochs`,
    size: fullWave.size,
    steps: 10 * fullWave.stepsPerEpoch,
    every: 10,
    ranks: [8, 16, 64, 128],
    trials: 2,
  }),
  reading:
    "Beyond some k nothing changes, since rtol cuts first; how much is lost below it depends on how fast the singular values " +
    "fall.",
});
