import type { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { count, flag, nonnegative, positive, readOptions, z as schema } from "../../core/options.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import { metricOption } from "../metric.ts";
import { iterateTrials, type SmoothProblem, type Trial, type TrialState } from "../trial-steps.ts";
import { hessianPrograms, regularizedStep } from "./curvature.ts";
import { hessianOf, hessianOption } from "./hessians/named.ts";

export const gradientRegularizedNewtonOptions = schema.object({
  /** H(x): the name of an approximation that the problem has what it takes for, or one of `hessians`. Default "exact". */
  hessian: hessianOption().default("exact"),
  /** Solve by conjugate gradients on products H v, and form no matrix. Default false. */
  matrixFree: flag().default(false),
  /** B, positive definite: its diagonal, its rows, or a matrix. Default the identity. */
  metric: metricOption(),
  /** γ₀ > 0: the first radius tried. Default 1 (official code). */
  radius: positive().default(1),
  /** Find γ by doubling and halving; without it every step is taken with γ = γ₀. Default true. */
  adaptive: flag().default(true),
  /** "value": the test of decrease; "gradient": its form without values, for convex losses. */
  test: schema.enum(["value", "gradient"], "must be 'value' or 'gradient'").default("value"),
  /** Radii tried in one step. Default 40 (official code). */
  maximumTrials: count().default(40),
  /** Guards λ = ‖g‖/(γ + ε). Default 1e-8 (official code). */
  epsilon: positive().default(1e-8),
  /** The radius is not smaller after a step that was accepted. Default 1e-9 (official code). */
  smallestRadius: positive().default(1e-9),
  /** Accept a step that lowers the gradient where f − f⁺ is rounding. Default false, as in the paper. */
  tolerateRounding: flag().default(false),
  /** The run has finished once ‖g‖_* is at or below it. Default 1e-8. */
  gradientTolerance: nonnegative().default(1e-8),
});

export type GradientRegularizedNewtonOptions = z.input<typeof gradientRegularizedNewtonOptions>;

/** gamma: the radius for the next step; solves: systems solved so far. */
export type RadiusMemory = { gamma: number; solves: number };

/** Gradient-regularized Newton: a method for any problem with a loss. */
export type GradientRegularizedNewton = <P extends Tree, B = undefined>(
  problem: SmoothProblem<P, B>,
) => Iteration<TrialState<P, RadiusMemory>, P>;

/**
 * Newton's method with any approximate Hessian, regularised by the norm of the gradient over a radius that is searched.
 *
 *     repeat
 *       λ = ‖g‖_* / (γ + ε)
 *       x⁺ = x − (H(x) + λ B)⁻¹ g
 *       accept if f(x) − f(x⁺) ≥ ‖g⁺‖_*² / (8 λ):   γ ← max(2γ, γ_min)
 *       else γ ← γ/2
 *
 * g = ∇f(x), g⁺ = ∇f(x⁺); ‖g‖_* = √(gᵀ B⁻¹ g). For H ⪰ 0 the step is no longer than γ. The test holds for every γ up to the
 * gradient-normalized smoothness γ(x), the radius in which ‖∇f(x+h) − ∇f(x) − H h‖_* ≤ ‖g‖_* ‖h‖/γ: Taylor's error and that
 * of H enter through one number. γ is doubled after every step, so that one trial in two is refused in the steady state.
 *
 * H by name: "exact", "gauss-newton" (of `residuals`), "fisher" (of `sampleLosses` or `residuals`), "weighted-gauss-newton"
 * (of `exponents`), "inexact" and "fisher-term" (of `normed`), "none" (normalized gradient descent); or any of `hessians`.
 * With errors ‖∇²f − H‖ ≤ C ‖∇f‖ (softmax, separable logistic losses) it converges linearly without strong convexity.
 *
 * A factorization that fails, because H is indefinite, refuses γ as a failed test does; nothing is added to H
 * [reconstructed]. So does a value that is not finite [reconstructed]. Where no trial is accepted, or a factorization
 * fails with `adaptive: false`, the run has finished with "search failed" [reconstructed]; near a minimum that happens once
 * f − f⁺ is rounding, which `tolerateRounding` passes over: f⁺ − f ≤ 4 · 2⁻⁵² |f| and ‖g⁺‖_* < ‖g‖_* are then enough.
 * On a problem with batches each step is made on its own batch.
 *
 * Cost per step: one Hessian (n² numbers; as much work as n products), and for each trial one gradient and one Cholesky
 * factorization (n³/3), or with `matrixFree` conjugate gradients: a product each, memory of a few vectors; "fisher-term"
 * needs neither. Factored on the host, in float64. Reports gamma (after the step), lambda, rejected, choleskyFailures and
 * solves so far.
 *
 * @throws {OptionError} if an option is unknown or outside its range, the metric does not fit, or n is above 8192 for a
 * matrix.
 * @throws {CapabilityError} if the problem has no `loss`, no `initial`, not what `hessian` is made of, or parameters that
 * are not float64.
 * @source A. Semenov, M. Jaggi, N. Doikov, Gradient-Normalized Smoothness for Optimization with Approximate Hessians,
 * 2025, arXiv 2506.13710, algorithm 1 and the search of its appendix; constants of the official code.
 * @example
 * const { answer } = await minimize(logSumExp(), gradientRegularizedNewton({ hessian: "weighted-gauss-newton" }), { steps: 50 });
 */
export function gradientRegularizedNewton(options: GradientRegularizedNewtonOptions = {}): GradientRegularizedNewton {
  const name = "gradient-regularized-newton";
  const settings = readOptions(name, gradientRegularizedNewtonOptions, options);
  const { adaptive, epsilon, smallestRadius, metric, gradientTolerance, matrixFree } = settings;

  type Norms = { before: number; after: number };
  const isEnough = (f: number, next: Trial, direction: Float64Array, lambda: number, norm: Norms): boolean => {
    if (!Number.isFinite(next.value) || !Number.isFinite(norm.after)) return false;
    if (settings.test === "gradient") return -dot(next.gradient, direction) >= norm.after ** 2 / (4 * lambda);
    if (f - next.value >= norm.after ** 2 / (8 * lambda)) return true;
    const isRounding = next.value - f <= 4 * Number.EPSILON * Math.abs(f);
    return settings.tolerateRounding && isRounding && norm.after < norm.before;
  };

  return named(name, (problem) =>
    iterateTrials(
      {
        name,
        metric,
        gradientTolerance,
        isDouble: true,
        curvature: hessianPrograms(name, hessianOf(name, settings.hessian, problem), { matrixFree }),
        remember: (): RadiusMemory => ({ gamma: settings.radius, solves: 0 }),
        async step({ value, gradient, gradientNorm, metric, curvature, attempt }, memory) {
          let { gamma, solves } = memory;
          let rejected = 0;
          let choleskyFailures = 0;
          let lambda = Number.NaN;
          const result = (accepted: Trial | undefined, outcome: string) => ({
            ...(accepted && { accepted }),
            memory: { gamma, solves },
            reports: { gamma, lambda, rejected, choleskyFailures, solves },
            outcome,
          });
          if (gradientNorm === 0) return result(undefined, "the gradient is 0");
          const H = await curvature();
          for (let trial = 0; trial < (adaptive ? settings.maximumTrials : 1); trial++) {
            lambda = gradientNorm / (gamma + epsilon);
            const direction = await regularizedStep(H, metric, lambda, gradient);
            if (direction === undefined) {
              choleskyFailures++;
            } else {
              solves++;
              const next = await attempt(direction);
              const norm = { before: gradientNorm, after: metric.dualNorm(next.gradient) };
              if (!adaptive) return result(next, "");
              if (isEnough(value, next, direction, lambda, norm)) {
                gamma = Math.max(2 * gamma, smallestRadius);
                return result(next, "");
              }
              rejected++;
            }
            if (adaptive) gamma /= 2;
          }
          gamma = memory.gamma;
          return result(undefined, searchFailed(adaptive, settings.maximumTrials));
        },
      },
      problem,
    ),
  );
}

const searchFailed = (adaptive: boolean, trials: number) =>
  adaptive
    ? `search failed: none of ${trials} radii lowered the objective enough`
    : "search failed: H + λB is not positive definite";
