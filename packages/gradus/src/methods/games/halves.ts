import type { numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";

/**
 * A batch cut in two along its arrays' first axes, the samples. Traceable; borrows the batch.
 * @throws {OptionError} if an array has an odd number of rows, or none.
 */
export function halves(owner: string, batch: Tree[]): [Tree[], Tree[]] {
  const part = (isSecond: boolean) =>
    tree.map((array: np.Array) => {
      const rows = array.shape[0] ?? 1;
      if (rows % 2 !== 0) {
        throw new OptionError(
          `${owner}: the unbiased estimate halves the batch, whose arrays must have an even number of rows, got ${rows}; set estimate to 'biased'`,
        );
      }
      return array.slice(isSecond ? [rows / 2, rows] : [0, rows / 2]);
    }, tree.ref(batch) as Tree[]);
  return [part(false), part(true)];
}
