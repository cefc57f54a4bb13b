import { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { count, flag, nonnegative, positive, readOptions, z as schema } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { averaging } from "./moving-average.ts";
import { transformation } from "./transformation.ts";

export const scaleByFactoredRmsOptions = schema.object({
  /** The decay at step t is β₂ₜ = 1 − t^(−exponent), exponent > 0. Default 0.8 (the paper, algorithm 6). */
  decayExponent: positive().default(0.8),
  /** ε₁ > 0, added to squared gradients. Default 1e-30 (the paper, algorithm 6). */
  epsilon: positive().default(1e-30),
  /** Largest root mean square d > 0 of a tensor's update; Infinity to leave updates as they are. Default 1 (algorithm 6). */
  clip: schema
    .number("must be a positive number")
    .positive("must be a positive number")
    .or(schema.literal(Number.POSITIVE_INFINITY))
    .default(1),
  /** Factor a leaf's second moment only if its last two axes have at least this length. Default 1 (optax has 128). */
  minimumSize: count().default(1),
  /** Multiply a tensor's update by max(ε₂, root mean square of its parameters). Default false. */
  relativeStep: flag().default(false),
  /** ε₂ ≥ 0, the least factor of a relative step. Default 1e-3 (the paper, algorithm 6). */
  smallestScale: nonnegative().default(1e-3),
});

export type ScaleByFactoredRmsOptions = z.input<typeof scaleByFactoredRmsOptions>;

/** Of a factored leaf: means of squared gradients over columns and over rows; of any other: the mean itself. */
type Moment = { rows: np.Array; columns: np.Array } | { v: np.Array };

/**
 * Divides by a root mean square of gradients of which, for matrices, only row and column means are kept.
 *
 *     r ← β r + (1 − β) mean_columns(g² + ε₁)
 *     c ← β c + (1 − β) mean_rows(g² + ε₁),   β = 1 − t^(−0.8)
 *     v = r cᵀ / mean(r)
 *     u = g / √v,   then u / max(1, rms(u)/d)
 *
 * so the second moment of an n × m matrix takes n + m numbers. Leaves with more than two axes are stacks of matrices
 * (their last two axes are factored); vectors and scalars keep v = β v + (1 − β)(g² + ε₁) in full.
 *
 * State: the sum of the sides of each matrix.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source N. Shazeer, M. Stern, Adafactor: Adaptive Learning Rates with Sublinear Memory Cost, 2018, arXiv 1804.04235,
 * algorithms 4-6.
 * @example
 * const adafactor = chain(scaleByFactoredRms({ relativeStep: true }), scaleByLearningRate(1e-2));
 */
export function scaleByFactoredRms(options: ScaleByFactoredRmsOptions = {}) {
  const { decayExponent, epsilon, clip, minimumSize, relativeStep, smallestScale } = readOptions(
    "scaleByFactoredRms",
    scaleByFactoredRmsOptions,
    options,
  );
  const isFactored = (shape: number[]) => shape.length >= 2 && shape.slice(-2).every((side) => side >= minimumSize);

  return transformation({
    init: (params): Moment[] =>
      tree.leaves<np.Array>(params).map(({ shape, dtype }): Moment => {
        if (!isFactored(shape)) return { v: np.zeros(shape, { dtype }) };
        return {
          rows: np.zeros(shape.slice(0, -1), { dtype }),
          columns: np.zeros([...shape.slice(0, -2), shape.at(-1)!], { dtype }),
        };
      }),
    numbers: (t) => ({
      weights: averaging(1 - t ** -decayExponent),
      epsilon,
      inverseClip: 1 / clip,
      smallestScale,
    }),
    update(gradient, moments, params, { numbers: { weights, epsilon, inverseClip, smallestScale } }) {
      const [gradients, definition] = tree.flatten<np.Array>(gradient);
      const parameters = tree.leaves<np.Array>(params);
      const average = (old: np.Array, news: np.Array) => old.mul(weights.keep.ref).add(news.mul(weights.take.ref));

      const next = moments.map((moment, i): Moment => {
        const square = np.square(gradients[i]!.ref).add(epsilon.ref);
        if ("v" in moment) return { v: average(moment.v, square) };
        return { rows: average(moment.rows, square.ref.mean(-1)), columns: average(moment.columns, square.mean(-2)) };
      });
      const updates = next.map((moment, i) => {
        const direction = divideByRoot(gradients[i]!, moment);
        const clipped = direction.ref.div(np.maximum(rms(direction).mul(inverseClip.ref), 1));
        if (!relativeStep) return clipped;
        return clipped.mul(np.maximum(rms(parameters[i]!.ref), smallestScale.ref));
      });
      return [tree.unflatten(definition, updates) as Tree, next];
    },
  });
}

/** g / √v with v = r cᵀ / mean(r) where that is factored. Consumes the gradient, borrows the moment. */
function divideByRoot(gradient: np.Array, moment: Moment): np.Array {
  if ("v" in moment) return gradient.div(np.sqrt(moment.v.ref));
  const { rows, columns } = moment;
  // Factor by factor: in float32 the product would fall to 0 where a row and a column have no gradients.
  const ofRows = np.sqrt(rows.ref.mean(-1, { keepdims: true })).div(np.sqrt(rows.ref));
  const ofColumns = np.reciprocal(np.sqrt(columns.ref));
  return gradient.mul(np.expandDims(ofRows, -1)).mul(np.expandDims(ofColumns, -2));
}

/** Root mean square of a leaf. Consumes it. */
const rms = (x: np.Array): np.Array => np.sqrt(np.square(x).mean());
