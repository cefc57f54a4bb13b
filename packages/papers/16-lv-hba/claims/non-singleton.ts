import { aipod, llc, lvHba } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { largest, median } from "../../src/statistic.ts";
import { endOf, endsOf } from "./ends.ts";

/** The set-up's options: the constraint is scaled by the problem, 1/√n. */
export const llcOptions = {
  alpha: 0.1,
  beta: 0.1,
  eta: 0.1,
  gamma1: 10,
  gamma2: 10,
  c0: 1,
  p: 0.49,
  r: 1000,
  constraintScale: 1,
} as const;

const llcContenders = (steps: number, rounds: number) => ({
  "LV-HBA": { method: lvHba(llcOptions), steps },
  "E-AiPOD": { method: aipod({ lowerSteps: 5, upperSteps: 2, lowerRate: 0.1, upperRate: 0.02 }), steps: rounds },
});

const experiment = (dimension: number, steps: number, rounds: number, trials: number): Experiment => ({
  setup:
    `The toy LLC with n = ${dimension}, its constraint divided by √n, from x ~ N(0, 1) and y ~ 3 N(0, 1) projected on C. ` +
    `LV-HBA: ${steps} steps, α = β = η = 0.1, γ = 10, c_k = (k + 1)^0.49, r = 1000. E-AiPOD: ${rounds} rounds of S = 5 and ` +
    "T = 2, steps 0.1 and 0.02, with pseudoinverses where the lower level is flat.",
  trials: seeds(...Array.from({ length: trials }, (_, seed) => seed)),
  trial: (context) => endsOf(context, llc({ dimension, instance: context.seed }), llcContenders(steps, rounds)),
  criteria: [
    { measures: "relative error of x, LV-HBA", statistic: largest(endOf("LV-HBA", "errorX")), holds: atMost(0.02) },
    { measures: "relative error of y, LV-HBA", statistic: largest(endOf("LV-HBA", "errorY")), holds: atMost(0.02) },
    {
      measures: "optimality gap of the lower level, LV-HBA",
      statistic: largest(endOf("LV-HBA", "lowerGap")),
      holds: atMost(5e-3),
    },
    { measures: "relative error of y, E-AiPOD", statistic: median(endOf("E-AiPOD", "errorY")), holds: atLeast(1) },
  ],
  remarks: [
    { measures: "F at the end, LV-HBA (least: 0.05 n)", statistic: median(endOf("LV-HBA", "objective")) },
    { measures: "seconds, LV-HBA", statistic: median(endOf("LV-HBA", "seconds")) },
    { measures: "seconds, E-AiPOD", statistic: median(endOf("E-AiPOD", "seconds")) },
  ],
});

export const nonSingleton = claim({
  id: "non-singleton",
  says: "LV-HBA converges where the lower level is not strongly convex and has many solutions, and coupled constraints.",
  source: "abstract; toy LLC",
  quick: experiment(100, 4000, 1000, 5),
  full: experiment(400, 4000, 1000, 5),
  reading:
    "What is left of the errors is the penalty's bias, about 1/c_k. The implicit gradient is undefined here; with a " +
    "pseudoinverse it leaves what y does along flat directions as it was. n = 2000, as in the paper, would need the " +
    "eigenvalues of a 4000 × 4000 Hessian for the baseline.",
});
