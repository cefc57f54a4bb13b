import { count, readOptions, z } from "../../core/options.ts";
import { norm } from "../../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../../engine/random.ts";
import type { Samples } from "../samples.ts";
import { flipLabels } from "./flip-labels.ts";
import { type SvmData, type WeightedSvm, weightedSvm, weightedSvmOptions } from "./weighted-svm.ts";

export const hyperCleaningOptions = weightedSvmOptions.extend({
  /** d, features. Default 5 [reconstructed]. */
  dimension: count().default(5),
  /** Samples to train on, and to validate with. Default 80 [reconstructed; the paper's gisette: 500 and 150]. */
  samples: count().default(80),
  /** Samples held out. Default 1000 [reconstructed]. */
  test: count().default(1000),
  /** Share of labels to train on that are flipped, in [0, 1]. Default 0.4 (official code). */
  corruption: z.number("must be in [0, 1]").min(0, "must be in [0, 1]").max(1, "must be in [0, 1]").default(0.4),
  /** Seed of everything drawn. Default 0. */
  instance: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
});

export type HyperCleaningOptions = z.input<typeof hyperCleaningOptions>;

/**
 * Cleaning of data with wrong labels, in miniature: samples around a plane, many of the labels to train on flipped, and
 * clean ones to validate with. The weights of `weightedSvm` should fall where labels are wrong.
 *
 *     w* ~ N(0, I), normalised;   z ~ N(0, I);   label = sign(w*ᵀz + 0.1 ε),  ε ~ N(0, 1), in all three parts
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source W. Yao, C. Yu, S. Zeng, J. Zhang, 2024, arXiv 2401.16164, data hyper-cleaning; the samples are [reconstructed].
 * @example
 * const { trace } = await minimize(hyperCleaning({ instance: 1 }), lvHba({ c0: 0.1, r: 200 }), { steps: 1000 });
 */
export function hyperCleaning(options: HyperCleaningOptions = {}): WeightedSvm {
  const { dimension, samples, test, corruption, instance, ...svm } = readOptions(
    "hyperCleaning",
    hyperCleaningOptions,
    options,
  );
  const random = generator(seedFor(instance, "hyper-cleaning"));
  const direction = random.normals(dimension);
  const length = norm(direction);
  const draw = (rows: number): Samples => {
    const inputs = random.normals(rows * dimension);
    const targets = Float64Array.from({ length: rows }, (_, i) => {
      let projection = 0;
      for (let j = 0; j < dimension; j++) projection += (direction[j]! * inputs[i * dimension + j]!) / length;
      return projection + 0.1 * random.normal() >= 0 ? 1 : -1;
    });
    return { inputs, targets, shape: [dimension] };
  };
  const clean = draw(samples);
  const { train, flipped } = flipLabels(clean, corruption, () => random.uniform());
  const data: SvmData = {
    name: `hyper-cleaning in ${dimension} dimensions`,
    train,
    validation: draw(samples),
    test: draw(test),
    flipped,
  };
  return weightedSvm(data, svm);
}
