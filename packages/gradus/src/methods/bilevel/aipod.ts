import type { BilevelProblem } from "../../core/bilevel.ts";
import { CapabilityError } from "../../core/errors.ts";
import { type Iteration, type Method, named } from "../../core/method.ts";
import { count, flag, positive, readOptions, z } from "../../core/options.ts";
import { zeros } from "../../engine/linear-algebra/matrix.ts";
import { addScaled } from "../../engine/linear-algebra/vector.ts";
import { affineProjection } from "./affine-set.ts";
import { implicitGradient } from "./implicit-gradient.ts";
import { affineOf, type BilevelAnswer, joined, parted, requireLevels, startOf, toAnswer } from "./levels.ts";
import { projectionOn } from "./projection.ts";
import { affineRightHandSide } from "./proximal-lagrangian.ts";

export const aipodOptions = z.object({
  /** S ≥ 1, steps of y for each round. Default 5 (LV-HBA's official code). */
  lowerSteps: count().default(5),
  /** T ≥ 1, steps of x for each of its projections: 1 is AiPOD, more is E-AiPOD. Default 2 (LV-HBA's official code). */
  upperSteps: count().default(2),
  /** Step of y. Default 0.001 (LV-HBA's official code, LLSC). */
  lowerRate: positive().default(1e-3),
  /** Step of x. Default 0.02 (LV-HBA's official code, LLSC). */
  upperRate: positive().default(0.02),
  /** The start (x, y) is projected on C. Default true (LV-HBA's official code). */
  projectStart: flag().default(true),
});

export type AipodOptions = z.input<typeof aipodOptions>;

/** The state of a run. */
export type AipodState = {
  step: number;
  x: Float64Array;
  y: Float64Array;
  calls: { gradient: number; hessian: number; projection: number };
};

export type Aipod = Method<BilevelProblem, AipodState, BilevelAnswer>;

/**
 * AiPOD and E-AiPOD: projected steps of the lower level, then steps of the upper level along the implicit gradient, for
 * lower levels with affine equalities A y + h(x) = 0.
 *
 *     S times:  y ← Π_{A y = −h(x)}(y − lr ∇_y f(x, y))
 *     T times:  x ← x − hlr hg(x, y);   then x ← Π_X(x)
 *     hg = ∇_xF − (∇h)ᵀA⁺ᵀ∇_yF − (f_xy − (∇h)ᵀA⁺ᵀf_yy) V (Vᵀ f_yy V)⁺ Vᵀ ∇_yF,   V a basis of A's null space
 *
 * The theory asks for a strongly convex lower level; here a pseudoinverse stands in where f is flat, so that what y does
 * along flat directions is never corrected. x has n entries, y has m.
 *
 * Cost per step: S gradients of f, T gradients of F and pairs of Hessians of f, S + 1 projections; O(m³) operations where
 * the Hessian changes. On the host in float64.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the lower level has no Hessians, or constraints that are not affine equalities.
 * @source Q. Xiao, H. Shen, W. Yin, T. Chen, Alternating Implicit Projected SGD and Its Efficient Variants for
 * Equality-constrained Bilevel Optimization, 2023, arXiv 2211.07096; x is projected once every T steps [reconstructed from LV-HBA's official code].
 * @example
 * const { trace } = await minimize(llsc(), aipod(), { steps: 500 });
 */
export function aipod(options: AipodOptions = {}): Aipod {
  const { lowerSteps, upperSteps, lowerRate, upperRate, projectStart } = readOptions("aipod", aipodOptions, options);

  return named("aipod", (problem: BilevelProblem): Iteration<AipodState, BilevelAnswer> => {
    requireLevels("aipod", problem);
    const { sizes, upper: F, lower: f, constraints, joint, upperSet, lowerSet } = problem.bilevel;
    const hessians = f.hessians?.bind(f);
    if (!hessians) throw new CapabilityError("aipod needs 'bilevel.lower.hessians', which the problem does not offer");
    if (constraints?.kind === "inequality") {
      throw new CapabilityError("aipod needs equality constraints, and the problem has inequalities");
    }
    const affine = constraints
      ? affineOf("aipod", constraints)
      : { x: zeros(0, sizes.x), y: zeros(0, sizes.y), offset: new Float64Array() };
    const onEqualities = constraints ? affineProjection(affine.y) : undefined;
    const projectC = projectionOn(joint);
    const projectX = projectionOn(upperSet);
    const projectY = projectionOn(lowerSet);
    const hypergradient = implicitGradient();

    return {
      async init(seed) {
        const start = await startOf("aipod", problem, seed);
        const { x, y } = projectStart ? parted(projectC(joined(start)).point, sizes.x) : start;
        return { step: 0, x, y, calls: { gradient: 0, hessian: 0, projection: projectStart ? 1 : 0 } };
      },
      async step({ step, x: before, y: started, calls }) {
        let [x, y] = [before, started];
        for (let s = 0; s < lowerSteps; s++) {
          const moved = addScaled(y, -lowerRate, (await f.gradient(x, y)).y);
          y = onEqualities ? onEqualities(moved, affineRightHandSide(affine, x)) : projectY(moved).point;
        }
        for (let t = 0; t < upperSteps; t++) {
          const hg = hypergradient(await F.gradient(x, y), await hessians(x, y), { y: affine.y, x: affine.x });
          x = addScaled(x, -upperRate, hg);
        }
        x = projectX(x).point;
        return {
          step: step + 1,
          x,
          y,
          calls: {
            gradient: calls.gradient + lowerSteps + upperSteps,
            hessian: calls.hessian + 2 * upperSteps,
            projection: calls.projection + lowerSteps + 1,
          },
        };
      },
      measure: async ({ x, y, calls }) => ({
        objective: await F.value(x, y),
        calls: { ...calls },
        lower: await f.value(x, y),
      }),
      answer: ({ x, y }) => toAnswer({ x, y }),
    };
  });
}
