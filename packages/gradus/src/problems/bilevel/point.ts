import type { numpy as np } from "@jax-js/jax";

/** A point of both levels as a method answers it. */
export type BilevelPoint = { x: np.Array; y: np.Array };

/** Reads a point. Borrows it. */
export async function readPoint({ x, y }: BilevelPoint): Promise<{ x: Float64Array; y: Float64Array }> {
  const [first, second] = await Promise.all([x.ref.data(), y.ref.data()]);
  return { x: Float64Array.from(first as ArrayLike<number>), y: Float64Array.from(second as ArrayLike<number>) };
}
