import { numpy as np } from "@jax-js/jax";
import { OptionError } from "../core/errors.ts";
import type { BatchStream } from "../core/problem.ts";
import { generator, seedFor } from "../engine/random.ts";

/** Labelled samples on the host: one row of inputs and one target each. */
export type Samples = {
  /** Row after row. */
  inputs: Float64Array;
  /** The shape of one sample: [784], or [1, 28, 28] for an image with its channel first. */
  shape: number[];
  /** A value each; for classes their index 0, 1, 2, … */
  targets: Float64Array;
};

/** A batch: inputs of shape [rows, ...shape], targets of shape [rows], in the problem's dtype. */
export type Batch = { inputs: np.Array; targets: np.Array };

/** The number of samples. */
export const sampleCount = ({ targets }: Samples): number => targets.length;

const floats = (values: ArrayLike<number>, dtype: np.DType) =>
  dtype === np.float64 ? Float64Array.from(values) : Float32Array.from(values);

/** All samples as one batch. */
export function wholeBatch({ inputs, shape, targets }: Samples, dtype: np.DType): Batch {
  return {
    inputs: np.array(floats(inputs, dtype), { shape: [targets.length, ...shape], dtype }),
    targets: np.array(floats(targets, dtype), { shape: [targets.length], dtype }),
  };
}

/**
 * Batches of `batchSize` samples, in a new random order each epoch; the rest of an epoch that does not fill a batch is
 * left out. Batch `index` depends on seed and index alone.
 *
 * @throws {OptionError} if there are fewer samples than one batch takes.
 * @example
 * const next = minibatches(samples, 64, np.float32)(seed);
 * const { inputs, targets } = next(0);
 */
export function minibatches(
  samples: Samples,
  batchSize: number,
  dtype: np.DType,
): (seed: number) => BatchStream<Batch> {
  const { inputs, shape, targets } = samples;
  const width = shape.reduce((product, n) => product * n, 1);
  const Floats = dtype === np.float64 ? Float64Array : Float32Array;
  const rowsOf = minibatchRows(targets.length, batchSize);
  return (seed) => {
    const next = rowsOf(seed);
    return (index) => {
      const chosen = next(index);
      const rows = new Floats(batchSize * width);
      for (const [i, row] of chosen.entries()) rows.set(inputs.subarray(row * width, (row + 1) * width), i * width);
      return {
        inputs: np.array(rows, { shape: [batchSize, ...shape], dtype }),
        targets: np.array(
          floats(
            Array.from(chosen, (row) => targets[row]!),
            dtype,
          ),
          { shape: [batchSize], dtype },
        ),
      };
    };
  };
}

/** Which of `count` samples the batches of `minibatches` hold. @throws {OptionError} as that does. */
export function minibatchRows(count: number, batchSize: number): (seed: number) => (index: number) => Int32Array {
  const perEpoch = Math.floor(count / batchSize);
  if (!Number.isInteger(batchSize) || perEpoch < 1) {
    throw new OptionError(`minibatches: batchSize must be a whole number in [1, ${count}], got ${batchSize}`);
  }
  return (seed) => {
    let order: { epoch: number; rows: Int32Array } = { epoch: -1, rows: new Int32Array() };
    return (index) => {
      const epoch = Math.floor(index / perEpoch);
      if (order.epoch !== epoch) {
        order = { epoch, rows: generator(seedFor(seed, "epoch", epoch)).permutation(count) };
      }
      const start = (index % perEpoch) * batchSize;
      return order.rows.subarray(start, start + batchSize);
    };
  };
}

/** Shifts and scales every input by mean and standard deviation of `train`; a constant input is only shifted. */
export function standardize(train: Samples, ...others: Samples[]): Samples[] {
  const width = train.shape.reduce((product, n) => product * n, 1);
  const rows = sampleCount(train);
  const mean = new Float64Array(width);
  const deviation = new Float64Array(width);
  train.inputs.forEach((value, i) => {
    mean[i % width]! += value / rows;
  });
  train.inputs.forEach((value, i) => {
    deviation[i % width]! += (value - mean[i % width]!) ** 2 / rows;
  });
  // The mean of equal values is off by rounding: what that leaves is no deviation.
  const isConstant = (variance: number, i: number) => Math.sqrt(variance) <= 1e-14 * Math.abs(mean[i]!);
  const scale = deviation.map((variance, i) => (isConstant(variance, i) ? 1 : 1 / Math.sqrt(variance)));
  return [train, ...others].map((samples) => ({
    ...samples,
    inputs: samples.inputs.map((value, i) => (value - mean[i % width]!) * scale[i % width]!),
  }));
}
