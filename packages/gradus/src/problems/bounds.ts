import { OptionError } from "../core/errors.ts";
import type { HasEvaluate } from "../core/problem.ts";

/** A box; a bound may be infinite. */
export type Bounds = { lower: number[]; upper: number[] };

/**
 * A black box within bounds: points outside of them are not evaluated and worth +∞, which no search prefers to anything
 * (the extreme barrier). Along a wall a search slows down, since half of its directions lead out. It takes `loss` and `network` away, since whoever looks at those would not see the bounds.
 *
 * @throws {OptionError} if the bounds do not fit the problem's dimension or each other.
 * @source C. Audet, J. E. Dennis, Mesh Adaptive Direct Search Algorithms for Constrained Optimization, 2006.
 * @example
 * const { answer } = await minimize(withBounds(sphere(), { lower: [1, 1], upper: [4, 4] }), directSearch(), { steps: 99 });
 */
export function withBounds<P extends HasEvaluate>(
  problem: P,
  { lower, upper }: Bounds,
): Omit<P, "loss" | "network" | "residuals" | "minimum"> {
  for (const [name, bound] of Object.entries({ lower, upper })) {
    if (bound.length !== problem.dimension) {
      throw new OptionError(`withBounds: ${name} must have ${problem.dimension} entries, got ${bound.length}`);
    }
  }
  const crossed = lower.findIndex((low, i) => !(low <= upper[i]!));
  if (crossed >= 0) {
    throw new OptionError(`withBounds: lower.${crossed} must be at most ${upper[crossed]}, got ${lower[crossed]}`);
  }
  const isInside = (x: Float64Array) => x.every((xi, i) => xi >= lower[i]! && xi <= upper[i]!);
  const { loss: _, network: __, residuals: ___, minimum: ____, ...rest } = problem as P & Record<string, unknown>;
  return {
    ...rest,
    async evaluate(points: Float64Array[]) {
      const inside = points.filter(isInside);
      const values = inside.length > 0 ? await problem.evaluate(inside) : [];
      let next = 0;
      return points.map((x) => (isInside(x) ? values[next++]! : Number.POSITIVE_INFINITY));
    },
  } as unknown as Omit<P, "loss" | "network" | "residuals" | "minimum">;
}
