import { symmetricEigen } from "../../engine/linear-algebra/decompositions.ts";
import { innerProducts } from "../../engine/linear-algebra/inner-products.ts";
import { identity, type Matrix, multiply, toRows, transpose, zeros } from "../../engine/linear-algebra/matrix.ts";
import { cholesky, solveCholesky } from "../../engine/linear-algebra/solve.ts";

/*
 * What is told back to a hidden layer. F is n samples × K features, Y one-hot labels (n × M), given as classes; F̃ and Ỹ have
 * their means over samples taken off: P₁ = I − 1 1ᵀ/n. All in float64 on the host.
 */

/** Labels as classes, and how many classes there are. */
export type Classes = { labels: ArrayLike<number>; classes: number };

/** P₁ A: columns without their means. */
export function centredColumns(A: Matrix): Matrix {
  const means = new Float64Array(A.columns);
  for (const [i, value] of A.data.entries()) means[i % A.columns]! += value / A.rows;
  return { ...A, data: A.data.map((value, i) => value - means[i % A.columns]!) };
}

function centredLabels({ labels, classes }: Classes): Matrix {
  const Y = zeros(labels.length, classes);
  for (let i = 0; i < labels.length; i++) Y.data[i * classes + labels[i]!] = 1;
  return centredColumns(Y);
}

/**
 * The gradient that reaches the features: G_F = −∂J/∂F = P₁ (Y − F V) Vᵀ for J = ½ ‖P₁ (Y − F V)‖², n × K.
 *
 * @throws {RangeError} if the shapes do not fit.
 * @source Y. Tian, Provable Scaling Laws of Feature Emergence, 2025, arXiv 2509.21519, section 2.
 * @example
 * const strength = matrixNorm(featureGradient(await problem.features(params), problem.train, await problem.topWeights(params)));
 */
export function featureGradient(F: Matrix, { labels, classes }: Classes, V: Matrix): Matrix {
  const residual = centredLabels({ labels, classes });
  const fitted = centredColumns(multiply(F, V));
  for (const [i, value] of fitted.data.entries()) residual.data[i]! -= value;
  return innerProducts(residual, V);
}

/** ‖A‖_F */
export const matrixNorm = ({ data }: Matrix): number => Math.sqrt(data.reduce((sum, value) => sum + value * value, 0));

/** Ỹ Ỹᵀ F̃: the direction in which features are first told to go, n × K. */
export function firstSignal(F: Matrix, classes: Classes): Matrix {
  const Y = centredLabels(classes);
  return multiply(Y, multiply(transpose(Y), centredColumns(F)));
}

/** (A Aᵀ + η I)⁻¹ B, A n × K, by a Cholesky factor. @throws {RangeError} if A Aᵀ + η I is singular. */
function ridgeSolve(A: Matrix, eta: number, B: Matrix): Matrix {
  const gram = innerProducts(A, A);
  for (let i = 0; i < A.rows; i++) gram.data[i * A.rows + i]! += eta;
  const L = cholesky(gram);
  if (L === undefined) throw new RangeError(`the features' Gram matrix with η = ${eta} is singular: η must be larger`);
  return transpose({
    rows: B.columns,
    columns: B.rows,
    data: Float64Array.from(toRows(transpose(B)).flatMap((column) => [...solveCholesky(L, column)])),
  });
}

/**
 * The top layer that ridge regression would learn: V = (F̃ᵀF̃ + η I)⁻¹ F̃ᵀ Ỹ, K × classes. On whichever side is smaller.
 *
 * @throws {RangeError} if the system is singular, which takes η = 0.
 * @source Y. Tian, 2025, arXiv 2509.21519, lemma 1.
 * @example
 * const G = featureGradient(F, labels, ridgeTop(F, labels, 2e-4));
 */
export function ridgeTop(F: Matrix, classes: Classes, eta: number): Matrix {
  const centred = centredColumns(F);
  const Y = centredLabels(classes);
  const across = transpose(centred);
  return F.columns <= F.rows
    ? ridgeSolve(across, eta, multiply(across, Y))
    : multiply(across, ridgeSolve(centred, eta, Y));
}

/**
 * The top layer after gradient flow of J for some time, from V = 0 and without decay: Σ (1 − e^(−λt))/λ over eigenvalues λ of
 * F̃F̃ᵀ. `time` is in units of 1/λ_max.
 *
 * @source Y. Tian, 2025, arXiv 2509.21519, proposition 1, in closed form.
 * @example
 * const early = featureGradient(F, labels, flowedTop(F, labels, 0.1));
 */
