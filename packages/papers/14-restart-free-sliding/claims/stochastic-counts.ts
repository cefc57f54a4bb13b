import { absoluteQuadratic, mSgs, proxSgd, rfAsgs, rfSgs, type SampledComposite } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type Trial } from "../../src/experiment.ts";
import { ratioOfMedians } from "../../src/statistic.ts";
import { type Counted, callsOf, countCalls, gapAtStart, lowest } from "./counts.ts";

type Parts = {
  trials: Trial[];
  /** Which data a trial has, where that is not always the same. */
  instanceOf(seed: number): number;
  tolerances: [loose: number, ...between: number[], tight: number];
  setup: string;
};

/** RF-SGS, M-SGS and prox-SGD with what the set-up tells them: M̂² = mean ‖C_i‖² and Δ₀. */
const contenders = (squaredVariation: number, initialGap: number): Record<string, Counted<SampledComposite>> => ({
  "RF-SGS": { method: rfSgs({ squaredVariation, initialGap }), limits: { calls: { subgradient: 500_000 } } },
  "M-SGS": { method: mSgs({ squaredVariation, initialGap }), limits: { calls: { subgradient: 500_000 } } },
  "prox-SGD": { method: proxSgd(), limits: { steps: 100_000 }, every: 10 },
});

function experiment({ trials, instanceOf, tolerances, setup }: Parts): Experiment {
  const [loose] = tolerances;
  const tight = tolerances.at(-1)!;
  const gradients = (contender: string, tolerance = tight) => callsOf("gradient", contender, tolerance);
  const cheap = (contender: string, tolerance = tight) => callsOf("subgradient", contender, tolerance);
  return {
    setup:
      "f a quadratic in 50 dimensions of rank 30 with L = 100, h the mean of 20 absolute values, of which one is drawn at a " +
      `time, χ = ‖x‖²/2. ${setup} RF-SGS and M-SGS know M̂² and the gap at the start; calls of both kinds until the gap is ` +
      `first within ${tolerances.join(", ")} (prox-SGD: looked at every 10th step).`,
    trials,
    async trial(context) {
      const problem = absoluteQuadratic({ instance: instanceOf(context.seed) });
      const { value: minimum } = await lowest(problem, [rfAsgs({ smoothing: 0.1 })], {
        calls: 60_000,
        signal: context.signal,
      });
      const initialGap = await gapAtStart(problem, proxSgd(), minimum);
      const measurements = {};
      for (const [contender, counted] of Object.entries(contenders(problem.meanSquare, initialGap))) {
        const label = { contender, setting: "absolute quadratic" };
        const counts = await countCalls(context, label, problem, counted, {
          minimum,
          tolerances,
          kinds: ["gradient", "subgradient"],
        });
        Object.assign(measurements, counts);
      }
      return measurements;
    },
    criteria: [
      {
        measures: `gradients of f to ${tight}, RF-SGS / M-SGS`,
        statistic: ratioOfMedians(gradients("RF-SGS"), gradients("M-SGS")),
        holds: atMost(0.8),
      },
      {
        measures: `subgradients to ${tight}, RF-SGS / M-SGS`,
        statistic: ratioOfMedians(cheap("RF-SGS"), cheap("M-SGS")),
        holds: atMost(0.9),
      },
      {
        measures: `gradients of f to ${tight}, RF-SGS / prox-SGD`,
        statistic: ratioOfMedians(gradients("RF-SGS"), gradients("prox-SGD")),
        holds: atMost(0.1),
      },
      {
        measures: "gradients of f, RF-SGS, to 0.01 / to 1",
        statistic: ratioOfMedians(gradients("RF-SGS", 0.01), gradients("RF-SGS", loose)),
        holds: atMost(5),
      },
      {
        measures: "subgradients, RF-SGS, to 0.01 / to 1",
        statistic: ratioOfMedians(cheap("RF-SGS", 0.01), cheap("RF-SGS", loose)),
        holds: atLeast(8),
      },
    ],
    remarks: [
      {
        measures: "gradients of f, prox-SGD, to 0.01 / to 1",
        statistic: ratioOfMedians(gradients("prox-SGD", 0.01), gradients("prox-SGD", loose)),
      },
    ],
  };
}

export const stochasticCounts = claim({
  id: "stochastic-counts",
  says: "RF-SGS needs O(log 1/ε) gradients of f and O(1/ε) stochastic subgradients, as multi-phase methods do, without restarts.",
  source: "abstract",
  quick: experiment({
    trials: seeds(0, 1, 2),
    instanceOf: () => 0,
    tolerances: [1, 0.1, 0.01],
    setup: "Always the same data; trials differ in the subgradients drawn.",
  }),
  full: experiment({
    trials: seeds(0, 1, 2, 3, 4),
    instanceOf: (seed) => seed,
    tolerances: [1, 0.1, 0.01, 0.001],
    setup: "Trials differ in data and in the subgradients drawn.",
  }),
  reading:
    "Judged by medians over trials: in a single trial M-SGS may need fewer subgradients. The constants of both sliding " +
    "methods were rebuilt; the paper's figures are not known.",
});
