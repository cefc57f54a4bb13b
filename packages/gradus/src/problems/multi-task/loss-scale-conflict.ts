import { numpy as np } from "@jax-js/jax";
import { count, positive, readOptions, z } from "../../core/options.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { meanSquare } from "../damped-wave.ts";
import { precision, toArray } from "../precision.ts";
import type { Fit } from "../supervised.ts";
import { type ManyHeaded, type ManyHeadedProblem, manyHeaded } from "./many-headed.ts";

export const lossScaleConflictOptions = z.object({
  /** Factors of the tasks' targets; losses differ by their squares. Default [1, 0.3, 3]. */
  scales: z.array(positive()).min(1, "must name at least one task").default([1, 0.3, 3]),
  /** Neurons of the hidden layer. Default 16. */
  hidden: count().default(16),
  /** Samples to train on, and as many to measure on. Default 256. */
  samples: count().default(256),
  /** Seed of samples and start. Default 0. */
  seed: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
  /** Precision of parameters and samples. Default float64. */
  dtype: precision().default("float64"),
});

export type LossScaleConflictOptions = z.input<typeof lossScaleConflictOptions>;

/** Where the numbers of a problem come from: they are drawn in a fixed order. */
export type NumberSource = {
  normals(count: number): Float64Array;
  /** Uniform in [low, high). */
  uniforms(count: number, low: number, high: number): Float64Array;
};

const dimension = 10;
const teacherNeurons = 8;

/**
 * Regression by a network 10-16 with a linear head for each of three tasks, whose targets differ by factors and whose
 * losses thus differ by the factors' squares.
 *
 *     targets:  Y = tanh(2 X W*ᵀ) V*ᵀ, each column to deviation 1 on the samples to train on, times its scale
 *     model:    h = tanh(X W₁ᵀ + b₁),  out_k = ⟨v_k, h⟩ + c_k,  L_k = mean squared error of task k
 *
 * X, W* √10 and V* √8 are standard normal; W₁, b₁ start uniform in ±1/√10, heads in ±1/√hidden. W₁ and b₁ are shared. The
 * sum of the losses is dominated by the task of the largest scale. Metrics: losses of each task, and testTask1Nmse …, the
 * loss over the square of the scale.
 *
 * @param source where numbers come from, in place of the generator of `seed`. Drawn in this order: W*, V*, X, X to measure
 * on, W₁, b₁, heads, their biases.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source Not a set-up of a paper [reconstructed], but one in which loss scales are the only conflict that is built in.
 * @example
 * const { trace } = await minimize(lossScaleConflict(), samGs({ threshold: 0.9, learningRate: 1e-2 }), { steps: 200 });
 */
export function lossScaleConflict(options: LossScaleConflictOptions = {}, source?: NumberSource): ManyHeadedProblem {
  const settings = readOptions("lossScaleConflict", lossScaleConflictOptions, options);
  const { scales, hidden, samples, seed, dtype } = settings;
  const { normals, uniforms } = source ?? numbersFrom(seed);
  const K = scales.length;

  const Wt = normals(teacherNeurons * dimension).map((w) => w / Math.sqrt(dimension));
  const Vt = normals(K * teacherNeurons).map((v) => v / Math.sqrt(teacherNeurons));
  const X = normals(samples * dimension);
  const Xtest = normals(samples * dimension);
  const taught = (inputs: Float64Array, k: number) =>
    Float64Array.from({ length: inputs.length / dimension }, (_, row) => {
      let sum = 0;
      for (let i = 0; i < teacherNeurons; i++) {
        let x = 0;
        for (let j = 0; j < dimension; j++) x += inputs[row * dimension + j]! * Wt[i * dimension + j]!;
        sum += Math.tanh(2 * x) * Vt[k * teacherNeurons + i]!;
      }
      return sum;
    });
  const tasks = scales.map((scale, k) => {
    const train = taught(X, k);
    const factor = scale / deviationOf(train);
    return {
      name: `task${k + 1}`,
      outputs: 1,
      fit: normalisedBy(scale),
      train: train.map((y) => y * factor),
      test: taught(Xtest, k).map((y) => y * factor),
    };
  });

  const bound = 1 / Math.sqrt(dimension);
  const W1 = uniforms(hidden * dimension, -bound, bound);
  const b1 = uniforms(hidden, -bound, bound);
  const headBound = 1 / Math.sqrt(hidden);
  const V = uniforms(K * hidden, -headBound, headBound);
  const c = uniforms(K, -headBound, headBound);
  const start = (): ManyHeaded => ({
    shared: { weight: np.transpose(toArray(W1, [hidden, dimension], dtype)), bias: toArray(b1, [hidden], dtype) },
    heads: scales.map((_, k) => ({
      weight: toArray(V.subarray(k * hidden, (k + 1) * hidden), [hidden, 1], dtype),
      bias: toArray(c.subarray(k, k + 1), [1], dtype),
    })),
  });

  return manyHeaded({
    name: `${K} tasks of different loss scales`,
    train: { inputs: X, shape: [dimension] },
    test: { inputs: Xtest, shape: [dimension] },
    tasks,
    hidden,
    start,
    dtype,
  });
}

function numbersFrom(seed: number): NumberSource {
  const { normals, uniform } = generator(seedFor(seed, "loss scales"));
  return {
    normals,
    uniforms: (count, low, high) => Float64Array.from({ length: count }, () => low + (high - low) * uniform()),
  };
}

/** Population deviation. */
function deviationOf(values: Float64Array): number {
  const mean = values.reduce((sum, y) => sum + y, 0) / values.length;
  return Math.sqrt(values.reduce((sum, y) => sum + (y - mean) ** 2, 0) / values.length);
}

const normalisedBy = (scale: number): Fit => ({
  ...meanSquare,
  metrics: (said, targets) => ({
    nmse: said.reduce((sum, y, row) => sum + (y - targets[row]!) ** 2, 0) / said.length / scale ** 2,
  }),
});