export function flowedTop(F: Matrix, classes: Classes, time: number): Matrix {
  const centred = centredColumns(F);
  const { values, vectors } = symmetricEigen(innerProducts(centred, centred));
  const largest = values.at(-1)!;
  const Q = multiply(transpose(vectors), centredLabels(classes));
  const t = time / largest;
  const grown = values.map((value) => (value > 1e-14 * largest ? -Math.expm1(-value * t) / value : t));
  const data = Q.data.map((value, i) => value * grown[Math.floor(i / Q.columns)]!);
  return multiply(transpose(centred), multiply(vectors, { ...Q, data }));
}

/**
 * B = (F̃ᵀF̃ + η I)⁻¹, K × K: how features act on each other in the last stage. Where there are more features than samples it
 * is (I − F̃ᵀ (F̃F̃ᵀ + η I)⁻¹ F̃)/η.
 *
 * Cost: O(K² n + min(n, K)³).
 * @throws {RangeError} if the matrix is singular.
 * @source Y. Tian, 2025, arXiv 2509.21519, theorem 6.
 * @example
 * const signs = interactionSigns(featureInteraction(F, 2e-4));
 */
export function featureInteraction(F: Matrix, eta: number): Matrix {
  const centred = centredColumns(F);
  const [n, K] = [F.rows, F.columns];
  if (K <= n) return ridgeSolve(transpose(centred), eta, identity(K));
  if (!(eta > 0)) throw new RangeError(`with ${K} features of ${n} samples η must be positive, got ${eta}`);
  const inside = multiply(transpose(centred), ridgeSolve(centred, eta, centred));
  return { ...inside, data: inside.data.map((x, i) => (Number(i % (K + 1) === 0) - x) / eta) };
}

/** P_η = η (F̃F̃ᵀ + η I)⁻¹ = I − F̃ B F̃ᵀ, n × n: what the top layer leaves over. @throws {RangeError} if η is not positive. */
export function residualProjection(F: Matrix, eta: number): Matrix {
  if (!(eta > 0)) throw new RangeError(`η must be positive, got ${eta}`);
  const inverse = ridgeSolve(centredColumns(F), eta, identity(F.rows));
  return { ...inverse, data: inverse.data.map((x) => x * eta) };
}

/**
 * Whether features attract (+1) or repel (−1) each other: −sign(f̃_jᵀ P_η,−jl f̃_l), from B, on whose 2 × 2 blocks it is
 * −b_jl/(b_jj b_ll − b_jl²); 0 on the diagonal.
 *
 * @source Y. Tian, 2025, arXiv 2509.21519, theorem 6.
 */
export const interactionSigns = (B: Matrix): Matrix => ({
  ...B,
  data: B.data.map((b, i) => (i % (B.columns + 1) === 0 ? 0 : Math.sign(b))),
});

/**
 * Of the `pairs` most similar pairs of features (by the cosine of F̃'s columns), the share that repel each other.
 * NaN where there is no pair of nodes that are not dead.
 */
export function repelledShare(F: Matrix, B: Matrix, pairs = 200): number {
  const columns = transpose(centredColumns(F));
  const gram = innerProducts(columns, columns);
  const K = F.columns;
  const similar: { cosine: number; b: number }[] = [];
  for (let j = 0; j < K; j++) {
    for (let l = 0; l < j; l++) {
      const cosine = gram.data[j * K + l]! / Math.sqrt(gram.data[j * K + j]! * gram.data[l * K + l]!);
      if (Number.isFinite(cosine)) similar.push({ cosine, b: B.data[j * K + l]! });
    }
  }
  const nearest = similar.sort((x, y) => y.cosine - x.cosine).slice(0, pairs);
  return nearest.filter(({ b }) => b < 0).length / nearest.length;
}

/**
 * How far F̃ᵀF̃ is from diagonal: the mean of its absolute off-diagonal entries over the mean of its diagonal ones. NaN with
 * one feature.
 *
 * @source Y. Tian, 2025, arXiv 2509.21519, figure 3.
 */
export function offDiagonalRatio(F: Matrix): number {
  const columns = transpose(centredColumns(F));
  const { data } = innerProducts(columns, columns);
  const K = F.columns;
  let [diagonal, off] = [0, 0];
  for (const [i, value] of data.entries()) {
    if (i % (K + 1) === 0) diagonal += value / K;
    else off += Math.abs(value) / (K * (K - 1));
  }
  return K > 1 ? off / diagonal : Number.NaN;
}
