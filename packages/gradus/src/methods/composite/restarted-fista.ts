import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { readOptions, z } from "../../core/options.ts";
import { addScaled, dot } from "../../engine/linear-algebra/vector.ts";
import { type CompositeState, iterateComposite } from "./composite-iteration.ts";
import { type MomentumMemory, momentumStep, nextT } from "./momentum-step.ts";
import { accuracyOptions, type SmoothableProblem, smoothedPart } from "./smoothed-part.ts";

export const restartedFistaOptions = z.object(accuracyOptions);

export type RestartedFistaOptions = z.input<typeof restartedFistaOptions>;

/** FISTA with adaptive restarts: a method for problems with f and χ, and h by its structure if at all. */
export type RestartedFista = (
  problem: SmoothableProblem,
) => Iteration<CompositeState<MomentumMemory & { restarts: number }>, np.Array>;

/**
 * FISTA with adaptive restarts: the momentum starts anew where it points uphill, so that strong convexity is made use of
 * without knowing μ.
 *
 *     a step of FISTA from y to x_{k+1};  if ⟨y − x_{k+1}, x_{k+1} − x_k⟩ > 0:  t ← 1, the next step goes out from x_{k+1} alone
 *
 * Cost per step: as FISTA, one gradient, one proximal step, and one operator where there is an h. Memory: four vectors.
 * It works in float64 on the host. Reports restarts, cumulative.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem lacks `initial`, `smoothPart` or `simplePart`, or has h by subgradients only.
 * @source B. O'Donoghue, E. Candès, Adaptive Restart for Accelerated Gradient Schemes, 2015, arXiv 1204.3982, gradient scheme.
 * @example
 * const { answer } = await minimize(tvDeblurring(), restartedFista(), { steps: 1000 });
 */
export function restartedFista(options: RestartedFistaOptions = {}): RestartedFista {
  const name = "restarted-fista";
  const { accuracy } = readOptions(name, restartedFistaOptions, options);
  return named(name, (problem) =>
    iterateComposite(
      {
        name,
        needs: [],
        async start(problem, x0) {
          smoothedPart(name, problem, accuracy);
          return { memory: { before: x0, t: 1, restarts: 0 }, calls: {} };
        },
        async step(problem, state) {
          const { x, memory } = state;
          const t = nextT(memory.t);
          const momentum = (memory.t - 1) / t;
          const { next, y, calls } = await momentumStep(name, problem, state, { accuracy, momentum });
          const isUphill = dot(addScaled(y, -1, next), addScaled(next, -1, x)) > 0;
          const { restarts } = memory;
          const after = isUphill ? { before: next, t: 1, restarts: restarts + 1 } : { before: x, t, restarts };
          return { x: next, output: next, memory: after, calls };
        },
        reports: (_, { memory }) => ({ restarts: memory.restarts }),
      },
      problem,
    ),
  );
}
