import { lbfgs, sven } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { fullWave, quickWave, waveProblem } from "../../src/setups/damped-wave.ts";
import { median, ratio } from "../../src/statistic.ts";
import { endsOnWave, lossOf, secondsOf } from "./wave-runs.ts";

const criteria = [
  {
    measures: "loss, Sven with κ = 1 / L-BFGS",
    statistic: median(ratio(lossOf("Sven, κ = 1"), lossOf("L-BFGS"))),
    holds: atMost(3),
  },
];

const remarks = [
  {
    measures: "seconds, Sven with κ = 1 / L-BFGS",
    statistic: median(ratio(secondsOf("Sven, κ = 1"), secondsOf("L-BFGS"))),
  },
];

const quick: Experiment = {
  setup:
    `Training on ${quickWave.setup}. Sven with κ = 1, k = 16, rtol = 1e-3 at 0.05; L-BFGS with a memory of 10 and strong ` +
    "Wolfe conditions on all samples at once, as many iterations as Sven has steps.",
  trials: seeds(1, 2, 3, 4, 5),
  trial: (context) =>
    endsOnWave(
      context,
      () => waveProblem(context.seed, quickWave.size),
      {
        "Sven, κ = 1": { method: sven({ rank: 16, kappa: 1, learningRate: 0.05 }) },
        "L-BFGS": { method: lbfgs({ gradientTolerance: 0 }), on: "all" },
      },
      { steps: quickWave.steps, every: 4 },
    ),
  criteria,
  remarks,
};

const epochs = 10;
const steps = epochs * fullWave.stepsPerEpoch;

const full: Experiment = {
  setup:
    `Training on ${fullWave.setup}, ${epochs} epochs. Sven with κ = 1, k = 64, rtol = 1e-3 at 0.05; L-BFGS with a memory of ` +
    "10 and strong Wolfe conditions on all samples at once, as many iterations as Sven has steps.",
  trials: seeds(1, 2, 3),
  trial: (context) =>
    endsOnWave(
      context,
      () => waveProblem(context.seed, fullWave.size),
      {
        "Sven, κ = 1": { method: sven({ rank: 64, kappa: 1, learningRate: 0.05 }) },
        "L-BFGS": { method: lbfgs({ gradientTolerance: 0 }), on: "all" },
      },
      { steps, every: 10 },
    ),
  criteria,
  remarks,
};

export const competesWithLbfgs = claim({
  id: "lbfgs",
  says: "On regression Sven is competitive with L-BFGS at a fraction of its wall time.",
  source: "abstract",
  quick,
  full,
  reading:
    "The verdict is on the loss. How the seconds compare depends on the number of samples, since a step of L-BFGS sees them " +
    "all and a step of Sven a batch.",
});
