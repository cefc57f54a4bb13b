/** What the constants of restart-free sliding are made of: L ≥ 0 of f, μ > 0 of χ. */
export type Curvature = { L: number; mu: number };

/** The positive root γ of L γ² + μ γ = c μ, written so that it loses no digits for L ≫ μ. */
const root = ({ L, mu }: Curvature, c: number): number => (2 * mu * c) / (mu + Math.sqrt(mu * mu + 4 * L * mu * c));

/**
 * γ of rf-sgs: L γ² + μ γ = μ (1 − P₁), P₁ = 2/((T₁ + 1)(T₁ + 2)), for a first inner loop of T₁ steps. [reconstructed]
 * @source X. Wu, Z. Xu, H. Zhang, 2026, arXiv 2602.04161, whose rates it gives; the constants are derived anew.
 * @example
 * slidingWeight({ L: 0, mu: 1 }, 1); // 2/3
 */
export const slidingWeight = (curvature: Curvature, T1: number): number =>
  root(curvature, 1 - 2 / ((T1 + 1) * (T1 + 2)));

/**
 * γ of rf-asgs: L γ² + μ γ = μ/(a₁ + 1), a₁ = (T₁ + 1)(T₁ + 2)/(T₁(T₁ + 3)). T₁ = 1, the default, is the smallest and safe
 * whatever T₁ turns out to be. [reconstructed]
 * @source X. Wu, Z. Xu, H. Zhang, 2026, arXiv 2602.04161, whose rates it gives; the constants are derived anew.
 * @example
 * acceleratedSlidingWeight({ L: 0, mu: 1 }); // 0.4
 */
export const acceleratedSlidingWeight = (curvature: Curvature, T1 = 1): number =>
  root(curvature, 1 / (1 + ((T1 + 1) * (T1 + 2)) / (T1 * (T1 + 3))));

/** The smallest whole number that is not below `value`, at least 1; what rounding puts above a whole number does not count. */
export const wholeSteps = (value: number): number => Math.max(1, Math.ceil(value - 1e-12));
