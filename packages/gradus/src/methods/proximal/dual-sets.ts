import type { DualSet } from "../../core/composite.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import type { Entries } from "./projections.ts";

/**
 * Y = [lower, upper]^p with J(y) = ⟨offset, y⟩: what maximises is clip((v − offset)/η, lower, upper), entry by entry.
 * With [−λ, λ] the maximum over Y is λ Σ |v_i − offset_i|, with [0, 1] the sum of positive parts.
 *
 * @throws {RangeError} if lower and upper have another length than p.
 */
export function dualBox(p: number, lower: Entries, upper: Entries, offset: Entries = 0): DualSet {
  const [low, high, e] = [lower, upper, offset].map((entries) =>
    typeof entries === "number" ? new Float64Array(p).fill(entries) : Float64Array.from(entries),
  ) as [Float64Array, Float64Array, Float64Array];
  for (const entries of [low, high, e]) {
    if (entries.length !== p)
      throw new RangeError(`dualBox: ends and offset must have ${p} entries, got ${entries.length}`);
  }
  return {
    maximiser: (v, eta) => v.map((value, i) => Math.min(Math.max((value - e[i]!) / eta, low[i]!), high[i]!)),
    penalty: (y) => dot(e, y),
    support: (v) =>
      v.reduce((sum, value, i) => sum + Math.max(low[i]! * (value - e[i]!), high[i]! * (value - e[i]!)), 0),
    size: low.reduce((sum, value, i) => sum + Math.max(value ** 2, high[i]! ** 2) / 2, 0),
  };
}

/**
 * Y of p balls of this radius > 0 in R^size each, one after the other in y; J = 0. The maximum over Y is radius Σ ‖v_G‖₂ over
 * consecutive groups of `size` entries: isotropic total variation, group norms.
 */
export function dualBalls(p: number, size: number, radius: number): DualSet {
  const lengthOf = (v: Float64Array, group: number) => {
    let sum = 0;
    for (let i = group * size; i < (group + 1) * size; i++) sum += v[i]! * v[i]!;
    return Math.sqrt(sum);
  };
  return {
    maximiser(v, eta) {
      const y = new Float64Array(v.length);
      for (let group = 0; group < p; group++) {
        const factor = 1 / Math.max(eta, lengthOf(v, group) / radius);
        for (let i = group * size; i < (group + 1) * size; i++) y[i] = v[i]! * factor;
      }
      return y;
    },
    penalty: () => 0,
    support(v) {
      let sum = 0;
      for (let group = 0; group < p; group++) sum += lengthOf(v, group);
      return radius * sum;
    },
    size: (p * radius ** 2) / 2,
  };
}
