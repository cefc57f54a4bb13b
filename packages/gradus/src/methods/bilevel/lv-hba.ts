import type { BilevelProblem, LowerConstraints } from "../../core/bilevel.ts";
import { CapabilityError } from "../../core/errors.ts";
import { type Iteration, type Method, named } from "../../core/method.ts";
import { count, flag, nonnegative, positive, readOptions, z } from "../../core/options.ts";
import { dot, norm, scaled } from "../../engine/linear-algebra/vector.ts";
import { affineProjection } from "./affine-set.ts";
import { constraintScaleOf } from "./constraint-scale.ts";
import { affineOf, type BilevelAnswer, joined, parted, requireLevels, startOf, toAnswer } from "./levels.ts";
import { projectionOn } from "./projection.ts";
import { affineRightHandSide, clipped, lagrangianOf, scaledConstraints } from "./proximal-lagrangian.ts";

export const lvHbaOptions = z.object({
  /** α > 0, the step of x and y. Keep α ≤ η: the tracker must be as fast. Default 0.05 (suggested; official code 0.008 to 0.1). */
  alpha: positive().default(0.05),
  /** β > 0, the step of z. Default 0.1 (official code, SVM). */
  beta: positive().default(0.1),
  /** η > 0, the step of θ and λ; contracts for η ≲ ρ/L². Default 0.1 (suggested; official code 0.01 to 0.1). */
  eta: positive().default(0.1),
  /** γ₁ > 0, proximal parameter of y. Default 2 (suggested; official code 1 for toy LLSC, 10 for SVM). */
  gamma1: positive().default(2),
  /** γ₂ > 0, proximal parameter of the multipliers. Default 2 (suggested; official code 1 for toy LLSC, 10 for SVM). */
  gamma2: positive().default(2),
  /** c₀ > 0 in c_k = c₀ (k + 1)^p. Default 1 (official code). */
  c0: positive().default(1),
  /** p ≥ 0, growth of the penalty; the theory asks for p < ½. Default 0.3 (official code, toys). */
  p: nonnegative().default(0.3),
  /** r > 0, bound of the multipliers in the scaled constraints' units; must exceed every relevant one. Default 1000 (official code, toys). */
  r: positive().default(1000),
  /** s > 0, by which g is multiplied, or "auto": 1/σ_max(∇_y g) at the start. Default "auto" [reconstructed; the official code has none]. */
  constraintScale: z.union([z.literal("auto"), positive()], "must be a positive number or 'auto'").default("auto"),
  /** After its step θ is projected on { θ : g(x, θ) = 0 } and λ stays (official code, LLSC). Affine equalities only. Default false. */
  projectTheta: flag().default(false),
  /** The start (x, y) is projected on C. Default true (official code, toys). */
  projectStart: flag().default(true),
  /** Ends at ‖Δ(x, y)‖/√(1 + ‖(x, y)‖²) below this. Default 0, never (the authors' R package: 1e-3). */
  tolerance: nonnegative().default(0),
  /** Sweeps at most of a projection on a polyhedron. Default 1000 [reconstructed]. */
  sweeps: count().default(1000),
  /** Accuracy of such a projection. Default 1e-9 [reconstructed]. */
  projectionTolerance: nonnegative().default(1e-9),
  /** Ends where a projection leaves a violation above this times 1 + ‖(x, y)‖: C may be empty. Default 0.1. */
  violationTolerance: positive().default(0.1),
});

export type LvHbaOptions = z.input<typeof lvHbaOptions>;

/** The state of a run. λ and z belong to s g, the scaled constraints. */
export type LvHbaState = {
  step: number;
  x: Float64Array;
  y: Float64Array;
  z: Float64Array;
  theta: Float64Array;
  lambda: Float64Array;
  /** s */
  scale: number;
  /** Multipliers of the last projection on C, to start the next from. */
  projection: Float64Array;
  calls: { gradient: number; constraint: number; vectorJacobianProduct: number; projection: number };
  /** ‖Δ(x, y)‖/√(1 + ‖(x, y)‖²) of the last step. */
  change: number;
  /** Why the run cannot go on, or "". */
  failure: string;
};

export type LvHba = Method<BilevelProblem, LvHbaState, BilevelAnswer>;

