import { numpy as np } from "@jax-js/jax";
import { count, nonnegative, positive, readOptions, z } from "../core/options.ts";
import type { HasInitial, HasLoss, HasMinimum, HasName } from "../core/problem.ts";
import { generator, seedFor } from "../engine/random.ts";
import { toArray } from "./precision.ts";
import { studentSizes, type TwoLayerRows, type TwoLayers, twoLayers, uniformLayers } from "./student-teacher.ts";

export const linearStudentOptions = z.object({
  ...studentSizes,
  /** M: inputs. Default 20. */
  inputs: count().default(20),
  /** N: hidden neurons. Default 50. */
  hidden: count().default(50),
  /** Where the student begins: at the teacher, or apart from it, uniform with this s. Default "teacher". */
  start: z.union([z.literal("teacher"), positive()], "must be 'teacher' or a number > 0").default("teacher"),
  /** Variance, times the number of inputs, of normal noise on W1 at the start. Default 1e-6. */
  noise: nonnegative().default(1e-6),
});

export type LinearStudentOptions = z.input<typeof linearStudentOptions>;

/** A linear student of a linear teacher, by the expected loss. */
export type LinearStudent = HasName &
  HasInitial<TwoLayers> &
  HasLoss<TwoLayers> &
  HasMinimum & {
    teacher: TwoLayerRows;
    /** The loss of a student that always answers 0: ‖T2 T1‖²/4. */
    zeroLoss: number;
    /** ε = W2 W1 − T2 T1 over √2: the loss is half its squared norm. Traceable; consumes the parameters. */
    errors(params: TwoLayers): np.Array;
  };

/**
 * A linear student of a linear teacher with one output, by the loss expected over inputs N(0, ½): no samples, no noise.
 *
 *     L = ‖W2 W1 − T2 T1‖²/4
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source H. Ninou, J. Kadmon, N. A. Cayco-Gajic, Curl Descent, 2025, arXiv 2510.02765: the linear networks of Figures 2 and 3,
 * whose official code has samples where here is their limit.
 * @example
 * const { answer } = await minimize(linearStudent(), curlDescent({ fraction: 0.05, layer: "W1" }), { steps: 1000 });
 */
export function linearStudent(options: LinearStudentOptions = {}): LinearStudent {
  const all = readOptions("linearStudent", linearStudentOptions, options);
  const { inputs, hidden, teacherScale, seed, start, noise } = all;
  const dtype = all.dtype as np.DType;
  const drawn = (purpose: string) => generator(seedFor(seed, "linear student and teacher", purpose));
  const shape = [inputs, hidden, 1] as const;
  const teacher = uniformLayers(drawn("teacher"), shape, teacherScale);
  const begun = start === "teacher" ? teacher : uniformLayers(drawn("student"), shape, start);
  const { normal } = drawn("noise");
  const W1 = begun.W1.map((row) => row.map((weight) => weight + Math.sqrt(noise / inputs) * normal()));
  const goal = teacher.W1[0]!.map((_, j) => teacher.W2[0]!.reduce((sum, w, i) => sum + w * teacher.W1[i]![j]!, 0));
  const errors = ({ W1, W2 }: TwoLayers) =>
    np
      .dot(W2, W1)
      .sub(toArray(goal, [1, inputs], dtype))
      .mul(Math.SQRT1_2)
      .reshape([inputs]);
  return {
    name: `linear student and teacher, ${inputs} inputs`,
    teacher,
    zeroLoss: goal.reduce((sum, y) => sum + y * y, 0) / 4,
    initial(key) {
      key.dispose();
      return twoLayers({ W1, W2: begun.W2 }, dtype);
    },
    errors,
    loss: (params) => np.square(errors(params)).sum().mul(0.5),
    minimum: { value: 0 },
  };
}
