import type { numpy as np } from "@jax-js/jax";
import {
  attacksOnly,
  counterfactualMiniature,
  directSearch,
  type HasLoss,
  hybridAttack,
  lbfgs,
  type Method,
  meshAdaptiveSearch,
  type PenalisedNetwork,
  randomLineSearch,
  recoveryMiniature,
  type Trace,
} from "gradus";
import type { Criterion, Remark } from "../../src/criterion.ts";
import { type Experiment, finalObjective, seeds, type TrialContext } from "../../src/experiment.ts";
import { type Measurements, measured, median, type Reading } from "../../src/statistic.ts";

type Problem = PenalisedNetwork & HasLoss<np.Array>;
type Contender = Method<Problem, unknown, unknown>;

/** How large the miniatures are, and how many evaluations each method has. */
export type MiniatureSize = { images: number; dimension: number; hidden?: number; evaluations(n: number): number };

export const quickSize: MiniatureSize = { images: 50, dimension: 32, evaluations: (n) => 60 * (n + 1) };
export const fullSize: MiniatureSize = { images: 100, dimension: 100, hidden: 256, evaluations: () => 20_000 };

/** The miniatures, with the radii that the official code has for the problems they stand for. */
const miniatures = {
  recovery: {
    problem: (instance: number, { images, hidden }: MiniatureSize): Problem =>
      recoveryMiniature({ instance, images, ...(hidden && { hidden }) }),
    search: { radius: 1, smallestRadius: 1e-5, largestRadius: 10 },
    attack: { smallestAttack: 1e-6, largestAttack: 10 },
  },
  counterfactual: {
    problem: (instance: number, { dimension, hidden }: MiniatureSize): Problem =>
      counterfactualMiniature({ instance, dimension, ...(hidden && { hidden }) }),
    search: { radius: 1, smallestRadius: 1e-4, largestRadius: 200 },
    attack: { smallestAttack: 1e-5, largestAttack: 5 },
  },
};

export type Miniature = keyof typeof miniatures;

/** The official code's PGD: ten steps of 2/255. */
const officialPgd = { attack: "PGD", attackStepSize: 2 / 255 } as const;

/** The contenders of the claims, by name: among these the best value of an instance is looked for. */
function contendersOn(miniature: Miniature): Record<string, Contender> {
  const { search, attack } = miniatures[miniature];
  return {
    hybrid: hybridAttack({ ...search, ...attack }),
    "hybrid with PGD": hybridAttack({ ...search, ...attack, ...officialPgd }),
    "direct search": directSearch(search),
    "random line search": randomLineSearch(search),
    "attacks only": attacksOnly({ radius: search.radius, ...attack }),
  };
}

/** What else is told: a direct search of another kind, and a method that uses the same derivatives in the usual way. */
function controlsOn(miniature: Miniature): Record<string, Contender> {
  return {
    "mesh-adaptive search": meshAdaptiveSearch(miniatures[miniature].search),
    "L-BFGS": lbfgs({ gradientTolerance: 0 }) as unknown as Contender,
  };
}

const nameOf = (miniature: Miniature, contender: string) => `${miniature}, gap of ${contender}`;

/** Reads from a trial how much of the way from the start to the best value found a contender has left. */
export const gapOf = (miniature: Miniature, contender: string): Reading => measured(nameOf(miniature, contender));

/** The median gap of everyone that runs on a miniature. */
const gapRemarks = (miniature: Miniature): Remark[] =>
  [...Object.keys(contendersOn(miniature)), "hybrid, products charged", ...Object.keys(controlsOn(miniature))].map(
    (contender) => ({ measures: `gap of ${contender}`, statistic: median(gapOf(miniature, contender)) }),
  );

/** An experiment on one miniature: an instance a seed. */
export const experimentOn = (
  miniature: Miniature,
  setup: string,
  size: MiniatureSize,
  trials: number,
  criteria: Criterion[],
): Experiment => ({
  setup:
    `The ${miniature} miniature, ${setup}; an instance a seed. Radii of the official code's problem that it stands for. The ` +
    "gap of a run is the share of the way from the start to the best value any contender found that is left. Controls " +
    "outside of the race: mesh-adaptive search, and L-BFGS with at most a tenth as many gradients.",
  trials: seeds(...Array.from({ length: trials }, (_, i) => i + 1)),
  trial: (context) => gapsOn(context, miniature, size),
  criteria,
  remarks: gapRemarks(miniature),
});

/** What a run had after so many evaluations, had each vector-Jacobian product cost two. */
function objectiveIfCharged({ rows }: Trace, evaluations: number): number {
  const paid = rows.filter(
    ({ calls }) => (calls.evaluation ?? 0) + 2 * (calls.vectorJacobianProduct ?? 0) <= evaluations,
  );
  return paid.at(-1)!.objective;
}

/**
 * Runs the contenders on the trial's instance, and measures their gaps, with the best value among the contenders.
 * `others` replaces contenders by other methods.
 */
export async function gapsOn(
  context: TrialContext,
  miniature: Miniature,
  size: MiniatureSize,
  others: Record<string, Contender> = {},
): Promise<Measurements> {
  const problem = miniatures[miniature].problem(context.seed, size);
  const evaluations = size.evaluations(problem.dimension);
  const traceOf = (contender: string, method: Contender) =>
    context.run({ contender, setting: miniature }, problem, method, {
      calls: { evaluation: evaluations, gradient: Math.round(evaluations / 10) },
      every: 5,
    });

  const ends: Record<string, number> = {};
  let start = Number.NaN;
  for (const [name, method] of Object.entries({ ...contendersOn(miniature), ...others })) {
    const trace = await traceOf(name, method);
    ends[name] = finalObjective(trace);
    start = trace.rows[0]!.objective;
    if (name === "hybrid") ends["hybrid, products charged"] = objectiveIfCharged(trace, evaluations);
  }
  const best = Math.min(...Object.values(ends));
  for (const [name, method] of Object.entries(controlsOn(miniature))) {
    ends[name] = finalObjective(await traceOf(name, method));
  }
  return Object.fromEntries(
    Object.entries(ends).map(([name, end]) => [nameOf(miniature, name), (end - best) / (start - best)]),
  );
}