/**
 * LV-HBA: the lower level is replaced by a proximal Lagrangian value function v, whose saddle point one descent-ascent step
 * an iteration tracks; a single loop of gradients for min F subject to y solving a constrained lower level.
 *
 *     v(x, y, z) = min over θ ∈ Y, max over λ ∈ Z of  f(x, θ) + λᵀ g(x, θ) + ‖θ − y‖²/(2γ₁) − ‖λ − z‖²/(2γ₂)
 *
 *     θ⁺ = Π_Y(θ − η (∇_y f(x, θ) + ∇_y g(x, θ)ᵀ λ + (θ − y)/γ₁)),   λ⁺ = Π_Z(λ + η (g(x, θ) − (λ − z)/γ₂))
 *     d_x = ∇_x F(x, y)/c_k + ∇_x f(x, y) − ∇_x f(x, θ⁺) − ∇_x g(x, θ⁺)ᵀ λ⁺
 *     d_y = ∇_y F(x, y)/c_k + ∇_y f(x, y) − (y − θ⁺)/γ₁
 *     (x, y)⁺ = Π_C((x, y) − α (d_x, d_y)),   z⁺ = Π_Z(z + β (λ⁺ − z)/γ₂),   c_k = c₀ (k + 1)^p,   k = 0, 1, …
 *
 * x has n entries, y and θ have m, λ and z have l; Z = [0, r]^l for inequalities and [−r, r]^l for equalities. f(x, ·) need
 * be convex only, and may have many minimisers. The penalty's bias is about 1/c_k: larger c₀ or p is more exact, p ≥ ½ is
 * without guarantee. θ and λ contract for η ≤ ρ/L² with ρ = min(1/γ₁, 1/γ₂) and L about max(L_f + 1/γ₁, 1/γ₂) + ‖∇_y g‖,
 * which is why g is scaled; with α ≥ 3 η runs diverge [reconstructed]. Without constraints it is MEHA, with v the Moreau
 * envelope.
 *
 * Reports: `lower` f(x, y); `gap`, f(x, y) − L_γ(x, θ, λ; y, z), which estimates f − v; `change`, of the last step;
 * `violation`, the largest of g at (x, y). These are evaluated for the report and not counted.
 *
 * Cost per step: one gradient of F, three of f, g once, two products with its transposed Jacobian, one projection on C; no
 * second derivatives. Memory: 2 (n + m) + 2 l numbers. On the host in float64.
 *
 * An empty C ends the run: at once where it can be seen, else when a projection leaves a violation. A diverging run has
 * status `diverged`. Degenerate multipliers and dependent constraints need no care: λ is one of them, held near z.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or the start does not fit.
 * @throws {CapabilityError} if the problem has no `bilevel` or no `initial`, or with `projectTheta` no affine equalities.
 * @throws {DataError} if C or { θ : g(x, θ) = 0 } can be seen to be empty.
 * @source W. Yao, C. Yu, S. Zeng, J. Zhang, Constrained Bi-Level Optimization, 2024, arXiv 2401.16164, algorithm 1.
 * @example
 * const { answer, trace } = await minimize(llc(), lvHba({ alpha: 0.1, p: 0.49 }), { steps: 4000 });
 */
