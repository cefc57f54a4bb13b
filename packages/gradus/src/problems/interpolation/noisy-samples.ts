import { count, z } from "../../core/options.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import type { Generator } from "../../engine/random.ts";
import type { Samples } from "../samples.ts";

/** What problems on samples of a noisy function have in common. */
export const noisySampleSizes = {
  /** N: samples to train on. Default 40. */
  samples: count().default(40),
  /** Samples held out, whose targets have no noise. Default 1000. */
  testSamples: count().default(1000),
};

export const seedOption = () => z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0);

export type NoisySampleSizes = { samples: number; testSamples: number; inputs: number; noise: number };

/**
 * Standard normal inputs with a function of b · x for targets; those to train on with noise, those held out without. Draws
 * the inputs to train on, the noise, then the inputs held out.
 */
export function noisySamples(
  draw: Generator,
  { samples, testSamples, inputs: width, noise }: NoisySampleSizes,
  b: Float64Array,
  target: (projection: number) => number,
): { train: Samples; test: Samples } {
  const drawn = (count: number): Samples => {
    const inputs = draw.normals(count * width);
    const row = (i: number) => inputs.subarray(i * width, (i + 1) * width);
    return { inputs, shape: [width], targets: Float64Array.from({ length: count }, (_, i) => target(dot(row(i), b))) };
  };
  const train = drawn(samples);
  const errors = draw.normals(samples);
  return {
    train: { ...train, targets: train.targets.map((y, i) => y + noise * errors[i]!) },
    test: drawn(testSamples),
  };
}
