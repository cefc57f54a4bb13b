import { addScaled } from "../../engine/linear-algebra/vector.ts";
import type { KktPoint } from "./kkt-programs.ts";

/** Below this no step length is tried: by then changes of a merit function are rounding [reconstructed]. */
const smallestStep = 1e-10;

/**
 * The first of α = 1, ½, ¼, … that `accepts` the point (x, λ) + α d, for variables and multipliers together; nothing if
 * none above 1e-10 will do. A point at which something is not finite must not be accepted, which comparisons with NaN see to.
 */
export async function searchTogether<Trial>(
  { x, multipliers }: Pick<KktPoint, "x" | "multipliers">,
  d: Float64Array,
  evaluate: (x: Float64Array, multipliers: Float64Array) => Promise<Trial>,
  accepts: (trial: Trial, alpha: number) => boolean,
): Promise<{ alpha: number; point: Trial } | undefined> {
  const n = x.length;
  for (let alpha = 1; alpha >= smallestStep; alpha /= 2) {
    const point = await evaluate(addScaled(x, alpha, d.subarray(0, n)), addScaled(multipliers, alpha, d.subarray(n)));
    if (accepts(point, alpha)) return { alpha, point };
  }
  return undefined;
}
