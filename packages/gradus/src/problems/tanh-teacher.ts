import type { numpy as np } from "@jax-js/jax";
import { count, positive, readOptions, z } from "../core/options.ts";
import { generator, seedFor } from "../engine/random.ts";
import { type Network, perceptron } from "./networks.ts";
import { precision } from "./precision.ts";
import type { Samples } from "./samples.ts";
import { type FullBatch, fullBatch, type Model, squaredError } from "./supervised.ts";

export const tanhTeacherOptions = z.object({
  /** d: the number of inputs. Default 6. */
  inputs: count().default(6),
  /** Neurons of each hidden layer of the student. Default [16, 16]. */
  hidden: z.array(count()).default([16, 16]),
  /** Samples to train on. Default 128. */
  train: count().default(128),
  /** Samples held out. Default 500. */
  test: count().default(500),
  /** γ > 0: how far the teacher leaves what is linear. Default 1.5. */
  gain: positive().default(1.5),
  /** Of teacher and samples. Default 0. */
  seed: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
  /** Precision of parameters and samples. Default float64. */
  dtype: precision().default("float64"),
});

export type TanhTeacherOptions = z.input<typeof tanhTeacherOptions>;

/**
 * Regression of a smooth teacher by a perceptron with tanh, on all samples at once: y = tanh(γ x A) b with x ~ N(0, I),
 * A ~ N(0, 1/d), b ~ N(0, I). The student's weights start as N(0, 1/fan-in), its biases at 0, by the run's seed. The loss
 * is half the mean square. Metrics: losses and r², on training and held-out samples.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @example
 * const { trace } = await minimize(tanhTeacher({ seed: 1 }), dal({ power: 1.5 }), { steps: 300 });
 */
export function tanhTeacher(options: TanhTeacherOptions = {}): FullBatch<Network> {
  const all = readOptions("tanhTeacher", tanhTeacherOptions, options);
  const { inputs: d, gain, hidden, dtype } = all;
  const random = generator(seedFor(all.seed, "tanh teacher"));
  const A = random.normals(d * d).map((value) => value / Math.sqrt(d));
  const b = random.normals(d);
  const samples = (rows: number): Samples => {
    const inputs = random.normals(rows * d);
    const answerTo = (x: Float64Array) =>
      b.reduce((sum, weight, j) => {
        const z = x.reduce((total, xi, i) => total + xi * A[i * d + j]!, 0);
        return sum + weight * Math.tanh(gain * z);
      }, 0);
    const targets = Float64Array.from({ length: rows }, (_, row) => answerTo(inputs.subarray(row * d, (row + 1) * d)));
    return { inputs, shape: [d], targets };
  };
  return fullBatch({
    name: `a perceptron beside a teacher with tanh, ${[d, ...hidden, 1].join("-")}`,
    model: student([d, ...hidden, 1], dtype as np.DType),
    fit: squaredError,
    train: samples(all.train),
    test: samples(all.test),
    dtype: dtype as np.DType,
  });
}

function student(sizes: number[], dtype: np.DType): Model<Network> {
  const { initial, predict } = perceptron(sizes, "tanh", dtype);
  return {
    // A perceptron's own weights have twice this variance, for ReLU.
    initial: (key) => ({
      layers: initial(key).layers.map(({ weight, bias }) => ({ weight: weight.mul(Math.SQRT1_2), bias })),
    }),
    predict: (params, inputs) => predict(params, inputs).reshape([-1]),
  };
}
