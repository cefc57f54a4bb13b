import { DataError } from "../../core/errors.ts";
import { count, readOptions, z } from "../../core/options.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { type Samples, standardize } from "../samples.ts";
import { flipLabels } from "./flip-labels.ts";
import { type WeightedSvm, weightedSvm, weightedSvmOptions } from "./weighted-svm.ts";

export const splitMachineOptions = weightedSvmOptions.extend({
  /** Samples to train on, each with a weight. */
  train: count(),
  /** Samples to validate with; the rest is held out. */
  validation: count(),
  /** Share of labels to train on that are flipped, in [0, 1]. Default 0. */
  corruption: z.number("must be in [0, 1]").min(0, "must be in [0, 1]").max(1, "must be in [0, 1]").default(0),
  /** Seed of the split and of what is flipped. Default 0. */
  instance: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
});

export type SplitMachineOptions = z.input<typeof splitMachineOptions>;

/**
 * A `weightedSvm` on a random split of samples of two classes; features are standardised by the samples to train on, some of
 * whose labels may be flipped.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {DataError} if the samples do not fill three parts, or are not of two classes.
 * @source W. Yao, C. Yu, S. Zeng, J. Zhang, 2024, arXiv 2401.16164, hyperparameter selection and data hyper-cleaning.
 * @example
 * const problem = splitMachine({ name: "tumours", ...(await loadBreastCancer()) }, { train: 370, validation: 111 });
 */
export function splitMachine(data: Samples & { name: string }, options: SplitMachineOptions): WeightedSvm {
  const { train, validation, corruption, instance, ...svm } = readOptions("splitMachine", splitMachineOptions, options);
  const N = data.targets.length;
  if (train + validation >= N) {
    throw new DataError(`${data.name}: ${train} + ${validation} of ${N} samples leave none to test on`);
  }
  const random = generator(seedFor(instance, "split machine"));
  const order = random.permutation(N);
  const width = data.shape.reduce((product, size) => product * size, 1);
  const take = (from: number, to: number): Samples => {
    const rows = order.subarray(from, to);
    const inputs = new Float64Array(rows.length * width);
    for (const [i, row] of rows.entries()) {
      inputs.set(data.inputs.subarray(row * width, (row + 1) * width), i * width);
    }
    return { inputs, targets: Float64Array.from(rows, (row) => data.targets[row]!), shape: data.shape };
  };
  const [clean, second, third] = standardize(
    take(0, train),
    take(train, train + validation),
    take(train + validation, N),
  ) as [Samples, Samples, Samples];
  const flips = flipLabels(clean, corruption, () => random.uniform());
  return weightedSvm(
    {
      name: data.name,
      train: flips.train,
      validation: second,
      test: third,
      ...(corruption > 0 && { flipped: flips.flipped }),
    },
    svm,
  );
}
