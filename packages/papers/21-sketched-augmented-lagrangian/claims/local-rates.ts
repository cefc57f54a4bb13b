import { adaSketchNewton, constrainedCollection } from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost, between, type Criterion } from "../../src/criterion.ts";
import { type Experiment, seeds } from "../../src/experiment.ts";
import { largest, type Measurements, measured, median, type Reading, smallest } from "../../src/statistic.ts";

const problems = ["HS40", "HS42", "HS77", "HS78", "HS79", "BT5"];
const thetas = { one: "θ = 1", "inverse-square": "θ = 1/(k+1)²", residual: "θ = min(1, ‖∇L‖)" } as const;
type Theta = keyof typeof thetas;

const named = (what: string, theta: Theta, problem: string) => `${what}, ${thetas[theta]}, ${problem}`;
const over = (what: string, theta: Theta): Reading[] =>
  problems.map((problem) => measured(named(what, theta, problem)));

const middleOfThree = (values: number[]) => values.toSorted((a, b) => a - b)[1] ?? Number.NaN;

function experiment(trials: number): Experiment {
  const decaying: Theta[] = ["inverse-square", "residual"];
  const criteria: Criterion[] = [
    {
      measures: "ratio of successive KKT residuals at the end, θ = 1, largest",
      statistic: largest(...over("rate", "one")),
      holds: between(0.03, 0.11),
    },
    {
      measures: "the same, smallest",
      statistic: smallest(...over("rate", "one")),
      holds: between(0.03, 0.11),
    },
    ...decaying.map((theta) => ({
      measures: `the same, ${thetas[theta]}, largest`,
      statistic: largest(...over("rate", theta)),
      holds: atMost(0.01),
    })),
    {
      measures: "shortest of the last three steps α",
      statistic: smallest(...(["one", ...decaying] as Theta[]).flatMap((theta) => over("step", theta))),
      holds: atLeast(1),
    },
  ];
  return {
    setup:
      `AdaSketch-Newton with Kaczmarz rows on ${problems.join(", ")}, solved to ‖r‖ ≤ θ κ ‖∇L‖ with κ = 0.1 instead of the ` +
      "theory's bound, until the KKT residual is at most 1e-10. The rate is the median of the last three ratios of successive " +
      "residuals. A trial is a seed of the sketches.",
    trials: seeds(...Array.from({ length: trials }, (_, i) => i)),
    async trial(context) {
      const measurements: Measurements = {};
      for (const theta of Object.keys(thetas) as Theta[]) {
        for (const problem of problems) {
          const method = adaSketchNewton({ theta, accuracy: { kappa: 0.1 }, tolerance: 1e-10 });
          const label = { contender: thetas[theta], setting: problem };
          const { rows } = await context.run(label, constrainedCollection[problem]!(), method, { steps: 200 });
          const last = rows.slice(-4).map(({ extra }) => extra["kktResidual"]!);
          const ratios = last.slice(1).map((residual, i) => residual / last[i]!);
          measurements[named("rate", theta, problem)] = middleOfThree(ratios);
          measurements[named("step", theta, problem)] = Math.min(
            ...rows.slice(-3).map(({ extra }) => extra["stepLength"] ?? Number.NaN),
          );
          measurements[named("residual", theta, problem)] = last.at(-1)!;
        }
      }
      return measurements;
    },
    criteria,
    remarks: [
      ...(Object.keys(thetas) as Theta[]).map((theta) => ({
        measures: `rate, ${thetas[theta]}, median over problems and seeds`,
        statistic: median(...over("rate", theta)),
      })),
      {
        measures: "largest KKT residual at the end",
        statistic: largest(...(Object.keys(thetas) as Theta[]).flatMap((theta) => over("residual", theta))),
      },
    ],
  };
}

export const localRates = claim({
  id: "local-rates",
  says: "Near a solution whole steps are taken and the convergence is linear if the accuracy is constant, superlinear if it grows.",
  source: "abstract; theorem on local convergence",
  quick: experiment(5),
  full: experiment(20),
  reading:
    "The rates are those of an accuracy relative to ‖∇L‖, which is ours: with the theory's own bound the inner solution is so " +
    "exact that every setting looks like Newton's method.",
});
