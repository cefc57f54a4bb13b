import { type BilevelProblem, federatedImbalance, type HasName, hyperCleaning, llc, lvHba, projectionOn } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost, between } from "../../src/criterion.ts";
import { cases, type Experiment } from "../../src/experiment.ts";
import { largest, measured } from "../../src/statistic.ts";

const problems: Record<string, () => BilevelProblem & HasName> = {
  LLC: () => llc(),
  "data hyper-cleaning": () => hyperCleaning(),
  "federated miniature": () => federatedImbalance(),
};

/** What a problem was asked for. */
type Asked = {
  upper: number;
  lower: number;
  hessians: number;
  products: number;
  values: number;
  projections: number;
};

/** The problem, which counts what it is asked for itself, whatever a method says. */
function counting<P extends BilevelProblem>(problem: P): { problem: P; asked: Asked } {
  const asked: Asked = { upper: 0, lower: 0, hessians: 0, products: 0, values: 0, projections: 0 };
  const { upper, lower, constraints, joint } = problem.bilevel;
  const project = projectionOn(joint);
  return {
    asked,
    problem: {
      ...problem,
      bilevel: {
        ...problem.bilevel,
        upper: {
          ...upper,
          gradient: (x, y) => {
            asked.upper++;
            return upper.gradient(x, y);
          },
        },
        lower: {
          ...lower,
          gradient: (x, y) => {
            asked.lower++;
            return lower.gradient(x, y);
          },
          hessians: (x, y) => {
            asked.hessians++;
            return lower.hessians!(x, y);
          },
        },
        ...(constraints && {
          constraints: {
            count: constraints.count,
            kind: constraints.kind,
            values: (x, y) => {
              asked.values++;
              return constraints.values(x, y);
            },
            pullBack: (x, y, lambda) => {
              asked.products++;
              return constraints.pullBack(x, y, lambda);
            },
          },
        }),
        joint: {
          kind: "own",
          project: (w) => {
            asked.projections++;
            return project(w).point;
          },
        },
      },
    },
  };
}

const experiment = (steps: number): Experiment => ({
  setup: `${steps} steps of LV-HBA on problems that count what they are asked for. Evaluations for the report, and what the start takes, are left out.`,
  trials: cases(...Object.keys(problems)),
  async trial(context) {
    const { problem, asked } = counting(problems[context.name]!());
    const method = lvHba({ constraintScale: 1, projectStart: false, alpha: 0.01, eta: 0.01 });
    const trace = await context.run({ contender: "LV-HBA", setting: context.name }, problem, method, {
      steps,
      every: 10,
    });
    const made = trace.rows.at(-1)!.step;
    return {
      hessians: asked.hessians,
      projections: asked.projections / made,
      upper: asked.upper / made,
      lower: asked.lower / made,
      products: asked.products / made,
    };
  },
  criteria: [
    { measures: "Hessians and products with them", statistic: largest(measured("hessians")), holds: atMost(0) },
    { measures: "projections a step", statistic: largest(measured("projections")), holds: between(1, 1) },
    { measures: "gradients of F a step", statistic: largest(measured("upper")), holds: between(1, 1) },
    { measures: "gradients of f a step", statistic: largest(measured("lower")), holds: between(3, 3) },
    {
      measures: "products with the constraints' transposed Jacobian a step",
      statistic: largest(measured("products")),
      holds: atMost(2),
    },
  ],
});

export const hessianFree = claim({
  id: "hessian-free",
  says: "A step takes gradients and one projection: no Hessians, no products with them, no inner loop.",
  source: "abstract; algorithm 1",
  quick: experiment(100),
  full: experiment(1000),
});
