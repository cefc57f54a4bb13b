import { Matrix, QrDecomposition } from "ml-matrix";
import { type Generator, generator } from "../engine/random.ts";

/** `count` numbers from `from` to `to`, each the same factor from the one before. */
export function geometric(from: number, to: number, count: number): number[] {
  const ratio = to / from;
  return Array.from({ length: count }, (_, i) => from * ratio ** (count === 1 ? 0 : i / (count - 1)));
}

/** A random orthogonal matrix, uniform over all of them (Haar), as rows. */
function randomOrthogonal(size: number, random: Generator): Matrix {
  const gaussian = Matrix.from1DArray(size, size, random.normals(size * size));
  const { orthogonalMatrix, upperTriangularMatrix } = new QrDecomposition(gaussian);
  // QR leaves the signs to the algorithm; with R's diagonal made positive, Q is uniform (Mezzadri 2007).
  const signs = upperTriangularMatrix.diagonal().map((r) => (r < 0 ? -1 : 1));
  return orthogonalMatrix.mulRowVector(signs);
}

/** The symmetric matrix with these eigenvalues in a random orthogonal basis that the seed decides. */
export function withSpectrum(eigenvalues: readonly number[], seed: number): number[][] {
  const basis = randomOrthogonal(eigenvalues.length, generator(seed));
  const matrix = basis
    .clone()
    .mulRowVector([...eigenvalues])
    .mmul(basis.transpose());
  return matrix.add(matrix.transpose()).mul(0.5).to2DArray();
}
