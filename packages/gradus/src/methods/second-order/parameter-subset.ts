import { OptionError } from "../../core/errors.ts";
import { generator, seedFor } from "../../engine/random.ts";

/** Some of the parameters' entries, in the order of `toVector`. */
export type ParameterSubset = {
  count: number;
  /** Which entries of which array. */
  parts: { leaf: number; places: Int32Array }[];
  /** The chosen entries of a vector of all. */
  gather(all: Float64Array): Float64Array;
  /** A copy of a vector of all, with these at the chosen entries. */
  put(chosen: Float64Array, into: Float64Array): Float64Array;
};

/** The entries at these places (ascending) of arrays of these sizes. */
export function subsetOf(sizes: readonly number[], places: Int32Array): ParameterSubset {
  const parts: ParameterSubset["parts"] = [];
  let start = 0;
  let next = 0;
  for (const [leaf, size] of sizes.entries()) {
    const first = next;
    while (next < places.length && places[next]! < start + size) next++;
    if (next > first) parts.push({ leaf, places: places.subarray(first, next).map((place) => place - start) });
    start += size;
  }
  return {
    count: places.length,
    parts,
    gather: (all) => Float64Array.from(places, (place) => all[place]!),
    put(chosen, into) {
      const all = into.slice();
      for (const [i, place] of places.entries()) all[place] = chosen[i]!;
      return all;
    },
  };
}

/** A random subset of ⌊fraction · n⌋ entries, at least one, ascending. */
export function randomEntries(sizes: readonly number[], fraction: number, seed: number, step: number): Int32Array {
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const count = Math.max(1, Math.floor(fraction * n));
  return generator(seedFor(seed, "subset", step))
    .permutation(n)
    .slice(0, count)
    .sort();
}

/** Whole arrays in random order until ⌊fraction · n⌋ entries are reached, at least one; the last is cut. */
export function randomArrays(sizes: readonly number[], fraction: number, seed: number, step: number): Int32Array {
  const starts = sizes.map((_, leaf) => sizes.slice(0, leaf).reduce((sum, size) => sum + size, 0));
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const chosen = new Int32Array(Math.max(1, Math.floor(fraction * n)));
  let filled = 0;
  for (const leaf of generator(seedFor(seed, "subset", step)).permutation(sizes.length)) {
    for (let i = 0; i < sizes[leaf]! && filled < chosen.length; i++) chosen[filled++] = starts[leaf]! + i;
  }
  return chosen.sort();
}

/** The entries that a mask marks: one number or boolean an entry. @throws {OptionError} if it does not fit. */
export function markedEntries(owner: string, mask: ArrayLike<number | boolean>, sizes: readonly number[]): Int32Array {
  const n = sizes.reduce((sum, size) => sum + size, 0);
  if (mask.length !== n) {
    throw new OptionError(`${owner}: mask must have an entry for each of ${n} parameters, got ${mask.length}`);
  }
  const places = Int32Array.from({ length: n }, (_, i) => i).filter((i) => Boolean(mask[i]));
  if (places.length === 0) throw new OptionError(`${owner}: mask must choose a parameter, got none`);
  return places;
}
