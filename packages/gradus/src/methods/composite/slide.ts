import type { HasSaddlePart, HasSimplePart } from "../../core/composite.ts";
import { positive } from "../../core/options.ts";
import { mixed, proxAbout, sum } from "./composite-iteration.ts";

/** The last point of an inner loop, and the average of its points. */
export type Slide = { u: Float64Array; average: Float64Array };

type Common = {
  simplePart: HasSimplePart["simplePart"];
  /** G: the gradient of f that is held through the loop. */
  G: Float64Array;
  /** x: where the loop starts, and the centre of weight β. */
  x: Float64Array;
  beta: number;
  /** The weight of the last point grows as growth · t/2. */
  growth: number;
  /** T: number of inner steps. */
  T: number;
};

/**
 * The inner loop of Lan's gradient sliding.
 *
 *     c_t = growth t/2,  θ_t = 2(t + 1)/(t(t + 3)),  t = 1 … T
 *     u ← argmin_u ⟨G + H(u_t), u⟩ + χ(u) + (β/2)‖u − x‖² + (c_t/2)‖u − u_t‖²,  ũ ← (1 − θ_t) ũ + θ_t u
 */
export function slideBySubgradients({
  simplePart,
  G,
  x,
  beta,
  growth,
  T,
  H,
}: Common & { H(u: Float64Array): Float64Array }): Slide {
  let [u, average] = [x, x];
  for (let t = 1; t <= T; t++) {
    u = proxAbout(simplePart, sum(G, H(u)), [beta, x], [(growth * t) / 2, u]);
    average = mixed(average, averaging(t), u);
  }
  return { u, average };
}

/**
 * The inner loop of Lan and Ouyang's accelerated gradient sliding, on h smoothed by η.
 *
 *     c_t = growth t/2 + s/(t + 1),  a_t = 2(t + 1)/(t(t + 3)),  t = 1 … T
 *     w = (1 − λ) x̄ + λ [(1 − a_t) ũ + a_t u],  y = argmax_Y ⟨K w, y⟩ − J(y) − (η/2)‖y‖²
 *     u ← argmin_u ⟨G + Kᵀ y, u⟩ + χ(u) + (β/2)‖u − x‖² + (c_t/2)‖u − u_t‖²,  ũ ← (1 − a_t) ũ + a_t u
 */
export function slideByOperator({
  simplePart,
  saddlePart: { apply, applyTransposed, dual },
  G,
  x,
  beta,
  growth,
  T,
  output,
  share,
  s,
  eta,
}: Common & {
  saddlePart: HasSaddlePart["saddlePart"];
  /** x̄ and λ. */
  output: Float64Array;
  share: number;
  s: number;
  eta: number;
}): Slide {
  let [u, average] = [x, x];
  for (let t = 1; t <= T; t++) {
    const a = averaging(t);
    const w = mixed(output, share, mixed(average, a, u));
    const slope = sum(G, applyTransposed(dual.maximiser(apply(w), eta)));
    u = proxAbout(simplePart, slope, [beta, x], [(growth * t) / 2 + s / (t + 1), u]);
    average = mixed(average, a, u);
  }
  return { u, average };
}

/** 2(t + 1)/(t(t + 3)): 1 for t = 1. */
const averaging = (t: number): number => (2 * (t + 1)) / (t * (t + 3));

/** An option of all methods that slide. */
export const slideOptions = {
  /** Longest inner loop; a run ends before a longer one. Default 10⁶. */
  maximumInnerSteps: positive().default(1e6),
};

/** What ends a run whose inner loop would be longer than allowed. */
export const tooLong = (T: number, most: number): string | undefined =>
  T > most ? `the next inner loop would have ${T} steps, more than ${most}` : undefined;
