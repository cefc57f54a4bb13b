import { cosine } from "../../engine/linear-algebra/vector.ts";

/** How parameters move: steadily, or to and fro. */
export type UpdateCosine = {
  /** Takes in the parameters at one time; they are copied. @throws {RangeError} if their number changes. */
  add(parameters: ArrayLike<number>): void;
  /** Of the last change with the one before; NaN before the third time, or where something did not move. */
  cosine(): number;
};

/**
 * The cosine between consecutive changes of parameters: near 1 while one direction is followed, as in lazy learning, and
 * smaller where it turns. Memory: two copies.
 *
 * @source Y. Tian, 2025, arXiv 2509.21519, figure 3 (cosine distance: 1 less this).
 * @example
 * const motion = updateCosine();
 * const watched = observe(adam(), { every: 10, look: async ({ W }) => (motion.add(await W.ref.data()), { cosine: motion.cosine() }) });
 */
export function updateCosine(): UpdateCosine {
  let last: Float64Array | undefined;
  let changes: Float64Array[] = [];
  return {
    add(parameters) {
      const now = Float64Array.from(parameters);
      if (last && last.length !== now.length) {
        throw new RangeError(`there must be ${last.length} parameters, got ${now.length}`);
      }
      const before = last;
      if (before) changes = [...changes, now.map((value, i) => value - before[i]!)].slice(-2);
      last = now;
    },
    cosine: () => (changes.length < 2 ? Number.NaN : cosine(changes[0]!, changes[1]!)),
  };
}
