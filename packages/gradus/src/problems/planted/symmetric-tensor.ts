import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import { zeros } from "../../engine/linear-algebra/matrix.ts";

/*
 * A symmetric tensor of order k over Rᵈ has one entry a multiset of k indices. A form T(θ, …, θ, ·) is a product of a
 * matrix, whose columns are the multisets of k − 1 indices, and the vector of θ's monomials of degree k − 1: (k − 1)! times
 * less work than folding one index after another.
 */

/** Multisets of `degree` indices below d, in order, each as its index in the list of one degree less and its last index. */
type Monomials = { parents: Int32Array; lasts: Int32Array };

/** A tensor that does not change when its indices change places. */
export type SymmetricTensor = {
  order: number;
  dimension: number;
  /** The entry with these indices, in any order. */
  entry(indices: readonly number[]): number;
  /** T(θ, …, θ, ·): one index is left. */
  contract(theta: Float64Array, into: Float64Array): void;
};

/** The mean over all orders of indices of a tensor that is given entry by entry, the last index fast. */
export function symmetrized(order: number, d: number, entries: ArrayLike<number>): SymmetricTensor {
  const levels = monomialsUpTo(order, d);
  const find = finder(order, d);
  const sums = new Float64Array(levels[order]!.lasts.length);
  const counts = new Float64Array(sums.length);
  const indices = new Array<number>(order).fill(0);
  for (let flat = 0; flat < entries.length; flat++) {
    const at = find(indices);
    sums[at]! += entries[flat]!;
    counts[at]!++;
    for (let i = order - 1; i >= 0; i--) {
      indices[i]!++;
      if (indices[i]! < d) break;
      indices[i] = 0;
    }
  }
  const values = sums.map((sum, i) => sum / counts[i]!);
  const form = formMatrix(order, d, levels, (list) => values[find(list)]!);
  const monomials = levels.slice(0, order).map(({ lasts }) => new Float64Array(lasts.length));
  monomials[0]![0] = 1;
  return {
    order,
    dimension: d,
    entry: (list) => values[find(list)]!,
    contract(theta, into) {
      for (let degree = 1; degree < order; degree++) {
        const { parents, lasts } = levels[degree]!;
        const lower = monomials[degree - 1]!;
        const u = monomials[degree]!;
        for (let p = 0; p < u.length; p++) u[p] = lower[parents[p]!]! * theta[lasts[p]!]!;
      }
      product(form, monomials[order - 1]!, into);
    },
  };
}

/** into = A u, four rows at a time. */
function product({ rows, columns, data }: Matrix, u: Float64Array, into: Float64Array): void {
  let a = 0;
  for (; a + 4 <= rows; a += 4) {
    const [i, j, k, l] = [a * columns, (a + 1) * columns, (a + 2) * columns, (a + 3) * columns];
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let p = 0; p < columns; p++) {
      const factor = u[p]!;
      s0 += data[i + p]! * factor;
      s1 += data[j + p]! * factor;
      s2 += data[k + p]! * factor;
      s3 += data[l + p]! * factor;
    }
    into[a] = s0;
    into[a + 1] = s1;
    into[a + 2] = s2;
    into[a + 3] = s3;
  }
  for (; a < rows; a++) {
    let sum = 0;
    for (let p = 0; p < columns; p++) sum += data[a * columns + p]! * u[p]!;
    into[a] = sum;
  }
}

function monomialsUpTo(order: number, d: number): Monomials[] {
  const levels: Monomials[] = [{ parents: Int32Array.of(0), lasts: Int32Array.of(0) }];
  for (let degree = 1; degree <= order; degree++) {
    const { lasts: lower } = levels[degree - 1]!;
    const parents: number[] = [];
    const lasts: number[] = [];
    for (let p = 0; p < lower.length; p++) {
      for (let i = lower[p]!; i < d; i++) {
        parents.push(p);
        lasts.push(i);
      }
    }
    levels.push({ parents: Int32Array.from(parents), lasts: Int32Array.from(lasts) });
  }
  return levels;
}

/** The place of a list of indices among the sorted ones of its length, in the order of `monomialsUpTo`. */
function finder(order: number, d: number): (indices: readonly number[]) => number {
  // below[r][i]: multisets of r indices whose first is less than i.
  const below = Array.from({ length: order + 1 }, () => new Float64Array(d + 1));
  for (let r = 1; r <= order; r++) {
    for (let i = 0; i < d; i++) {
      const startingWithI = r === 1 ? 1 : below[r - 1]![d]! - below[r - 1]![i]!;
      below[r]![i + 1] = below[r]![i]! + startingWithI;
    }
  }
  return (indices) => {
    const sorted = [...indices].sort((a, b) => a - b);
    let place = 0;
    let least = 0;
    for (const [position, index] of sorted.entries()) {
      const remaining = below[sorted.length - position]!;
      place += remaining[index]! - remaining[least]!;
      least = index;
    }
    return place;
  };
}

/** Row a: T's entries with index a and one multiset more, each times the number of orders that the multiset has. */
function formMatrix(order: number, d: number, levels: Monomials[], entry: (indices: number[]) => number): Matrix {
  const columns = levels[order - 1]!.lasts.length;
  const form = zeros(d, columns);
  for (let p = 0; p < columns; p++) {
    const indices: number[] = [];
    for (let degree = order - 1, at = p; degree > 0; degree--) {
      indices.push(levels[degree]!.lasts[at]!);
      at = levels[degree]!.parents[at]!;
    }
    const orders = ordersOf(indices);
    for (let a = 0; a < d; a++) form.data[a * columns + p] = orders * entry([a, ...indices]);
  }
  return form;
}

/** In how many orders a list can stand: n!/Π (repeats)!, the list being sorted. */
function ordersOf(sorted: readonly number[]): number {
  let orders = 1;
  let repeats = 0;
  for (let i = 0; i < sorted.length; i++) {
    repeats = i > 0 && sorted[i] === sorted[i - 1] ? repeats + 1 : 1;
    orders *= (i + 1) / repeats;
  }
  return Math.round(orders);
}
