import type { BatchStream, HasBatches } from "../core/problem.ts";
import { seedFor } from "../engine/random.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";

/** Batches by number, as lists; the newest two are kept, since a step may want the batch of the step before. */
export function cachedStream<B>(problem: Partial<HasBatches<B>>) {
  const cache = new Map<number, Tree>();
  let open: { seed: number; next: BatchStream<B> } | undefined;
  const clear = () => {
    for (const batch of cache.values()) tree.dispose(batch);
    cache.clear();
  };
  return {
    batch(seed: number, index: number): Tree[] {
      if (!problem.batches) return [];
      if (open?.seed !== seed) {
        clear();
        open = { seed, next: problem.batches(seedFor(seed, "batches")) };
      }
      let batch = cache.get(index);
      if (batch === undefined) {
        batch = open.next(index) as Tree;
        cache.set(index, batch);
        for (const [key, old] of cache) {
          if (key < index - 1 || key > index) {
            tree.dispose(old);
            cache.delete(key);
          }
        }
      }
      return [tree.ref(batch)];
    },
    dispose: clear,
  };
}
