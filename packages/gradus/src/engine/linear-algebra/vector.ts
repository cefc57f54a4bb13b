/** aᵀ b */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** ‖a‖₂ */
export const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

/** a + factor b, as a new vector. */
export const addScaled = (a: Float64Array, factor: number, b: Float64Array): Float64Array =>
  a.map((value, i) => value + factor * b[i]!);

/** factor a, as a new vector. */
export const scaled = (a: Float64Array, factor: number): Float64Array => a.map((value) => factor * value);

/** The cosine of the angle between a and b; NaN where one of them is 0. */
export const cosine = (a: Float64Array, b: Float64Array): number => dot(a, b) / (norm(a) * norm(b));
