import { OptionError } from "./errors.ts";

/** A finite group as data: elements are 0 … order − 1. */
export type FiniteGroup = {
  /** "23", "4x7", "S4", "D5", or whatever a table is called. */
  name: string;
  /** M: how many elements. */
  order: number;
  /** The product of i and j is table[i · order + j]. */
  table: Int32Array;
  /** The orders of the cyclic groups that it is a product of, where it is made as one; the first index runs fastest. */
  factors?: readonly number[];
};

const groupOf = (name: string, order: number, product: (i: number, j: number) => number): FiniteGroup => ({
  name,
  order,
  table: Int32Array.from({ length: order * order }, (_, p) => product(Math.floor(p / order), p % order)),
});

/** Z_M: sums modulo M. @throws {OptionError} if M is not a whole number ≥ 2. */
export const cyclicGroup = (M: number): FiniteGroup => productGroup([M]);

/**
 * Z_m₁ × Z_m₂ × …, with element x₁ + x₂ m₁ + x₃ m₁ m₂ + … for (x₁, x₂, …).
 * @throws {OptionError} if there is no factor, or one is not a whole number ≥ 2.
 */
export function productGroup(factors: readonly number[]): FiniteGroup {
  if (factors.length === 0 || !factors.every((m) => Number.isInteger(m) && m >= 2)) {
    throw new OptionError(`productGroup: factors must be whole numbers ≥ 2, got ${factors.join("x") || "none"}`);
  }
  const order = factors.reduce((product, m) => product * m, 1);
  const sum = (i: number, j: number) => {
    let [result, unit] = [0, 1];
    for (const m of factors) {
      result += unit * ((Math.floor(i / unit) + Math.floor(j / unit)) % m);
      unit *= m;
    }
    return result;
  };
  return { ...groupOf(factors.join("x"), order, sum), factors: [...factors] };
}

/** D_m: the 2 m symmetries of a regular polygon; rotations by k are k, reflections after them m + k. @throws {OptionError} if m is not a whole number ≥ 2. */
export function dihedralGroup(m: number): FiniteGroup {
  if (!(Number.isInteger(m) && m >= 2)) throw new OptionError(`dihedralGroup: m must be a whole number ≥ 2, got ${m}`);
  return groupOf(`D${m}`, 2 * m, (i, j) => {
    const [a, b] = [i % m, j % m];
    const isFlipped = i >= m !== j >= m;
    // With s r^b = r^(−b) s, what stands after a reflection turns the other way.
    const turn = (((j >= m ? b - a : a + b) % m) + m) % m;
    return isFlipped ? m + turn : turn;
  });
}

/** S_m: the permutations of m things in lexicographic order; i j is j first, then i. @throws {OptionError} if m is not in [2, 6]. */
export function symmetricGroup(m: number): FiniteGroup {
  if (!(Number.isInteger(m) && m >= 2 && m <= 6)) {
    throw new OptionError(`symmetricGroup: m must be a whole number in [2, 6], got ${m}`);
  }
  const all = permutations(Array.from({ length: m }, (_, i) => i));
  const number = new Map(all.map((p, i) => [p.join(), i]));
  return groupOf(`S${m}`, all.length, (i, j) => number.get(all[j]!.map((k) => all[i]![k]!).join())!);
}

const permutations = (things: readonly number[]): number[][] =>
  things.length === 0
    ? [[]]
    : things.flatMap((first) =>
        permutations(things.filter((thing) => thing !== first)).map((rest) => [first, ...rest]),
      );

/**
 * A group from its table of products: row i lists i·0, i·1, …
 * @throws {OptionError} if the table is not square, has entries that are no elements, or is not a group's.
 */
export function groupFromTable(rows: readonly (readonly number[])[], name = "table"): FiniteGroup {
  const order = rows.length;
  const isElement = (x: number) => Number.isInteger(x) && x >= 0 && x < order;
  if (order < 2 || !rows.every((row) => row.length === order && row.every(isElement))) {
    throw new OptionError(`groupFromTable: the table must be square, of whole numbers in [0, ${order})`);
  }
  const group = groupOf(name, order, (i, j) => rows[i]![j]!);
  const flaw = flawOf(group);
  if (flaw) throw new OptionError(`groupFromTable: the table is not that of a group, ${flaw}`);
  return group;
}

function flawOf({ order, table }: FiniteGroup): string | undefined {
  const times = (i: number, j: number) => table[i * order + j]!;
  const all = Array.from({ length: order }, (_, i) => i);
  const isWhole = (line: number[]) => new Set(line).size === order;
  for (const i of all) {
    if (!isWhole(all.map((j) => times(i, j))) || !isWhole(all.map((j) => times(j, i)))) {
      return `row or column ${i} has an element twice`;
    }
  }
  for (const i of all) {
    for (const j of all) {
      const k = all.find((k) => times(times(i, j), k) !== times(i, times(j, k)));
      if (k !== undefined) return `(${i} ${j}) ${k} is not ${i} (${j} ${k})`;
    }
  }
  return undefined;
}

/**
 * The group with this name: "23" (sums modulo 23), "4x7" (a product of such), "S4" (permutations), "D5" (symmetries of a
 * polygon).
 * @throws {OptionError} if there is none.
 */
export function groupNamed(name: string): FiniteGroup {
  const letter = /^([SD])(\d{1,3})$/.exec(name);
  if (letter) return (letter[1] === "S" ? symmetricGroup : dihedralGroup)(Number(letter[2]));
  if (/^\d{1,4}(x\d{1,4})*$/.test(name)) return productGroup(name.split("x").map(Number));
  throw new OptionError(`unknown group '${name}': it may be '23', '4x7', 'S4' or 'D5', say`);
}

/** The element that changes nothing. */
export const identityElement = ({ order, table }: FiniteGroup): number =>
  table.findIndex((_, p) => p % order === 0 && table.subarray(p, p + order).every((x, j) => x === j)) / order;

/** What undoes each element. */
export function inverseElements(group: FiniteGroup): Int32Array {
  const { order, table } = group;
  const e = identityElement(group);
  return Int32Array.from({ length: order }, (_, i) => table.subarray(i * order, (i + 1) * order).indexOf(e));
}
