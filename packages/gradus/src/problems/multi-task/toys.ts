import { lax, numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { positive, readOptions, z } from "../../core/options.ts";
import type { HasEvaluate, HasInitial, HasLoss, HasMinimum, HasName, HasTaskLosses } from "../../core/problem.ts";
import { precision, toArray } from "../precision.ts";
import { coordinates, type Domain } from "../test-functions/definition.ts";

export const multiTaskToyOptions = z.object({
  /** Where runs begin. Default the first start of the paper. */
  start: z.array(z.number("must be numbers")).length(2, "must be two numbers").optional(),
  /** Factor s > 0 of the first task's loss. Default 1. */
  scale: positive().default(1),
  /** Precision of the parameters. Default float64. */
  dtype: precision().default("float64"),
});

export type MultiTaskToyOptions = z.input<typeof multiTaskToyOptions>;

/** Two tasks in the plane; `loss` is their sum, `taskValues` the two on the host. */
export type MultiTaskToy = HasName &
  HasInitial<np.Array> &
  HasTaskLosses<np.Array> &
  HasLoss<np.Array> &
  HasEvaluate &
  Partial<HasMinimum> & {
    taskValues(point: ArrayLike<number>): [number, number];
    domain: Domain;
    /** The starts of the paper. */
    starts: [number, number][];
  };

/** The vector (first, second), a number for each task. */
type Pair = (first: number, second: number) => np.Array;

/** The two bowls below b = 0, in the engine and on the host. */
type Bowls = {
  traced(a: np.Array, b: np.Array, pair: Pair): np.Array;
  onHost(a: number, b: number): [number, number];
};

/** The least that a logarithm is taken of; below it the slope is 0. */
const least = 5e-6;

/** log(max(|x|, least)) + 6 */
const funnel = (x: np.Array): np.Array => {
  const size = x.ref.mul(lax.stopGradient(np.sign(x)));
  return np.log(np.where(size.ref.greater(least), size, least)).add(6);
};

/** max(tanh(x/2), 0), with slope 0 at 0. */
const gate = (x: np.Array): np.Array => np.where(x.ref.greater(0), np.tanh(x.mul(0.5)), 0);

const hostFunnel = (x: number) => Math.log(Math.max(Math.abs(x), least)) + 6;
const hostGate = (x: number) => Math.max(Math.tanh(x / 2), 0);

function toy(
  name: string,
  bowls: Bowls,
  starts: [number, number][],
  domain: Domain,
  minimum: HasMinimum["minimum"],
): (options?: MultiTaskToyOptions) => MultiTaskToy {
  return (options = {}) => {
    const { start = starts[0]!, scale, dtype } = readOptions(name, multiTaskToyOptions, options);
    if (!start.every(Number.isFinite)) throw new OptionError(`${name}: start must be finite, got ${start}`);

    const pair: Pair = (first, second) => toArray([first, second], [2], dtype);
    const taskLosses = (x: np.Array) => {
      const [a, b] = coordinates(x) as [np.Array, np.Array];
      const wall = np.tanh(b.ref).mul(pair(1, -1));
      const F = funnel(a.ref.mul(-0.5).add(pair(-3.5, 3.5)).add(wall));
      const [above, below] = [gate(b.ref), gate(b.ref.neg())];
      const L = above.mul(F).add(below.mul(bowls.traced(a, b, pair)));
      return scale === 1 ? L : L.mul(pair(scale, 1));
    };
    const taskValues = ([a = 0, b = 0]: ArrayLike<number> & Iterable<number>): [number, number] => {
      const wall = Math.tanh(b);
      const [q1, q2] = bowls.onHost(a, b);
      const [above, below] = [hostGate(b), hostGate(-b)];
      const L1 = above * hostFunnel(-0.5 * a - 3.5 + wall) + below * q1;
      const L2 = above * hostFunnel(-0.5 * a + 3.5 - wall) + below * q2;
      return [scale * L1, L2];
    };

    return {
      name,
      dimension: 2,
      domain,
      starts,
      initial(key) {
        key.dispose();
        return toArray(start, [2], dtype);
      },
      taskLosses,
      loss: (x) => taskLosses(x).sum(),
      taskValues: (point) => taskValues(Float64Array.from(point)),
      evaluate: (points) =>
        points.map((point) => {
          const [first, second] = taskValues(point);
          return first + second;
        }),
      ...(scale === 1 && { minimum }),
    };
  };
}

/**
 * Two tasks in the plane with one best compromise: above b = 0 two curved valleys cross, below it lie two bowls.
 *
 *     L_1 = s (c_1 F_1 + c_2 q_1),   L_2 = c_1 F_2 + c_2 q_2,   c_1 = max(tanh(b/2), 0),   c_2 = max(tanh(−b/2), 0)
 *     F_1 = log max(|½(−a − 7) + tanh b|, 5e-6) + 6,   F_2 = log max(|½(−a + 3) − tanh b + 2|, 5e-6) + 6
 *     q_1, q_2 = ((a ∓ 7)² + 0.1 (b + 8)²)/10 − 20
 *
 * The sum is lowest, −30.18327689, at (0, −8.3551) for s = 1; for any s at a = 7 (s − 1)/(s + 1). Signs of tanh in F_2 are
 * those of the official code; the paper's appendix prints the other.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source B. Liu et al., CAGrad, 2021, arXiv 2110.14048, and FAMO, 2023, arXiv 2306.03792; here as in the official code of
 * T. Borsani et al., 2025, arXiv 2506.06130.
 * @example
 * const { answer } = await minimize(multiTaskToy1({ start: [8, 5] }), samGs({ learningRate: 1e-2 }), { steps: 2000 });
 */
export const multiTaskToy1 = toy(
  "two tasks with one optimum",
  {
    traced: (a, b, pair) =>
      np
        .square(a.sub(pair(7, -7)))
        .add(np.square(b.add(8)).mul(0.1))
        .mul(0.1)
        .sub(20),
    onHost(a, b) {
      const bowl = (centre: number) => ((a - centre) ** 2 + 0.1 * (b + 8) ** 2) / 10 - 20;
      return [bowl(7), bowl(-7)];
    },
  },
  [
    [-8, 5],
    [-3, 7.5],
    [0, 10],
    [3, 7.5],
    [8, 5],
    [-10, -3],
    [10, -3],
  ],
  { lower: [-12, -12], upper: [12, 12] },
  { value: -30.183276890613193, at: [[0, -8.3551097869873]] },
);

/**
 * The same valleys above b = 0 over two bowls of degree six, which give the sum two optima and a saddle between them.
 *
 *     q = 0.1 u⁶ + 0.1 v⁶ − (w⁴ + v⁴) − 1.5 (w² + v²) + 1.5,   u = (a ∓ 5.45)/4, w = (a ∓ 5.5)/4, v = b/4
 *
 * The sum is lowest, −74.13398815, at (±5.4546, −10.8426) for s = 1; between them lies a saddle at (0, −10.84).
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source T. Borsani et al., 2025, arXiv 2506.06130, section 5.1 and official code.
 * @example
 * const { answer } = await minimize(multiTaskToy2({ start: [3.5, 5.5] }), samGs({ learningRate: 1e-2 }), { steps: 2000 });
 */
export const multiTaskToy2 = toy(
  "two tasks with two optima",
  {
    traced(a, b, pair) {
      const [u2, v2, w2] = [a.ref.sub(pair(5.45, -5.45)), b, a.sub(pair(5.5, -5.5))].map((x) => np.square(x.mul(0.25)));
      const cube = (x: np.Array) => x.ref.mul(np.square(x));
      const sixth = cube(u2!).add(cube(v2!.ref)).mul(0.1);
      const fourth = np.square(w2!.ref).add(np.square(v2!.ref));
      return sixth.sub(fourth).sub(w2!.add(v2!).mul(1.5)).add(1.5);
    },
    onHost(a, b) {
      const v = b / 4;
      const along = 0.1 * v ** 6 - v ** 4 - 1.5 * v ** 2;
      const bowl = (side: number) => {
        const [u, w] = [(a - 5.45 * side) / 4, (a - 5.5 * side) / 4];
        return 0.1 * u ** 6 - w ** 4 - 1.5 * w ** 2 + along + 1.5;
      };
      return [bowl(1), bowl(-1)];
    },
  },
  [
    [-3.5, 5.5],
    [3.5, 5.5],
    [-6.5, 2.5],
    [6.5, 2.5],
    [0, 10],
    [0, -8],
  ],
  { lower: [-12, -14], upper: [12, 12] },
  {
    value: -74.1339881527604,
    at: [
      [5.454570436477662, -10.842613819241524],
      [-5.454570436477662, -10.842613819241524],
    ],
  },
);
