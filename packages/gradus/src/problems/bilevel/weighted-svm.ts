import type { BilevelProblem, LevelFunction, LinearRow, LowerConstraints } from "../../core/bilevel.ts";
import { DataError, OptionError } from "../../core/errors.ts";
import { readOptions, z } from "../../core/options.ts";
import type { HasMetrics, HasName } from "../../core/problem.ts";
import { type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import type { Samples } from "../samples.ts";
import { type BilevelPoint, readPoint } from "./point.ts";
import { solveSquaredHinge } from "./squared-hinge.ts";
import { startAt } from "./start-at.ts";

const finite = () => z.number("must be a finite number");

export const weightedSvmOptions = z.object({
  /** Least log weight c_i. Default −6 (official code: where it starts). */
  lower: finite().default(-6),
  /** Largest log weight. Default 1 [reconstructed; the official code has no bound]. */
  upper: finite().default(1),
  /** Log weight to start from, of every sample. Default 0. */
  start: finite().default(0),
});

export type WeightedSvmOptions = z.input<typeof weightedSvmOptions>;

/** Samples with labels 0 and 1, or −1 and 1, in three parts; `flipped` tells which labels to train on are wrong (1). */
export type SvmData = {
  name: string;
  train: Samples;
  validation: Samples;
  test: Samples;
  flipped?: Uint8Array;
};

export type WeightedSvm = BilevelProblem & HasName & HasMetrics<BilevelPoint> & { data: SvmData };

/** The LeakyReLU's slope below 0, and the steepness of the sigmoid in the upper level. */
const [leak, steepness] = [0.01, 5];
/** ‖w‖ below this counts as this. */
const leastNorm = 1e-12;

/**
 * A support vector machine whose samples have weights, the weights being what a validation set decides on: hyperparameter
 * selection, and cleaning of data with wrong labels. x = c, a log weight for each of N samples; y = (w, b, ξ).
 *
 *     f = ½ ‖w‖² + ½ Σ e^{c_i} ξ_i²,   g_i = 1 − ξ_i − y_i (wᵀz_i + b) ≤ 0
 *     F = mean over the validation samples of LeakyReLU(2σ(−5 m_j) − 1),   m_j = y_j (wᵀz_j + b)/‖w‖
 *
 * c is kept in a box, since e^c blows up. Starts at the lower level's solution for equal weights, with its multipliers
 * λ_i = e^{c_i} ξ_i. Separable samples need nothing: ξ is free and the minimiser finite. Samples of one class leave b
 * undetermined; the start is then one of many solutions.
 *
 * Metrics: accuracies of (w, b), and of the machine that is trained anew to the end with the weights found (`retrained…`);
 * where wrong labels are known, `flippedWeight`, the mean weight of those over that of the others.
 *
 * @throws {DataError} if a label is not one of two, a number not finite, or a part empty.
 * @throws {OptionError} if an option is unknown, or the bounds cross.
 * @source W. Yao, C. Yu, S. Zeng, J. Zhang, 2024, arXiv 2401.16164; the upper level as a mean (the official code sums).
 * @example
 * const { trace } = await minimize(hyperCleaning(), lvHba({ c0: 0.1, r: 200 }), { steps: 1000 });
 */
export function weightedSvm(data: SvmData, options: WeightedSvmOptions = {}): WeightedSvm {
  const settings = readOptions("weightedSvm", weightedSvmOptions, options);
  if (!(settings.lower < settings.upper)) {
    throw new OptionError(`weightedSvm: lower must be below upper, got ${settings.lower} and ${settings.upper}`);
  }
  const [train, validation, test] = [data.train, data.validation, data.test].map((part) =>
    signedRows(data.name, part),
  ) as [Signed, Signed, Signed];
  const { rows: N, columns: d } = train.rows;
  const weightsOf = (c: Float64Array) => c.map(Math.exp);
  const solveLower = (c: Float64Array) => solveSquaredHinge(train.rows, train.labels, weightsOf(c));
  const upper = validationLoss(validation, N);
  return {
    name: data.name,
    data,
    initial: startAt(() => {
      const x = new Float64Array(N).fill(Math.min(Math.max(settings.start, settings.lower), settings.upper));
      const { y, multipliers } = solveLower(x);
      return { x, y, lambda: multipliers };
    }),
    bilevel: {
      sizes: { x: N, y: d + 1 + N },
      upper,
      lower: weightedSlack(N, d),
      constraints: marginConstraints(train),
      joint: {
        kind: "product",
        parts: [
          { size: N, set: { kind: "box", lower: settings.lower, upper: settings.upper } },
          { size: d + 1 + N, set: { kind: "polyhedron", rows: marginRows(train) } },
        ],
      },
      upperSet: { kind: "box", lower: settings.lower, upper: settings.upper },
      solveLower,
    },
    async metrics(answer) {
      const { x, y } = await readPoint(answer);
      const retrained = solveLower(x).y;
      return {
        validationAccuracy: accuracy(validation, y),
        testAccuracy: accuracy(test, y),
        retrainedValidationLoss: await upper.value(x, retrained),
        retrainedValidationAccuracy: accuracy(validation, retrained),
        retrainedTestAccuracy: accuracy(test, retrained),
        ...(data.flipped && { flippedWeight: flippedWeight(weightsOf(x), data.flipped) }),
      };
    },
  };
}

/** Rows y_i z_i, and the labels as ±1. */
type Signed = { rows: Matrix; labels: Float64Array };

function signedRows(name: string, { inputs, targets, shape }: Samples): Signed {
  const N = targets.length;
  const d = shape.reduce((product, size) => product * size, 1);
  if (N === 0) throw new DataError(`${name}: a part has no samples`);
  const isSigned = targets.includes(-1);
  const labels = targets.map((target) => (isSigned ? target : 2 * target - 1));
  const wrong = labels.findIndex((label) => label !== 1 && label !== -1);
  if (wrong >= 0) {
    throw new DataError(`${name}: a label must be 0 or 1, or −1 or 1, got ${targets[wrong]} (sample ${wrong})`);
  }
  if (!inputs.every(Number.isFinite)) throw new DataError(`${name}: features must be finite`);
  return { rows: { rows: N, columns: d, data: inputs.map((value, k) => value * labels[Math.floor(k / d)]!) }, labels };
}

/** aᵀw + y b of one row. */
function margin({ rows, labels }: Signed, i: number, y: Float64Array): number {
  const d = rows.columns;
  let sum = labels[i]! * y[d]!;
  for (let j = 0; j < d; j++) sum += rows.data[i * d + j]! * y[j]!;
  return sum;
}

const accuracy = (part: Signed, y: Float64Array): number =>
  part.labels.reduce((sum, _, i) => sum + Number(margin(part, i, y) > 0), 0) / part.labels.length;

function flippedWeight(weights: Float64Array, flipped: Uint8Array): number {
  const mean = (kind: number) => {
    const chosen = weights.filter((_, i) => flipped[i] === kind);
    return chosen.reduce((sum, weight) => sum + weight, 0) / chosen.length;
  };
  return mean(1) / mean(0);
}

function validationLoss(part: Signed, N: number): LevelFunction {
  const d = part.rows.columns;
  const V = part.labels.length;
  const length = (y: Float64Array) => Math.max(Math.sqrt(dot(y.subarray(0, d), y.subarray(0, d))), leastNorm);
  const sigmoid = (u: number) => 1 / (1 + Math.exp(-u));
  return {
    value(_x, y) {
      const size = length(y);
      let sum = 0;
      for (let j = 0; j < V; j++) {
        const u = 2 * sigmoid((-steepness * margin(part, j, y)) / size) - 1;
        sum += u > 0 ? u : leak * u;
      }
      return sum / V;
    },
    gradient(_x, y) {
      const size = length(y);
      const gradient = new Float64Array(d + 1 + N);
      for (let j = 0; j < V; j++) {
        const m = margin(part, j, y) / size;
        const s = sigmoid(-steepness * m);
        const slope = ((s > 0.5 ? 1 : leak) * 2 * s * (1 - s) * -steepness) / V;
        for (let k = 0; k < d; k++)
          gradient[k]! += slope * (part.rows.data[j * d + k]! / size - (m * y[k]!) / size ** 2);
        gradient[d]! += (slope * part.labels[j]!) / size;
      }
      return { x: new Float64Array(N), y: gradient };
    },
  };
}

function weightedSlack(N: number, d: number): LevelFunction {
  const from = d + 1;
  return {
    value(c, y) {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += y[j]! ** 2;
      for (let i = 0; i < N; i++) sum += Math.exp(c[i]!) * y[from + i]! ** 2;
      return sum / 2;
    },
    gradient(c, y) {
      const weights = c.map(Math.exp);
      return {
        x: weights.map((weight, i) => (weight * y[from + i]! ** 2) / 2),
        y: y.map((value, k) => (k < d ? value : k === d ? 0 : weights[k - from]! * value)),
      };
    },
    hessians(c, y) {
      const m = from + N;
      const [xy, yy] = [zeros(N, m), zeros(m, m)];
      for (let j = 0; j < d; j++) yy.data[j * m + j] = 1;
      for (let i = 0; i < N; i++) {
        const weight = Math.exp(c[i]!);
        yy.data[(from + i) * m + from + i] = weight;
        xy.data[i * m + from + i] = weight * y[from + i]!;
      }
      return { xy, yy };
    },
  };
}

function marginConstraints(part: Signed): LowerConstraints {
  const { rows: N, columns: d } = part.rows;
  let affine: LowerConstraints["affine"];
  return {
    count: N,
    kind: "inequality",
    // Made where it is asked for: the machine itself never needs N × (d + 1 + N) numbers.
    get affine() {
      if (!affine) {
        const y = zeros(N, d + 1 + N);
        for (let i = 0; i < N; i++) {
          for (let j = 0; j < d; j++) y.data[i * y.columns + j] = -part.rows.data[i * d + j]!;
          y.data[i * y.columns + d] = -part.labels[i]!;
          y.data[i * y.columns + d + 1 + i] = -1;
        }
        affine = { x: zeros(N, N), y, offset: new Float64Array(N).fill(1) };
      }
      return affine;
    },
    values: (_c, y) => part.labels.map((_, i) => 1 - y[d + 1 + i]! - margin(part, i, y)),
    pullBack(_c, _y, lambda) {
      const back = new Float64Array(d + 1 + N);
      for (let i = 0; i < N; i++) {
        for (let j = 0; j < d; j++) back[j]! -= lambda[i]! * part.rows.data[i * d + j]!;
        back[d]! -= lambda[i]! * part.labels[i]!;
        back[d + 1 + i] = -lambda[i]!;
      }
      return { x: new Float64Array(N), y: back };
    },
  };
}

/** −aᵀw − y b − ξ_i ≤ −1, of the vector (w, b, ξ). */
function marginRows({ rows, labels }: Signed): LinearRow[] {
  const d = rows.columns;
  return Array.from(labels, (label, i) => ({
    indices: Int32Array.from({ length: d + 2 }, (_, k) => (k <= d ? k : d + 1 + i)),
    values: Float64Array.from({ length: d + 2 }, (_, k) => (k < d ? -rows.data[i * d + k]! : k === d ? -label : -1)),
    bound: -1,
  }));
}
