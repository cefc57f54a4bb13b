import { numpy as np, random } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import type { HasInitial, HasName, HasPlayers } from "../../core/problem.ts";
import { toArray } from "../precision.ts";

/** The parts of both players, vectors in float64. */
export type DuelParts = { first: np.Array; second: np.Array };

/** One player's loss: L = ½ pᵀP p + pᵀA q + ½ qᵀQ q + (k/4) |p|² |q|², p being the first player's part and q the second's. */
export type DuelLoss = { P?: number[][]; A: number[][]; Q?: number[][]; k?: number };

export type PolynomialGame = HasName & HasInitial<DuelParts> & HasPlayers<DuelParts>;

/**
 * A game between two vectors whose losses are polynomials, given by their matrices:
 *
 *     L_i = ½ pᵀP_i p + pᵀA_i q + ½ qᵀQ_i q + (k_i/4) |p|² |q|²
 *
 * @param losses the first player's and the second's; P and Q are symmetric, and 0 where they are left out.
 * @param start where runs begin; standard normal by the run's seed where it is left out.
 * @throws {OptionError} if the matrices or the start are not of one size.
 * @example
 * const game = polynomialGame({ first: { A: [[-1]] }, second: { A: [[1]] } }, { first: [0.1], second: [0] });
 */
export function polynomialGame(
  losses: { first: DuelLoss; second: DuelLoss },
  start?: { first: number[]; second: number[] },
  name = "polynomial game",
): PolynomialGame {
  const [m, n] = [losses.first.A.length, losses.first.A[0]?.length ?? 0];
  const check = (what: string, rows: number, columns: number, matrix: number[][] | undefined) => {
    if (!matrix || (matrix.length === rows && matrix.every((row) => row.length === columns))) return;
    throw new OptionError(`polynomialGame: ${what} must be ${rows} × ${columns}, got ${matrix.length} rows`);
  };
  for (const [player, { P, A, Q }] of Object.entries(losses)) {
    check(`${player}.P`, m, m, P);
    check(`${player}.A`, m, n, A);
    check(`${player}.Q`, n, n, Q);
  }
  if (start && (start.first.length !== m || start.second.length !== n)) {
    throw new OptionError(
      `polynomialGame: the start must have ${m} and ${n} entries, got ${start.first.length} and ${start.second.length}`,
    );
  }
  const matrix = (rows: number[][]) => toArray(rows.flat(), [rows.length, rows[0]!.length], "float64");
  const half = (vector: np.Array, rows: number[][]) => np.dot(vector.ref, np.dot(matrix(rows), vector)).mul(0.5);

  const loss = ({ P, A, Q, k = 0 }: DuelLoss, p: np.Array, q: np.Array): np.Array => {
    let value = np.dot(p.ref, np.dot(matrix(A), q.ref));
    if (P) value = value.add(half(p.ref, P));
    if (Q) value = value.add(half(q.ref, Q));
    if (k !== 0)
      value = value.add(
        np
          .square(p.ref)
          .sum()
          .mul(np.square(q.ref).sum())
          .mul(k / 4),
      );
    p.dispose();
    q.dispose();
    return value;
  };

  return {
    name,
    initial(key) {
      if (start) {
        key.dispose();
        return { first: toArray(start.first, [m], "float64"), second: toArray(start.second, [n], "float64") };
      }
      const both = random.normal(key, [m + n]).astype(np.float64);
      const [first, second] = [both.ref.slice([0, m]), both.ref.slice([m, m + n])];
      both.dispose();
      return { first, second };
    },
    playerLosses: {
      first(own, all) {
        all.first.dispose();
        return loss(losses.first, own, all.second);
      },
      second(own, all) {
        all.second.dispose();
        return loss(losses.second, all.first, own);
      },
    },
  };
}
