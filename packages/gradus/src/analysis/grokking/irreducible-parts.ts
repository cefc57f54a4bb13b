import type { FiniteGroup } from "../../core/finite-group.ts";
import { inverseElements } from "../../core/finite-group.ts";
import { symmetricEigen } from "../../engine/linear-algebra/decompositions.ts";
import { type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import { generator } from "../../engine/random.ts";

/** A real irreducible representation, or a pair of complex conjugates, among the functions on a group. */
export type IrreduciblePart = {
  /** "5" for the frequency 5 of Z_M, "1,2" in a product; "2a" for the first one of dimension 2 of another group. */
  name: string;
  /** d: its dimension (that of one of the pair). */
  dimension: number;
  /** Whether it is a pair of conjugates. */
  isPair: boolean;
  /** Whether it is the trivial one: constant functions. */
  isTrivial: boolean;
  /** Orthonormal functions that span it: order × d², or 2 d² for a pair. */
  basis: Matrix;
};

/**
 * The irreducible parts of the functions on a group, trivial one first. For sums modulo M these are the Fourier frequencies
 * k, pooled with M − k. For other groups they are the eigenspaces of a random symmetric element of the group algebra's
 * centre, whose size tells dimension and kind: d² or 2 d².
 *
 * Cost: O(M²) for products of cyclic groups, an eigenvalue decomposition of M × M otherwise.
 * @throws {RangeError} if eigenvalues do not part the functions as those of a group would.
 * @source J.-P. Serre, Linear Representations of Finite Groups, 1977, sections 2.4, 2.6 and 6.3.
 * @example
 * const largest = Math.max(...irreducibleParts(groupNamed("S4")).map(({ dimension }) => dimension)); // 3
 */
export function irreducibleParts(group: FiniteGroup): IrreduciblePart[] {
  return group.factors ? characters(group.factors, group.order) : centralParts(group);
}

/** Characters of a product of cyclic groups, each with its conjugate. */
function characters(factors: readonly number[], order: number): IrreduciblePart[] {
  const digits = (i: number) => {
    let rest = i;
    return factors.map((m) => {
      const digit = rest % m;
      rest = Math.floor(rest / m);
      return digit;
    });
  };
  const parts: IrreduciblePart[] = [];
  for (let k = 0; k < order; k++) {
    const frequency = digits(k);
    const conjugate = frequency.map((f, i) => (factors[i]! - f) % factors[i]!);
    const isPair = conjugate.some((f, i) => f !== frequency[i]);
    // The conjugate has come before.
    if (isPair && numberOf(conjugate, factors) < k) continue;
    const basis = zeros(order, isPair ? 2 : 1);
    for (let g = 0; g < order; g++) {
      const angle = digits(g).reduce((sum, x, i) => sum + ((x * frequency[i]!) % factors[i]!) / factors[i]!, 0);
      const scale = Math.sqrt((isPair ? 2 : 1) / order);
      basis.data[g * basis.columns] = scale * Math.cos(2 * Math.PI * angle);
      if (isPair) basis.data[g * 2 + 1] = scale * Math.sin(2 * Math.PI * angle);
    }
    parts.push({ name: frequency.join(","), dimension: 1, isPair, isTrivial: k === 0, basis });
  }
  return parts;
}

const numberOf = (digits: readonly number[], factors: readonly number[]) =>
  digits.reduceRight((sum, digit, i) => sum * factors[i]! + digit, 0);

function centralParts(group: FiniteGroup): IrreduciblePart[] {
  const { order, table } = group;
  const weights = centralWeights(group);
  // f ↦ Σ_z c_z f(z⁻¹ ·), symmetric as c is the same for an element and its inverse.
  const A = zeros(order, order);
  for (let z = 0; z < order; z++)
    for (let g = 0; g < order; g++) A.data[table[z * order + g]! * order + g]! += weights[z]!;
  const { values, vectors } = symmetricEigen(A);
  const spread = Math.abs(values.at(-1)! - values[0]!);
  const spaces: number[][] = [];
  for (const [i, value] of values.entries()) {
    const last = spaces.at(-1);
    if (last && value - values[last[0]!]! < 1e-8 * spread) last.push(i);
    else spaces.push([i]);
  }
  const named = new Map<number, number>();
  return spaces
    .map((indices) => partOf(indices, vectors))
    .sort((a, b) => Number(b.isTrivial) - Number(a.isTrivial) || a.dimension - b.dimension)
    .map((part) => {
      const before = named.get(part.dimension) ?? 0;
      named.set(part.dimension, before + 1);
      return {
        ...part,
        name: part.isTrivial ? "0" : `${part.dimension}${letterOf(before - Number(part.dimension === 1))}`,
      };
    });
}

const letterOf = (i: number) => String.fromCodePoint("a".codePointAt(0)! + i);

function partOf(indices: readonly number[], vectors: Matrix): Omit<IrreduciblePart, "name"> {
  const [d, half] = [Math.sqrt(indices.length), Math.sqrt(indices.length / 2)];
  const isPair = Number.isInteger(half);
  if (!Number.isInteger(d) && !isPair) {
    throw new RangeError(
      `a part of ${indices.length} functions is neither d² nor 2 d²: eigenvalues are not told apart`,
    );
  }
  const basis = zeros(vectors.rows, indices.length);
  for (let g = 0; g < vectors.rows; g++) {
    for (const [j, i] of indices.entries()) basis.data[g * basis.columns + j] = vectors.data[g * vectors.columns + i]!;
  }
  const isTrivial = indices.length === 1 && basis.data.every((x) => Math.abs(x - basis.data[0]!) < 1e-8);
  return { dimension: isPair ? half : d, isPair, isTrivial, basis };
}

/** A random weight for each conjugacy class, shared with the class of inverses. */
function centralWeights(group: FiniteGroup): Float64Array {
  const { order, table } = group;
  const inverse = inverseElements(group);
  const random = generator(0);
  const weights = new Float64Array(order).fill(Number.NaN);
  for (let z = 0; z < order; z++) {
    if (!Number.isNaN(weights[z]!)) continue;
    const weight = random.normal();
    for (let g = 0; g < order; g++) {
      const conjugate = table[table[g * order + z]! * order + inverse[g]!]!;
      weights[conjugate] = weight;
      weights[inverse[conjugate]!] = weight;
    }
  }
  return weights;
}

/** The energy of a node at a local maximum in this part, with σ = x², ‖w‖ = 1 and all pairs: M/(4 d) for a pair, else M/(2 d). */
export const energyMaximum = ({ dimension, isPair }: IrreduciblePart, order: number): number =>
  order / ((isPair ? 4 : 2) * dimension);

/**
 * The share of all pairs at which learning begins to generalise, (2.7482 − δ) c log(M)/M, at most 1; c is d/2 with d the
 * largest dimension of a group that does not commute, else 1. A formula fitted to experiments.
 *
 * @throws {RangeError} if M is below 2.
 * @source Y. Tian, 2025, arXiv 2509.21519, theorem 4 for the form; the constant is that of the official code.
 * @example
 * const p = criticalTrainFraction(71); // 0.165
 */
export function criticalTrainFraction(M: number, { largestDimension = 1, delta = 0 } = {}): number {
  if (!(M >= 2)) throw new RangeError(`M must be at least 2, got ${M}`);
  const c = largestDimension > 1 ? largestDimension / 2 : 1;
  return Math.min(1, Math.max(0, ((2.7482 - delta) * c * Math.log(M)) / M));
}
