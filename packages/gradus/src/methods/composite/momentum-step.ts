import { addScaled } from "../../engine/linear-algebra/vector.ts";
import { type CompositeState, proxAbout } from "./composite-iteration.ts";
import { type SmoothableProblem, smoothedPart } from "./smoothed-part.ts";

/** x_{k−1} and Nesterov's t_k. */
export type MomentumMemory = { before: Float64Array; t: number };

/** One accelerated proximal gradient step: y = x + m (x − x_{k−1}), x ← argmin_u ⟨∇f(y), u⟩ + χ(u) + (L/2)‖u − y‖². */
export async function momentumStep(
  name: string,
  problem: SmoothableProblem,
  { x, memory: { before } }: CompositeState<MomentumMemory>,
  { accuracy, momentum }: { accuracy: number; momentum: number },
) {
  const { gradient, smoothness, calls } = smoothedPart(name, problem, accuracy);
  const y = addScaled(x, momentum, addScaled(x, -1, before));
  return { next: proxAbout(problem.simplePart, await gradient(y), [smoothness, y]), y, calls };
}

/** t ← (1 + √(1 + 4 t²))/2 */
export const nextT = (t: number): number => (1 + Math.sqrt(1 + 4 * t * t)) / 2;
