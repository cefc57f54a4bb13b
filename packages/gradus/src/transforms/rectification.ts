/**
 * The rectification of RAdam: how many terms the moving second moment effectively averages at step t, and the factor
 * that makes the variance of the step size constant.
 *
 *     N_∞ = 2/(1 − β₂) − 1,   N_t = N_∞ − 2 t β₂ᵗ/(1 − β₂ᵗ)
 *     factor = √( (N_t − 4)(N_t − 2) N_∞ / ((N_∞ − 4)(N_∞ − 2) N_t) )
 *
 * In float64 on the host: with β₂ = 0.999, N_5 = 4.996 must stay below 5, and float32 misses it by 0.01.
 * @source L. Liu et al., On the Variance of the Adaptive Learning Rate and Beyond, 2019, arXiv 1908.03265, algorithm 2.
 */
export function rectification(beta2: number, t: number): { terms: number; factor: number } {
  const limit = 2 / (1 - beta2) - 1;
  const decay = beta2 ** t;
  const terms = limit - (2 * t * decay) / (1 - decay);
  const factor = terms > 4 ? Math.sqrt(((terms - 4) * (terms - 2) * limit) / ((limit - 4) * (limit - 2) * terms)) : 0;
  return { terms, factor };
}
