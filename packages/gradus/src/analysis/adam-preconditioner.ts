import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";

/**
 * What Adam divides by, parameters leaf after leaf, with the correction of its mean: P of Cohen et al. 2022,
 *
 *     P = (1 − β₁ᵗ) (√(v/(1 − β₂ᵗ)) + ε)
 *
 * from the v that is found anywhere in a method's state; undefined where there is none. Borrows the state.
 */
export async function adamPreconditioner(
  state: unknown,
  { step, beta1, beta2, epsilon }: { step: number; beta1: number; beta2: number; epsilon: number },
): Promise<Float64Array | undefined> {
  const found = secondMoments(state);
  if (found === undefined) return undefined;
  const v = await tree.toVector(tree.ref(found)).data();
  const early = 1 - beta1 ** step;
  const correction = 1 - beta2 ** step;
  return Float64Array.from(v, (square) => early * (Math.sqrt(square / correction) + epsilon));
}

/** The v of the state of `scaleByAdam`: what stands beside m, and under amsgrad its running maximum. */
function secondMoments(state: unknown): Tree | undefined {
  if (typeof state !== "object" || state === null || ArrayBuffer.isView(state)) return undefined;
  if ("m" in state && "v" in state && "largest" in state) {
    const { v, largest } = state as { v: Tree; largest: Tree };
    return tree.leaves(largest).length > 0 ? largest : v;
  }
  if (Object.getPrototypeOf(state) !== Object.prototype && !Array.isArray(state)) return undefined;
  for (const part of Object.values(state)) {
    const found = secondMoments(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
