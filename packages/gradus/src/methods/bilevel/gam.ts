import type { BilevelProblem } from "../../core/bilevel.ts";
import { CapabilityError } from "../../core/errors.ts";
import { type Iteration, type Method, named } from "../../core/method.ts";
import { nonnegative, positive, readOptions, z } from "../../core/options.ts";
import { fromRows, type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import { addScaled } from "../../engine/linear-algebra/vector.ts";
import { implicitGradient } from "./implicit-gradient.ts";
import { affineOf, type BilevelAnswer, requireLevels, startOf, toAnswer } from "./levels.ts";
import { projectionOn } from "./projection.ts";

export const gamOptions = z.object({
  /** Step of x. Default 0.03 (LV-HBA's official code, fourclass). */
  rate: positive().default(0.03),
  /** An inequality counts as active if its multiplier is above this. Default 1e-5 (LV-HBA's official code). */
  activeTolerance: nonnegative().default(1e-5),
});

export type GamOptions = z.input<typeof gamOptions>;

/** The state of a run: x, and the lower level's solution there. */
export type GamState = {
  step: number;
  x: Float64Array;
  y: Float64Array;
  lambda: Float64Array;
  calls: { gradient: number; hessian: number; evaluation: number; projection: number };
  /** Constraints with a multiplier above the tolerance. */
  active: number;
  /** Constraints that hold with equality though their multiplier is not above it: y*(x) may have a kink here. */
  degenerate: number;
  /** Why the run cannot go on, or "". */
  failure: string;
};

export type Gam = Method<BilevelProblem, GamState, BilevelAnswer>;

/**
 * GAM: the lower level is solved to the end, and x goes down the implicit gradient through its active constraints.
 *
 *     y, λ ← a solution of the lower level at x and its multipliers
 *     x ← Π_X(x − rate · hg(x, y)),   hg by the KKT system of the constraints with λ_i > tolerance (`implicit-gradient.ts`)
 *
 * Where a constraint is active without a multiplier (`degenerate`), hg is that of one side of a kink: the original samples
 * several. x has n entries, y has m.
 *
 * Cost per step: a solve of the lower level (counted as an evaluation), one gradient of F, a pair of Hessians of f, and
 * O(m³) operations. On the host in float64.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem cannot solve its lower level or has no Hessians, or constraints that are not affine.
 * @source S. Xu, M. Zhu, Efficient Gradient Approximation Method for Constrained Bilevel Optimization, 2023, arXiv 2302.01970
 * [reconstructed: without the sampling around points where strict complementarity fails].
 * @example
 * const { trace } = await minimize(hyperCleaning(), gam({ rate: 0.03 }), { steps: 80 });
 */
export function gam(options: GamOptions = {}): Gam {
  const { rate, activeTolerance } = readOptions("gam", gamOptions, options);

  return named("gam", (problem: BilevelProblem): Iteration<GamState, BilevelAnswer> => {
    requireLevels("gam", problem);
    const { bilevel } = problem;
    const { sizes, upper: F, lower: f, constraints, upperSet } = bilevel;
    const solveLower = bilevel.solveLower?.bind(bilevel);
    const hessians = f.hessians?.bind(f);
    if (!solveLower) throw new CapabilityError("gam needs 'bilevel.solveLower', which the problem does not offer");
    if (!hessians) throw new CapabilityError("gam needs 'bilevel.lower.hessians', which the problem does not offer");
    const affine = constraints && affineOf("gam", constraints);
    const isEquality = constraints?.kind === "equality";
    const projectX = projectionOn(upperSet);
    const hypergradient = implicitGradient();

    async function solved(step: number, x: Float64Array, calls: GamState["calls"]): Promise<GamState> {
      const { y, multipliers, status } = await solveLower!(x);
      const values = (await constraints?.values(x, y)) ?? new Float64Array();
      const isActive = Array.from(multipliers, (value) => isEquality || value > activeTolerance);
      return {
        step,
        x,
        y,
        lambda: multipliers,
        calls: { ...calls, evaluation: calls.evaluation + 1 },
        active: isActive.filter(Boolean).length,
        degenerate: isActive.filter((is, i) => !is && values[i]! >= -activeTolerance).length,
        failure: status === "solved" ? "" : `the lower level is not solved: ${status}`,
      };
    }

    return {
      async init(seed) {
        const { x } = await startOf("gam", problem, seed);
        return solved(0, projectX(x).point, { gradient: 0, hessian: 0, evaluation: 0, projection: 0 });
      },
      async step({ step, x, y, lambda, calls }) {
        const rows = [...lambda.keys()].filter((i) => isEquality || lambda[i]! > activeTolerance);
        const pick = (matrix: Matrix | undefined, columns: number) =>
          matrix && rows.length > 0 ? fromRows(rows.map((i) => rowOf(matrix, i))) : zeros(0, columns);
        const hg = hypergradient(await F.gradient(x, y), await hessians(x, y), {
          y: pick(affine?.y, sizes.y),
          x: pick(affine?.x, sizes.x),
        });
        return solved(step + 1, projectX(addScaled(x, -rate, hg)).point, {
          gradient: calls.gradient + 1,
          hessian: calls.hessian + 2,
          evaluation: calls.evaluation,
          projection: calls.projection + 1,
        });
      },
      measure: async ({ x, y, calls, active, degenerate }) => ({
        objective: await F.value(x, y),
        calls: { ...calls },
        lower: await f.value(x, y),
        active,
        degenerate,
      }),
      answer: ({ x, y, lambda }) => toAnswer({ x, y, ...(constraints && { lambda }) }),
      finished: ({ failure }) => failure || undefined,
    };
  });
}

const rowOf = ({ columns, data }: Matrix, i: number) => data.subarray(i * columns, (i + 1) * columns);