export function lvHba(options: LvHbaOptions = {}): LvHba {
  const settings = readOptions("lv-hba", lvHbaOptions, options);
  const { alpha, beta, eta, gamma1, gamma2, c0, p, r } = settings;

  return named("lv-hba", (problem: BilevelProblem): Iteration<LvHbaState, BilevelAnswer> => {
    requireLevels("lv-hba", problem);
    const { sizes, upper: F, lower: f, constraints, joint, lowerSet } = problem.bilevel;
    const accuracy = { sweeps: settings.sweeps, tolerance: settings.projectionTolerance };
    const projectC = projectionOn(joint, accuracy);
    const projectY = projectionOn(lowerSet, accuracy);
    const onConstraints = settings.projectTheta ? feasibleProjection(constraints) : undefined;
    const clip = clipped(constraints?.kind, r);

    return {
      async init(seed) {
        const start = await startOf("lv-hba", problem, seed);
        const { scale, products } = await constraintScaleOf(settings.constraintScale, constraints, start);
        const projected = settings.projectStart ? projectC(joined(start)) : undefined;
        const { x, y } = projected ? parted(projected.point, sizes.x) : start;
        const isAtY = start.theta.every((value, i) => value === start.y[i]);
        const theta = isAtY ? y.slice() : start.theta;
        const lambda = scaled(start.lambda, 1 / scale);
        return {
          step: 0,
          x,
          y,
          z: lambda.slice(),
          theta: onConstraints ? onConstraints(x, theta) : theta,
          lambda,
          scale,
          projection: projected?.multipliers ?? new Float64Array(),
          calls: {
            gradient: 0,
            constraint: 0,
            vectorJacobianProduct: products,
            projection: projected ? 1 : 0,
          },
          change: Number.POSITIVE_INFINITY,
          failure: emptiness(projected?.violation ?? 0, x, y),
        };
      },

      async step(state) {
        const { step: k, x, y, z, scale, calls } = state;
        const g = scaledConstraints(constraints, scale);

        // 1 and 2: θ and λ, both from the old ones.
        const fOld = await f.gradient(x, state.theta);
        const gOld = await g.pullBack(x, state.theta, state.lambda);
        const values = await g.values(x, state.theta);
        let theta: Float64Array = state.theta.map(
          (value, i) => value - eta * (fOld.y[i]! + gOld.y[i]! + (value - y[i]!) / gamma1),
        );
        theta = onConstraints ? onConstraints(x, theta) : projectY(theta).point;
        const lambda = onConstraints
          ? state.lambda
          : clip(state.lambda.map((value, i) => value - eta * (-values[i]! + (value - z[i]!) / gamma2)));

        // 3: with the new θ and λ, at the old x and y.
        const ofF = await F.gradient(x, y);
        const atY = await f.gradient(x, y);
        const atTheta = await f.gradient(x, theta);
        const gNew = await g.pullBack(x, theta, lambda);
        const c = c0 * (k + 1) ** p;
        const moved = {
          x: x.map((value, i) => value - alpha * (ofF.x[i]! / c + atY.x[i]! - atTheta.x[i]! - gNew.x[i]!)),
          y: y.map((value, i) => value - alpha * (ofF.y[i]! / c + atY.y[i]! - (value - theta[i]!) / gamma1)),
        };

        // 4: one joint projection. 5: z follows the new λ.
        const { point, multipliers, violation } = projectC(joined(moved), state.projection);
        const next = parted(point, sizes.x);
        const before = joined({ x, y });
        return {
          step: k + 1,
          ...next,
          z: clip(z.map((value, i) => value + (beta * (lambda[i]! - value)) / gamma2)),
          theta,
          lambda,
          scale,
          projection: multipliers,
          calls: {
            gradient: calls.gradient + 4,
            constraint: calls.constraint + (constraints ? 1 : 0),
            vectorJacobianProduct: calls.vectorJacobianProduct + (constraints ? 2 : 0),
            projection: calls.projection + 1,
          },
          change: norm(point.map((value, i) => value - before[i]!)) / Math.sqrt(1 + dot(before, before)),
          failure: emptiness(violation, next.x, next.y),
        };
      },

      async measure({ x, y, z, theta, lambda, scale, calls, change }) {
        const g = scaledConstraints(constraints, scale);
        const lower = await f.value(x, y);
        const lagrangian = await lagrangianOf({ f, g, gamma1, gamma2 }, { x, y, z }, theta, lambda);
        const values = (await constraints?.values(x, y)) ?? new Float64Array();
        const isEquality = constraints?.kind === "equality";
        return {
          objective: await F.value(x, y),
          calls: { ...calls },
          lower,
          gap: lower - lagrangian,
          change,
          violation: values.reduce((most, value) => Math.max(most, isEquality ? Math.abs(value) : value), 0),
        };
      },

      answer: ({ x, y, lambda, scale }) => toAnswer({ x, y, ...(constraints && { lambda: scaled(lambda, scale) }) }),

      finished({ failure, change }) {
        if (failure) return failure;
        return change < settings.tolerance
          ? `relative change ${change.toPrecision(2)} < ${settings.tolerance}`
          : undefined;
      },
    };
  });

  /** Why the projection's point is none, or "". */
  function emptiness(violation: number, x: Float64Array, y: Float64Array): string {
    const allowed = settings.violationTolerance * (1 + Math.hypot(norm(x), norm(y)));
    return violation > allowed
      ? `a projection left C violated by ${violation.toPrecision(2)} after ${settings.sweeps} sweeps: C may be empty`
      : "";
  }
}

/** The projection on { θ : A θ = −(B x + c) }. */
function feasibleProjection(constraints: LowerConstraints | undefined) {
  if (constraints?.kind !== "equality") {
    throw new CapabilityError("lv-hba: projectTheta needs a lower level with equality constraints");
  }
  const affine = affineOf("lv-hba: projectTheta", constraints);
  const project = affineProjection(affine.y);
  return (x: Float64Array, theta: Float64Array) => project(theta, affineRightHandSide(affine, x));
}
