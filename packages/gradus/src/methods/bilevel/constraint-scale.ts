import type { ByLevel, LowerConstraints } from "../../core/bilevel.ts";
import { apply, applyTransposed, fromRows } from "../../engine/linear-algebra/matrix.ts";
import { largestEigenvalue } from "../../engine/linear-algebra/power-iteration.ts";

/**
 * The factor s that brings the constraints' Jacobian with respect to y to norm 1, and how many products with its transpose
 * that took: none where g is affine, else l. A Jacobian of zeros is left as it is.
 *
 *     s = 1/σ_max(∇_y g(x, y)), by power iteration
 */
export async function constraintScaleOf(
  option: number | "auto",
  constraints: LowerConstraints | undefined,
  { x, y }: ByLevel,
): Promise<{ scale: number; products: number }> {
  if (option !== "auto") return { scale: option, products: 0 };
  if (!constraints || constraints.count === 0) return { scale: 1, products: 0 };
  const l = constraints.count;
  const rows: Float64Array[] = [];
  if (!constraints.affine) {
    for (let i = 0; i < l; i++) {
      const unit = new Float64Array(l);
      unit[i] = 1;
      rows.push((await constraints.pullBack(x, y, unit)).y);
    }
  }
  const J = constraints.affine?.y ?? fromRows(rows);
  const { value } = await largestEigenvalue((v) => apply(J, applyTransposed(J, v)), l, { tolerance: 1e-9 });
  return { scale: value > 0 && Number.isFinite(value) ? 1 / Math.sqrt(value) : 1, products: rows.length };
}
