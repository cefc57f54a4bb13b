import { OptionError } from "../core/errors.ts";
import { type Svd, svd } from "../engine/linear-algebra/decompositions.ts";
import { allFinite, apply, applyTransposed, type Matrix } from "../engine/linear-algebra/matrix.ts";
import { addScaled, dot, scaled } from "../engine/linear-algebra/vector.ts";

/*
 * Least squares 1/(2N) ‖Z w − y‖² seen through Z = U S Vᵀ: exact solutions, and where gradient descent stands after t
 * steps, are the same sum over singular directions with another factor in front of each.
 */

/** Singular values below this share of the largest count as zero. */
const cutoff = 1e-10;

/** How well conditioned least squares with given features is, and the parts that closed forms of it are made of. */
export type Conditioning = {
  /** Z. */
  features: Matrix;
  decomposition: Svd;
  /** s_1 ≥ s_2 ≥ …, min(N, P) of them, those that are zero up to rounding too. */
  singularValues: Float64Array;
  /** How many of them are above 10⁻¹⁰ s_max. */
  rank: number;
  /** κ = s_max/s_min over those; NaN where Z is 0. */
  conditionNumber: number;
  /** L = s_max²/N: gradient descent is stable for learning rates below 2/L. */
  smoothness: number;
  /** Σ 1 − (1 − η s_i²/N)ᵗ: how many directions gradient descent with step η has learned after t steps. */
  effectiveRank(learningRate: number, steps: number): number;
};

/** Z itself, or what `conditioning` said of it: several targets then cost one decomposition. */
export type Features = Matrix | Conditioning;

/**
 * Conditioning of the least-squares problem 1/(2N) ‖Z w − y‖² with Z of N × P: κ = s_max/s_min.
 *
 * The singular values are those of Z, not roots of eigenvalues of ZᵀZ, in which all below 10⁻⁸ s_max are lost. With
 * centred features one of them is zero where P ≥ N: it does not count.
 *
 * Cost: a singular value decomposition, a small multiple of N P min(N, P) operations.
 * @throws {OptionError} if Z is empty or not finite.
 * @source C. Y. Liu, J. Flanigan, Understanding the Role of Optimization in Double Descent, 2023, arXiv 2312.03951, which names
 * the condition number. Reconstructed: the cut-off, and that numerically zero values are left out.
 * @example
 * const { conditionNumber, smoothness } = conditioning(linearAlgebra.fromRows([[2, 0], [0, 0.5]])); // 4 and 2
 */
export function conditioning(Z: Matrix): Conditioning {
  if (Z.rows === 0 || Z.columns === 0) {
    throw new OptionError(`conditioning: features must have rows and columns, got ${Z.rows} × ${Z.columns}`);
  }
  if (!allFinite(Z)) throw new OptionError("conditioning: features must be finite, got some that are not");
  const decomposition = svd(Z);
  const singularValues = decomposition.values;
  const largest = singularValues[0]!;
  const counted = singularValues.filter((value) => value > cutoff * largest);
  return {
    features: Z,
    decomposition,
    singularValues,
    rank: counted.length,
    conditionNumber: largest / (counted.at(-1) ?? Number.NaN),
    smoothness: largest ** 2 / Z.rows,
    effectiveRank: (learningRate, steps) =>
      singularValues.reduce((sum, s) => sum + learned((learningRate * s ** 2) / Z.rows, steps), 0),
  };
}

/** 1 − (1 − x)ᵗ, exact for small x too. */
function learned(x: number, steps: number): number {
  return x < 1 ? -Math.expm1(steps * Math.log1p(-x)) : 1 - (1 - x) ** steps;
}

const conditioningOf = (features: Features): Conditioning =>
  "singularValues" in features ? features : conditioning(features);

/** V diag(factor(s_i)) Uᵀ b. */
function filtered(
  owner: string,
  { features, decomposition: { U, values, V } }: Conditioning,
  b: Float64Array,
  factor: (s: number) => number,
): Float64Array<ArrayBuffer> {
  requireVector(owner, "targets", b, features.rows);
  const parts = applyTransposed(U, b);
  return apply(
    V,
    parts.map((part, i) => part * factor(values[i]!)),
  ) as Float64Array<ArrayBuffer>;
}

function requireVector(owner: string, name: string, values: Float64Array, length: number): void {
  if (values.length !== length) {
    throw new OptionError(`${owner}: ${name} must have ${length} entries, got ${values.length}`);
  }
  if (!values.every(Number.isFinite)) throw new OptionError(`${owner}: ${name} must be finite, got some that are not`);
}

