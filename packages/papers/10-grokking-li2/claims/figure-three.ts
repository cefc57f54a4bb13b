import {
  adam,
  groupArithmetic,
  irreducibleParts,
  observe,
  type PairNetwork,
  type StageReading,
  stageLook,
  type Trace,
} from "gradus";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { largest, type Measurements, measured, smallest } from "../../src/statistic.ts";
import { accuracyAtEnd, epochsOf } from "./training-runs.ts";

type Setup = { M: number; hidden: number; samples: number; decay: number; rate: number; epochs: number; every: number };

const instruments: StageReading[] = ["gradient", "gram", "purity", "repulsion", "updates"];

/** One of the figure's two runs, with every instrument attached. */
function watch({ run, seed }: TrialContext, setup: Setup, weightDecay: number): Promise<Trace> {
  const { M, hidden, samples, rate, epochs, every } = setup;
  const problem = groupArithmetic({ group: String(M), hidden, trainSamples: samples, seed });
  // The loss is a mean without ½, of which the theory's η is n w/2.
  const eta = (samples * setup.decay) / 2;
  const look = stageLook(problem, { read: instruments, eta, parts: irreducibleParts(problem.group) });
  const method = observe(adam({ learningRate: rate, weightDecay })<PairNetwork>, {
    every,
    look: async (params, at) => ({ ...(await problem.metrics(params)), ...(await look(params, at)) }),
  });
  return run({ contender: weightDecay > 0 ? "weight decay" : "none", setting: `M = ${M}` }, problem, method, {
    steps: epochs,
    every,
  });
}

const extreme = (trace: Trace, name: string, of: (...values: number[]) => number) =>
  of(...trace.rows.map(({ extra }) => extra[name] ?? Number.NaN).filter((value) => !Number.isNaN(value)));

export async function figureThreeRuns(context: TrialContext, setup: Setup): Promise<Measurements> {
  const decayed = await watch(context, setup, setup.decay);
  const plain = await watch(context, setup, 0);
  const {
    memorised,
    generalised,
    delay,
    strongestSignal = Number.NaN,
  } = epochsOf(decayed) as ReturnType<typeof epochsOf> & {
    strongestSignal?: number;
  };
  return {
    memorised,
    generalised,
    delay,
    strongestSignal,
    "test accuracy": accuracyAtEnd(decayed),
    "test accuracy without": accuracyAtEnd(plain),
    "off-diagonal": extreme(decayed, "offDiagonal", Math.max),
    repelled: extreme(decayed, "repelled", Math.min),
    purity: extreme(decayed, "purity", Math.max),
  };
}

const setup: Setup = { M: 71, hidden: 2048, samples: 2016, decay: 2e-4, rate: 1e-3, epochs: 1000, every: 20 };

export const figureThree: Experiment = {
  setup:
    "Figure 3: sums modulo 71, K = 2048, n = 2016, Adam at 1e-3 with coupled weight decay 2e-4 and with none, 1000 epochs, every " +
    "instrument read each 20 epochs. On two cores about half an hour a seed.",
  trials: seeds(...Array.from({ length: 15 }, (_, i) => i)),
  trial: (context) => figureThreeRuns(context, setup),
  criteria: [
    {
      measures: "test accuracy at the end, weight decay 2e-4",
      statistic: smallest(measured("test accuracy")),
      holds: atLeast(0.95),
    },
    {
      measures: "test accuracy at the end, none",
      statistic: largest(measured("test accuracy without")),
      holds: atMost(0.5),
    },
    {
      measures: "largest mean |off-diagonal| of F̃ᵀF̃ over mean diagonal",
      statistic: largest(measured("off-diagonal")),
      holds: atMost(0.08),
    },
  ],
  remarks: [
    { measures: "epoch of generalisation over that of memorisation", statistic: smallest(measured("delay")) },
    { measures: "epoch at which ‖G_F‖ is largest", statistic: smallest(measured("strongestSignal")) },
    { measures: "least share of the 200 most similar pairs that repel", statistic: smallest(measured("repelled")) },
    { measures: "largest mean purity", statistic: smallest(measured("purity")) },
  ],
};
