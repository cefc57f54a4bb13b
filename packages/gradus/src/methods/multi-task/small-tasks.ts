import { numpy as np } from "@jax-js/jax";
import type { HasBatches, HasInitial, HasName, HasSharedParameters, HasTaskLosses } from "../../core/problem.ts";
import { generator } from "../../engine/random.ts";
import { aggregation } from "./aggregation.ts";
import type { Aggregator } from "./aggregator.ts";

/* Problems and gradients for the tests of this room. */

type Heads = { shared: np.Array; heads: np.Array };
type Rows = { inputs: np.Array; targets: np.Array };

/** What an aggregator makes of listed gradients, a row a task. */
export async function aggregated(
  aggregator: Aggregator,
  G: number[][],
  { losses, dtype = np.float64 }: { losses?: number[]; dtype?: np.DType } = {},
): Promise<{ direction: number[]; weights: number[]; diagnostics: Record<string, number> }> {
  const own = aggregation(aggregator);
  const gradients = np.array(G, { dtype });
  const { direction, weights, diagnostics, state } = await own.aggregate(own.init(gradients), gradients, losses);
  const result = {
    direction: Array.from(await (direction as np.Array).data(), Number),
    weights: [...weights],
    diagnostics,
  };
  for (const array of state.arrays as np.Array[]) array.dispose();
  own.dispose();
  return result;
}

/** Half squared distances to points, times factors: task k has gradient factor_k (x − centre_k). */
export function springs(
  centres: number[][],
  { factors = centres.map(() => 1), start = centres[0]!.map(() => 0), dtype = np.float64 as np.DType } = {},
): HasName & HasInitial<np.Array> & HasTaskLosses<np.Array> {
  return {
    name: "springs",
    initial(key) {
      key.dispose();
      return np.array(start, { dtype });
    },
    taskLosses: (x) =>
      np
        .square(x.sub(np.array(centres, { dtype })))
        .sum(1)
        .mul(np.array(factors, { dtype }).mul(0.5)),
  };
}

/** Three tasks on batches: a shared matrix and a head each, squared errors of different scales. */
export function headed(
  dtype: np.DType = np.float64,
): HasName & HasInitial<Heads> & HasTaskLosses<Heads, Rows> & HasBatches<Rows> & HasSharedParameters {
  const array = (values: Float64Array, shape: number[]) =>
    np.array(values.slice(), { shape, dtype: np.float64 }).astype(dtype);
  return {
    name: "three heads",
    initial(key) {
      key.dispose();
      const draw = generator(5);
      return { shared: array(draw.normals(8), [2, 4]), heads: array(draw.normals(12), [4, 3]) };
    },
    isShared: (path) => path === "shared",
    taskLosses: ({ shared, heads }, { inputs, targets }) =>
      np
        .square(np.dot(np.tanh(np.dot(inputs, shared)), heads).sub(targets))
        .mean(0)
        .mul(np.array([1, 0.1, 10], { dtype })),
    batches: (seed) => (index) => {
      const draw = generator(1000 * (seed % 1000) + index);
      return { inputs: array(draw.normals(10), [5, 2]), targets: array(draw.normals(15), [5, 3]) };
    },
  };
}

/** K gradients of n standard normal entries. */
export function randomGradients(K: number, n: number, seed: number): number[][] {
  const draw = generator(seed);
  return Array.from({ length: K }, () => [...draw.normals(n)]);
}
