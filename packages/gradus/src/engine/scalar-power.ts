import { numpy as np } from "@jax-js/jax";

/**
 * s^q of an array s ≥ 0, with s^0 = 1; 0 at s = 0, with derivative 0, for any other q. Whole powers are products, exact to
 * rounding. Traceable; consumes s.
 */
export function powerOf(s: np.Array, q: number): np.Array {
  if (Number.isInteger(q) && q >= 1) {
    let result = s.ref;
    for (let i = 1; i < q; i++) result = result.mul(s.ref);
    s.dispose();
    return result;
  }
  if (q === 0) return np.onesLike(s);
  const isZero = s.ref.lessEqual(0);
  return np.where(isZero.ref, 0, np.exp(np.log(np.where(isZero, 1, s)).mul(q)));
}
