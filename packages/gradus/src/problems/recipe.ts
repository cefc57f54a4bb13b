import type { numpy as np } from "@jax-js/jax";
import { OptionError } from "../core/errors.ts";
import type { Tree } from "../engine/tree.ts";
import type { Precision } from "./precision.ts";
import type { Samples } from "./samples.ts";
import { type Fit, type FullBatch, fullBatch, type Model, type Supervised, supervised } from "./supervised.ts";

/** Samples to train on, and others to measure on. */
export type LabelledParts = {
  /** What the data are called. */
  name?: string;
  train: Samples & { name?: string };
  test?: Samples;
};

/** A model and a loss on data: on random batches where their size is given, else on all samples. */
export function recipe<P extends Tree>(
  kind: string,
  { name, train, test }: LabelledParts,
  parts: { model: Model<P>; fit: Fit; dtype: Precision; penalty?: number; batchSize?: number | undefined },
): Supervised<P> | FullBatch<P> {
  const { batchSize, ...others } = parts;
  const dataName = name ?? train.name;
  const options = {
    ...others,
    dtype: parts.dtype as np.DType,
    name: dataName ? `${kind} on ${dataName}` : kind,
    train,
    ...(test && { test }),
  };
  return batchSize === undefined ? fullBatch(options) : supervised({ ...options, batchSize });
}

/** The number of classes among targets 0, 1, 2, … @throws {OptionError} if a target is not a class index. */
export function classCount(owner: string, { train, test }: LabelledParts): number {
  let largest = 0;
  for (const targets of [train.targets, test?.targets ?? []]) {
    for (const target of targets) {
      if (!Number.isInteger(target) || target < 0) {
        throw new OptionError(`${owner}: targets must be class indices 0, 1, 2, …, got ${target}`);
      }
      largest = Math.max(largest, target);
    }
  }
  return largest + 1;
}
