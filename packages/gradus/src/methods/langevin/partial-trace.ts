import { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { readOptions, z } from "../../core/options.ts";
import {
  type HasPartialTrace,
  type HasPlanted,
  type HasSphereGradients,
  requireCapabilities,
} from "../../core/problem.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import { topEigenvector } from "../../engine/linear-algebra/top-eigenvector.ts";
import { cosine, norm, scaled } from "../../engine/linear-algebra/vector.ts";

export const partialTraceOptions = z.object({});

/** The estimate, and the objective there. */
export type PartialTraceState = { theta: Float64Array; value: number };

/** A problem whose partial trace is known. */
export type PartialTraceProblem = HasPartialTrace & HasSphereGradients & Partial<HasPlanted>;

/** The partial trace's direction, as a method. */
export type PartialTrace = (problem: PartialTraceProblem) => Iteration<PartialTraceState, np.Array>;

/**
 * The direction of a partial trace: what the average of Langevin dynamics tends to, in closed form.
 *
 *     v_a = Σ_i T_iia (a vector): v/‖v‖;   B_ab = Σ_i T_iiab (a matrix): the eigenvector of B's largest eigenvalue
 *     m → 2 ε/(d − 1) E_z b(z),   M → I/d + (ε/d) E_z[z b(z)ᵀ + b(z) zᵀ],   z uniform on the sphere, b = −P ∇L
 *
 * An oracle to compare with: it has to know the problem's make. It has finished before its first step. Reports:
 * `lastOverlap` where the problem tells the hidden direction.
 *
 * Cost: one pass through the tensor or the samples, and an eigendecomposition for a matrix.
 * @throws {OptionError} if an option is given: there is none.
 * @throws {CapabilityError} if the problem has no `partialTrace` or no `sphereGradients`.
 * @source S. B. Hopkins, T. Schramm, J. Shi, D. Steurer, Fast spectral algorithms from sum-of-squares proofs, 2016, arXiv
 * 1512.02337; S. Wei, A. Damian, J. D. Lee, 2026, arXiv 2603.06028.
 * @example
 * const { answer } = await minimize(tensorPca(), partialTrace(), { steps: 1 });
 */
export function partialTrace(options: object = {}): PartialTrace {
  readOptions("partial-trace", partialTraceOptions, options);
  return named("partial-trace", (problem) => {
    requireCapabilities("partial-trace", problem, ["partialTrace", "sphereGradients"]);
    return {
      init() {
        const theta = tracedDirection(problem.partialTrace());
        const { values } = problem.sphereGradients({ rows: 1, columns: theta.length, data: theta.slice() });
        return { theta, value: values[0]! };
      },
      step: (state) => state,
      measure: ({ theta, value }) => ({
        objective: value,
        calls: { loss: 1 },
        ...(problem.planted && { lastOverlap: Math.abs(cosine(theta, problem.planted)) }),
      }),
      answer: ({ theta }) => np.array(theta.slice(), { dtype: np.float64 }),
      finished: () => "a closed form",
    };
  });
}

/** The direction that a partial trace points in: a vector's own, a matrix's top eigenvector. */
function tracedDirection(trace: Float64Array | Matrix): Float64Array {
  if (!(trace instanceof Float64Array)) return topEigenvector(trace).vector;
  const length = norm(trace);
  return length > 0 ? scaled(trace, 1 / length) : trace.slice();
}
