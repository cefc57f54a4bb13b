import { OptionError } from "../../core/errors.ts";
import { type Generator, generator } from "../../engine/random.ts";

/** Nodes that each go to one of L maxima, the first of α_l′ = μ_l α_l² to blow up. */
export type Discovery = {
  /** μ_l: how strongly each maximum draws. */
  strengths: readonly number[];
  /** a > 0: the shape of the Fréchet distribution of first α, with CDF exp(−x^(−a)). */
  shape: number;
  /** Whether maxima that are occupied draw half as much, as with Muon. Default false. */
  isHalved?: boolean;
};

/**
 * How many nodes it takes to find L maxima of equal strength: coupon collection, T₀ = L (1 + ½ + … + 1/L); with Muon
 * 2^(−a) T₀ + (1 − 2^(−a)) L.
 *
 * @throws {OptionError} if maxima is not a whole number ≥ 1 or shape is not positive.
 * @source Y. Tian, 2025, arXiv 2509.21519, theorem 8.
 * @example
 * const saved = expectedNodes({ maxima: 8, shape: 2 }) - expectedNodes({ maxima: 8, shape: 2, isHalved: true });
 */
export function expectedNodes({
  maxima: L,
  shape,
  isHalved = false,
}: {
  maxima: number;
  shape: number;
  isHalved?: boolean;
}): number {
  if (!(Number.isInteger(L) && L >= 1))
    throw new OptionError(`expectedNodes: maxima must be a whole number ≥ 1, got ${L}`);
  requireShape("expectedNodes", shape);
  const collector = Array.from({ length: L }, (_, i) => L / (i + 1)).reduce((sum, term) => sum + term, 0);
  const kept = isHalved ? 2 ** -shape : 1;
  return kept * collector + (1 - kept) * L;
}

/**
 * Sends one node after another until every maximum has one, and counts them.
 *
 * A node goes where μ_l α_l is largest, α_l being Fréchet: with probability μ_l^a / Σ μ^a.
 * @throws {OptionError} if there are no maxima, a strength is not positive, or shape is not.
 * @source Y. Tian, 2025, arXiv 2509.21519, theorem 8: the winner-take-all model.
 * @example
 * const nodes = simulateDiscovery({ strengths: [1, 1, 1], shape: 2, isHalved: true }, generator(0));
 */
export function simulateDiscovery(
  { strengths, shape, isHalved = false }: Discovery,
  random: Generator = generator(0),
): number {
  if (strengths.length === 0 || !strengths.every((mu) => mu > 0)) {
    throw new OptionError(`simulateDiscovery: strengths must be positive numbers, got [${strengths}]`);
  }
  requireShape("simulateDiscovery", shape);
  const occupied = new Set<number>();
  let nodes = 0;
  while (occupied.size < strengths.length) {
    let [best, winner] = [-1, 0];
    for (const [l, mu] of strengths.entries()) {
      const alpha = (-Math.log(1 - random.uniform())) ** (-1 / shape);
      const pull = (isHalved && occupied.has(l) ? mu / 2 : mu) * alpha;
      if (pull > best) [best, winner] = [pull, l];
    }
    occupied.add(winner);
    nodes++;
  }
  return nodes;
}

function requireShape(owner: string, shape: number): void {
  if (!(shape > 0)) throw new OptionError(`${owner}: shape must be a positive number, got ${shape}`);
}
