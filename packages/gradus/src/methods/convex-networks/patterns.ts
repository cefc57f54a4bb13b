import { OptionError } from "../../core/errors.ts";
import { fromRows, type Matrix } from "../../engine/linear-algebra/matrix.ts";
import type { Generator } from "../../engine/random.ts";

/*
 * An activation pattern says which samples make a neuron active: D = diag(1[X a ≥ 0]) for a gate a. Patterns are a matrix
 * with a row a pattern and a column a sample, of zeros and ones.
 */

/**
 * The pattern of one gate. Ties count as active. The sum runs from left to right in plain float64: an order of its own, or
 * a fused multiplication, would turn exact ties into ±1e-17.
 */
function patternOf(X: Matrix, gate: ArrayLike<number>): Float64Array {
  const pattern = new Float64Array(X.rows);
  for (let k = 0; k < X.rows; k++) {
    let sum = 0;
    for (let l = 0; l < X.columns; l++) sum += X.data[k * X.columns + l]! * gate[l]!;
    pattern[k] = sum >= 0 ? 1 : 0;
  }
  return pattern;
}

/** Patterns that are told apart, in order of first occurrence. */
function collector() {
  const rows = new Map<string, Float64Array>();
  return {
    /** Whether it is new. */
    add(pattern: Float64Array): boolean {
      const key = pattern.join("");
      if (rows.has(key)) return false;
      rows.set(key, pattern);
      return true;
    },
    count: () => rows.size,
    patterns: () => fromRows([...rows.values()]),
  };
}

/**
 * The distinct activation patterns of given gates (columns of a d × K matrix), in order of first occurrence.
 * @throws {RangeError} if gates and samples differ in dimension.
 * @source Y. Bai, T. Gautam, S. Sojoudi, 2022, arXiv 2201.01965, D_h = diag(1[X a_h ≥ 0]).
 */
export function activationPatterns(X: Matrix, gates: Matrix): Matrix {
  if (gates.rows !== X.columns) throw new RangeError(`gates have ${gates.rows} entries, samples ${X.columns}`);
  const found = collector();
  for (let h = 0; h < gates.columns; h++) {
    found.add(
      patternOf(
        X,
        Float64Array.from({ length: gates.rows }, (_, l) => gates.data[l * gates.columns + h]!),
      ),
    );
  }
  return found.patterns();
}

/** How many draws in a row may bring nothing new before a sample of patterns counts as complete. */
const patience = 1000;

/**
 * Activation patterns of gates a ~ N(0, I), drawn until `count` are distinct, the pattern of ones first if asked for.
 * Fewer where there are fewer: 1000 draws in a row that bring nothing new end it. Zero rows are active in each.
 * @source Y. Bai, T. Gautam, S. Sojoudi, 2022, arXiv 2201.01965, practical training (official code of the convex baseline).
 */
export function sampleActivationPatterns(
  X: Matrix,
  count: number,
  random: Pick<Generator, "normals">,
  { includeAllOnes = false }: { includeAllOnes?: boolean } = {},
): Matrix {
  const found = collector();
  if (includeAllOnes) found.add(new Float64Array(X.rows).fill(1));
  for (let misses = 0; found.count() < count && misses < patience; ) {
    misses = found.add(patternOf(X, random.normals(X.columns))) ? 0 : misses + 1;
  }
  return found.patterns();
}

/**
 * All activation patterns of samples in the plane: they change only where a gate passes a direction orthogonal to a
 * sample, so the gates halfway between neighbours of these 2n directions suffice. 2n patterns for samples in general
 * position; fewer for parallel ones, and one, of ones, where all samples are zero. Gates on a border itself would add
 * nothing: their neurons are limits of those beside it.
 *
 * Cost: O(n²).
 * @throws {OptionError} if samples have other than two features.
 */
export function enumeratePatterns2d(X: Matrix): Matrix {
  if (X.columns !== 2) throw new OptionError(`enumeratePatterns2d: samples must have 2 features, got ${X.columns}`);
  const turn = 2 * Math.PI;
  const borders: number[] = [];
  for (let k = 0; k < X.rows; k++) {
    const [x, y] = [X.data[2 * k]!, X.data[2 * k + 1]!];
    if (x === 0 && y === 0) continue;
    const across = Math.atan2(y, x) + Math.PI / 2;
    borders.push(((across % turn) + turn) % turn, (((across + Math.PI) % turn) + turn) % turn);
  }
  borders.sort((a, b) => a - b);
  const found = collector();
  if (borders.length === 0) found.add(new Float64Array(X.rows).fill(1));
  for (const [i, from] of borders.entries()) {
    const to = i + 1 < borders.length ? borders[i + 1]! : borders[0]! + turn;
    // Directions of parallel samples differ by rounding alone: between them is no gate.
    if (to - from < 1e-12) continue;
    const middle = (from + to) / 2;
    found.add(patternOf(X, [Math.cos(middle), Math.sin(middle)]));
  }
  return found.patterns();
}

export type RobustPatternOptions = {
  /** P_a: gates drawn from N(0, I). */
  directions: number;
  /** S: patterns of each gate, the first on the samples themselves, the others on samples moved to corners of their boxes. */
  perturbations: number;
  /** e: half the box's width for each feature. */
  radii: Float64Array;
  /** Begin with the pattern of ones, without which robust constraints often leave the zero network alone. Default true. */
  includeAllOnes?: boolean;
};

/**
 * Activation patterns for adversarial training: gates a_h ~ N(0, I), each on the samples and on samples moved by
 * e ∘ sign(N(0, 1)); duplicates dropped.
 * @source Y. Bai, T. Gautam, S. Sojoudi, 2022, arXiv 2201.01965, adversarial training, steps 1-3 [reconstructed]; the
 * pattern of ones is an addition.
 */
export function sampleRobustPatterns(
  X: Matrix,
  { directions, perturbations, radii, includeAllOnes = true }: RobustPatternOptions,
  random: Pick<Generator, "normals">,
): Matrix {
  const found = collector();
  if (includeAllOnes) found.add(new Float64Array(X.rows).fill(1));
  for (let h = 0; h < directions; h++) {
    const gate = random.normals(X.columns);
    found.add(patternOf(X, gate));
    for (let j = 1; j < perturbations; j++) {
      const noise = random.normals(X.data.length);
      const moved = X.data.map((value, k) => value + radii[k % X.columns]! * Math.sign(noise[k]!));
      found.add(patternOf({ ...X, data: moved }, gate));
    }
  }
  return found.patterns();
}

/** The patterns whose blocks of a solution [v_1 … v_P, w_1 … w_P] are longer than `tolerance`: for solving anew on these alone. */
export function usedPatterns(patterns: Matrix, blocks: Float64Array, tolerance = 1e-6): Matrix {
  const d = blocks.length / (2 * patterns.rows);
  const isUsed = (j: number) => Math.hypot(...blocks.subarray(j * d, (j + 1) * d)) > tolerance;
  const rows = Array.from({ length: patterns.rows }, (_, i) => i).filter((i) => isUsed(i) || isUsed(patterns.rows + i));
  const all = (i: number) => patterns.data.subarray(i * patterns.columns, (i + 1) * patterns.columns);
  return rows.length > 0 ? fromRows(rows.map(all)) : fromRows([all(0)]);
}
