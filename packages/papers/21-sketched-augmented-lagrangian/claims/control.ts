import { adaSketchNewton, ellipticControl } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { largest, type Measurements, median } from "../../src/statistic.ts";
import { type Contender, contenders, endOf, solveWith } from "./constrained-runs.ts";

const least = 9.644442;

function experiment(trials: number, others: Contender[], gaussianSteps?: number): Experiment {
  const methods = {
    ...contenders({ cycle: 7 }),
    ...(gaussianSteps && { Gaussian: adaSketchNewton({ sketch: "gaussian", maximumInnerSteps: gaussianSteps }) }),
  };
  const setting = "3 × 3 points";
  return {
    setup:
      "Control of a Poisson equation on 3 × 3 points (18 unknowns, 9 linear constraints) from 1 and λ = 1 to a KKT residual of " +
      "1e-4. AdaSketch-Newton with Kaczmarz rows and at most 1e5 inner steps before each test, which are too few for the " +
      `theory's bound here${others.length > 0 ? `; beside it ${others.join(", ")}` : ""}. A trial is a seed of the sketches.`,
    trials: seeds(...Array.from({ length: trials }, (_, i) => i)),
    async trial(context) {
      const measurements: Measurements = {};
      for (const contender of ["Kaczmarz" as const, ...others]) {
        const options = { steps: 1000, least };
        const label = { contender, setting };
        Object.assign(measurements, await solveWith(context, label, ellipticControl(), methods[contender], options));
      }
      return measurements;
    },
    criteria: [
      { measures: "steps, Kaczmarz", statistic: largest(endOf("Kaczmarz", setting, "steps")), holds: atMost(4) },
      {
        measures: "KKT residual, Kaczmarz",
        statistic: largest(endOf("Kaczmarz", setting, "residual")),
        holds: atMost(1e-4),
      },
      {
        measures: "|f − 9.644442|/9.644442, Kaczmarz",
        statistic: largest(endOf("Kaczmarz", setting, "error")),
        holds: atMost(1e-4 / least),
      },
    ],
    remarks: [
      { measures: "median KKT residual, Kaczmarz", statistic: median(endOf("Kaczmarz", setting, "residual")) },
      ...others.map((contender) => ({
        measures: `evaluations of the objective, ${contender}`,
        statistic: median(endOf(contender, setting, "evaluations")),
      })),
    ],
  };
}

export const control = claim({
  id: "pde-control",
  says: "With an inner solution cut short it still solves a PDE-constrained problem in a few steps.",
  source: "section 5, PDE-constrained problem",
  quick: experiment(5, ["adaptive GMRES-l1", "GMRES-l1", "Newton-KKT"]),
  full: experiment(10, ["Gaussian", "adaptive GMRES-l1", "GMRES-l1", "augmented Lagrangian", "Newton-KKT"], 1e6),
  reading: "The problem is a convex quadratic with linear constraints: with exact solves one step is enough.",
});
