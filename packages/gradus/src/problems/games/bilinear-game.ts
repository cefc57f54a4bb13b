import { OptionError } from "../../core/errors.ts";
import { count, nonnegative, readOptions, z } from "../../core/options.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { type PolynomialGame, polynomialGame } from "./polynomial-game.ts";

const vector = () => z.array(z.number("must be numbers"), "must be numbers").min(1, "must not be empty");

export const bilinearGameOptions = z.object({
  /** ε ≥ 0, by which each player is damped. Default 0.05 (the quick experiment's game of ten dimensions). */
  damping: nonnegative().default(0.05),
  /** Entries of either player's part. Default 1, where A = −1. */
  dimension: count().default(1),
  /** Seed of the matrix A, for more than one dimension. Default 0. */
  seed: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
  /** Where runs begin: the first player's part, then the second's. Default: standard normal, by the run's seed. */
  start: vector().optional(),
});

export type BilinearGameOptions = z.input<typeof bilinearGameOptions>;

/**
 * A zero-sum interaction of two damped players, around whose only equilibrium, the origin, they circle:
 *
 *     L₁ = (ε/2)|p|² + pᵀA q,   L₂ = (ε/2)|q|² − pᵀA q
 *
 * A has entries N(0, 1/n), or is −1 for n = 1. The flow of both losses converges like e^{−ε t} whatever A; simultaneous steps of
 * rate h grow where h σ² > 2 ε − h ε², σ being the largest singular value of A.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or the start has not 2 n entries.
 * @source M. Rosca, Y. Wu, B. Dherin, D. Barrett, 2021, arXiv 2105.13922, section 5 (the game of one dimension).
 * @example
 * const game = bilinearGame({ damping: 0.09, start: [0.07, -0.09] });
 */
export function bilinearGame(options: BilinearGameOptions = {}): PolynomialGame {
  const { damping, dimension: n, seed, start } = readOptions("bilinearGame", bilinearGameOptions, options);
  if (start && start.length !== 2 * n) {
    throw new OptionError(`bilinearGame: the start must have ${2 * n} entries, got ${start.length}`);
  }
  const A = n === 1 ? [[-1]] : normalMatrix(n, seed);
  const bowl = A.map((_, i) => A.map((_, j) => (i === j ? damping : 0)));
  return polynomialGame(
    { first: { P: bowl, A }, second: { Q: bowl, A: A.map((row) => row.map((entry) => -entry)) } },
    start && { first: start.slice(0, n), second: start.slice(n) },
    n === 1 ? "bilinear game" : `bilinear game of ${n} dimensions`,
  );
}

/** Entries N(0, 1/n). */
function normalMatrix(n: number, seed: number): number[][] {
  const random = generator(seedFor(seed, "matrix of a game"));
  return Array.from({ length: n }, () => Array.from({ length: n }, () => random.normal() / Math.sqrt(n)));
}