/**
 * The weights of least norm among those that fit best, w = V S⁺ Uᵀ y: where an optimizer that starts at 0 and never stops
 * ends. Singular values below 10⁻¹⁰ s_max count as zero.
 *
 * Cost: a singular value decomposition, or two products with its factors where Z's conditioning is handed over.
 * @throws {OptionError} if Z or y is not finite, or y has not an entry for each row of Z.
 * @source arXiv 2312.03951: the limit of a perfect optimizer. Reconstructed: the cut-off.
 * @example
 * const w = minimumNorm(linearAlgebra.fromRows([[1, 1]]), Float64Array.of(2)); // (1, 1)
 */
export function minimumNorm(Z: Features, y: Float64Array): Float64Array<ArrayBuffer> {
  const conditions = conditioningOf(Z);
  const smallest = cutoff * conditions.singularValues[0]!;
  return filtered("minimumNorm", conditions, y, (s) => (s > smallest ? 1 / s : 0));
}

/**
 * Ridge regression w = (ZᵀZ + a I)⁻¹ Zᵀ y, which minimises ‖Z w − y‖² + a ‖w‖² (no 1/N before a). After t steps of size η
 * gradient descent is much like ridge with a = N/(η t).
 *
 * Cost: as for `minimumNorm`.
 * @throws {OptionError} if a is not positive, Z or y is not finite, or y has not an entry for each row of Z.
 * @source C. Y. Liu, github.com/chrisliu298/min_double_descent, with a = 1e-8.
 * @example
 * const w = ridge(linearAlgebra.fromRows([[1], [1]]), Float64Array.of(1, 3), 2); // (1)
 */
export function ridge(Z: Features, y: Float64Array, a: number): Float64Array<ArrayBuffer> {
  if (!(a > 0 && Number.isFinite(a))) throw new OptionError(`ridge: a must be a positive number, got ${a}`);
  return filtered("ridge", conditioningOf(Z), y, (s) => s / (s ** 2 + a));
}

/** What gradient descent is to start from, and its step. */
export type FilterOptions = {
  /** w_0. Default 0. */
  start?: Float64Array;
  /** η > 0. */
  learningRate: number;
};

/** Where gradient descent stands after some steps. */
export type FilteredDescent = {
  weights: Float64Array<ArrayBuffer>;
  /** mean (Z w − y)²: twice the objective. */
  trainMeanSquare: number;
  /** How many directions are learned. */
  effectiveRank: number;
};

/**
 * Gradient descent on 1/(2N) ‖Z w − y‖² in closed form: a spectral filter, whatever the number of steps.
 *
 *     w_t = w_0 − V diag((1 − (1 − η s_i²/N)ᵗ)/s_i) Uᵀ (Z w_0 − y)
 *
 * Direction i is learned after about N/(η s_i²) steps, so the smallest, which bring the large weights, come after about
 * κ² steps at the largest stable rate. What of w_0 lies outside the rows of Z stays as it is. With η > 2/L it diverges, as
 * the steps would.
 *
 * Cost: a decomposition of Z once, then a few products with its factors for each number of steps.
 * @param features Z, N × P, or its conditioning.
 * @returns a function of the number of steps t ≥ 0.
 * @throws {OptionError} if η is not positive, something is not finite or does not fit, or t is not a whole number ≥ 0.
 * @source follows from the singular value decomposition. Reconstructed: the paper (arXiv 2312.03951) argues with conditioning
 * in words.
 * @example
 * const descent = gradientDescentFilter(linearAlgebra.fromRows([[1]]), Float64Array.of(1), { learningRate: 0.5 });
 * descent(2).weights; // (0.75)
 */
export function gradientDescentFilter(
  features: Features,
  y: Float64Array,
  { start, learningRate }: FilterOptions,
): (steps: number) => FilteredDescent {
  const owner = "gradientDescentFilter";
  const conditions = conditioningOf(features);
  const { features: Z } = conditions;
  if (!(learningRate > 0 && Number.isFinite(learningRate))) {
    throw new OptionError(`${owner}: learningRate must be a positive number, got ${learningRate}`);
  }
  const w0 = start ?? new Float64Array(Z.columns);
  requireVector(owner, "start", w0, Z.columns);
  requireVector(owner, "targets", y, Z.rows);
  const residuals = (w: Float64Array) => addScaled(apply(Z, w), -1, y);
  const first = residuals(w0);
  return (steps) => {
    if (!(Number.isInteger(steps) && steps >= 0)) {
      throw new OptionError(`${owner}: steps must be a whole number ≥ 0, got ${steps}`);
    }
    const share = (s: number) => (s === 0 ? 0 : learned((learningRate * s ** 2) / Z.rows, steps) / s);
    const weights = filtered(owner, conditions, first, share).map((value, i) => w0[i]! - value);
    const left = scaled(residuals(weights), 1 / Math.sqrt(Z.rows));
    return {
      weights,
      trainMeanSquare: dot(left, left),
      effectiveRank: conditions.effectiveRank(learningRate, steps),
    };
  };
}
