/**
 * The normalised Hermite polynomial h_k of probability theory at t, E h_k(z)² = 1 for z ~ N(0, 1).
 *
 *     He_{j+1} = t He_j − j He_{j−1},   h_k = He_k/√k!,   h_k′ = √k h_{k−1}
 *
 * @source S. Wei, A. Damian, J. D. Lee, 2026, arXiv 2603.06028 (the link functions of its figures).
 */
export function hermite(k: number, t: number): number {
  // Divided by √j! on the way, so that nothing overflows before the result does.
  let before = 0;
  let value = 1;
  for (let j = 0; j < k; j++) {
    const next = (t * value - Math.sqrt(j) * before) / Math.sqrt(j + 1);
    before = value;
    value = next;
  }
  return value;
}

/** h_k(t), h_k′(t) */
export function hermiteWithSlope(k: number, t: number): { value: number; slope: number } {
  let before = 0;
  let value = 1;
  for (let j = 0; j < k; j++) {
    const next = (t * value - Math.sqrt(j) * before) / Math.sqrt(j + 1);
    before = value;
    value = next;
  }
  return { value, slope: Math.sqrt(k) * before };
}
