import { constrainedCollection } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { largest, type Measurements, median, smallest } from "../../src/statistic.ts";
import {
  type Contender,
  contenders,
  medianOver,
  ratioOfMediansOver,
  solvedBy,
  solveWith,
  worstOver,
} from "./constrained-runs.ts";

const fourteen = [
  ...["HS6", "HS7", "HS28", "HS40", "HS42", "HS48", "HS51", "HS52", "HS77", "HS78", "HS79"],
  ...["BT5", "BT10", "GENHS28"],
];
const sketched = ["Kaczmarz", "Gaussian"] as const;
const all: Contender[] = [...sketched, "adaptive GMRES-l1", "GMRES-l1", "Newton-KKT"];

function experiment(problems: string[], trials: number): Experiment {
  const methods = contenders({});
  return {
    setup:
      `${problems.length} problems of Hock and Schittkowski and of Boggs and Tolle from their standard starts with λ = 0, each ` +
      "method at its defaults until the KKT residual is at most 1e-4. AdaSketch-Newton with Kaczmarz rows and with Gaussian " +
      "vectors; inexact SQP with GMRES and the l1 merit function, in its adaptive form and in that of Byrd, Curtis and " +
      "Nocedal; as a control, SQP with exact solves. Evaluations are counted as in the authors' code. A trial is a seed of " +
      "the sketches; the other methods draw nothing.",
    trials: seeds(...Array.from({ length: trials }, (_, i) => i)),
    async trial(context) {
      const measurements: Measurements = {};
      for (const name of problems) {
        for (const contender of all) {
          const problem = constrainedCollection[name]!();
          Object.assign(
            measurements,
            await solveWith(context, { contender, setting: name }, problem, methods[contender], {
              steps: 2000,
              every: 20,
              least: problem.minimum.value,
            }),
          );
        }
      }
      return measurements;
    },
    criteria: [
      {
        measures: `problems solved, of ${problems.length}, Kaczmarz`,
        statistic: smallest(solvedBy("Kaczmarz", problems)),
        holds: atLeast(problems.length),
      },
      {
        measures: `problems solved, of ${problems.length}, Gaussian`,
        statistic: smallest(solvedBy("Gaussian", problems)),
        holds: atLeast(problems.length),
      },
      {
        measures: "|f − f*|/max(1, |f*|), the worst of both sketches",
        statistic: largest(worstOver(sketched, problems, "error")),
        holds: atMost(1e-4),
      },
      {
        measures: "KKT residual, sketches / adaptive GMRES-l1",
        statistic: ratioOfMediansOver(sketched, "adaptive GMRES-l1", problems, "residual"),
        holds: atMost(0.1),
      },
      {
        measures: "KKT residual, sketches / GMRES-l1",
        statistic: ratioOfMediansOver(sketched, "GMRES-l1", problems, "residual"),
        holds: atMost(0.1),
      },
      {
        measures: "evaluations of the objective, sketches / adaptive GMRES-l1",
        statistic: ratioOfMediansOver(sketched, "adaptive GMRES-l1", problems, "evaluations"),
        holds: atMost(1),
      },
      {
        measures: "evaluations of the objective, sketches / GMRES-l1",
        statistic: ratioOfMediansOver(sketched, "GMRES-l1", problems, "evaluations"),
        holds: atMost(0.25),
      },
    ],
    remarks: [
      { measures: "median KKT residual, sketches", statistic: median(medianOver(sketched, problems, "residual")) },
      {
        measures: "median evaluations of the objective, sketches",
        statistic: median(medianOver(sketched, problems, "evaluations")),
      },
      {
        measures: "KKT residual, sketches / SQP with exact solves",
        statistic: ratioOfMediansOver(sketched, "Newton-KKT", problems, "residual"),
      },
      {
        measures: "evaluations of the objective, sketches / SQP with exact solves",
        statistic: ratioOfMediansOver(sketched, "Newton-KKT", problems, "evaluations"),
      },
      {
        measures: "seconds, Kaczmarz / adaptive GMRES-l1",
        statistic: ratioOfMediansOver(["Kaczmarz"], "adaptive GMRES-l1", problems, "seconds"),
      },
    ],
  };
}

export const collection = claim({
  id: "collection",
  says: "On benchmark problems AdaSketch-Newton ends at smaller KKT residuals, after fewer evaluations of the objective, than inexact SQP with GMRES.",
  source: "section 5, CUTEst experiments",
  quick: experiment(fourteen, 3),
  full: experiment(Object.keys(constrainedCollection), 10),
  reading:
    "All stop at the same tolerance: a smaller residual at the end means that the last step was nearly Newton's. SQP with " +
    "exact solves, the control, does as well, so it is the accuracy of the inner solution that is compared, not the sketch.",
});
