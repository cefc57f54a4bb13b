import { OptionError } from "../../core/errors.ts";
import type { FiniteGroup } from "../../core/finite-group.ts";
import { generator, seedFor } from "../../engine/random.ts";

/** Pairs of elements of 0 … order − 1 with the class of each: what a network is to answer. */
export type PairSamples = { first: Int32Array; second: Int32Array; labels: Int32Array };

/** Samples from (a, b, label) triples. @throws {OptionError} if a number is not a whole one in [0, order). */
export function pairSamples(order: number, triples: readonly (readonly number[])[]): PairSamples {
  const column = (k: number) =>
    Int32Array.from(triples, (triple) => {
      const x = triple[k];
      if (x === undefined || !Number.isInteger(x) || x < 0 || x >= order) {
        throw new OptionError(
          `pairSamples: each triple must hold three whole numbers in [0, ${order}), got [${triple}]`,
        );
      }
      return x;
    });
  return { first: column(0), second: column(1), labels: column(2) };
}

/** All pairs of a group with their products, or those numbered a · order + b. */
export function pairsOf(
  { order, table }: FiniteGroup,
  numbers: ArrayLike<number> = table.keys().toArray(),
): PairSamples {
  const pick = (of: (p: number) => number) => Int32Array.from(numbers, of);
  return {
    first: pick((p) => Math.floor(p / order)),
    second: pick((p) => p % order),
    labels: pick((p) => table[p]!),
  };
}

/** A random split of all pairs: `count` to train on, the rest held out. Equal seeds give equal splits. */
export function splitPairs(group: FiniteGroup, count: number, seed: number): { train: PairSamples; test: PairSamples } {
  const order = generator(seedFor(seed, "pairs of a group")).permutation(group.order ** 2);
  return { train: pairsOf(group, order.subarray(0, count)), test: pairsOf(group, order.subarray(count)) };
}
