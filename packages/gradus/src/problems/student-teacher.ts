import { numpy as np } from "@jax-js/jax";
import { OptionError } from "../core/errors.ts";
import { count, positive, readOptions, z } from "../core/options.ts";
import type {
  BatchStream,
  HasBatches,
  HasInitial,
  HasLayers,
  HasLoss,
  HasMetrics,
  HasMinimum,
  HasName,
} from "../core/problem.ts";
import { type Generator, generator, seedFor } from "../engine/random.ts";
import { precision, toArray } from "./precision.ts";
import { minibatchRows } from "./samples.ts";

/** A network of two layers without biases: W1 is hidden neurons × inputs, W2 outputs × hidden neurons. */
export type TwoLayers = { W1: np.Array; W2: np.Array };

/** The same on the host, as rows. */
export type TwoLayerRows = { W1: readonly (readonly number[])[]; W2: readonly (readonly number[])[] };

/** A row of inputs for each sample, and of the teacher's outputs. */
export type StudentBatch = { inputs: np.Array; targets: np.Array };

const phi = {
  linear: (x: np.Array) => x,
  tanh: np.tanh,
  // Its slope at 0 is 0, that of the engine's own ½.
  relu: (x: np.Array) => np.where(x.ref.greater(0), x, 0),
} as const;

export type StudentActivation = keyof typeof phi;

/** A student that learns what a teacher does, sample by sample. */
export type StudentTeacher = HasName &
  HasInitial<TwoLayers> &
  HasLoss<TwoLayers, StudentBatch> &
  HasLayers<TwoLayers, StudentBatch> &
  HasMinimum &
  HasMetrics<TwoLayers> & {
    teacher: TwoLayerRows;
    batches?: HasBatches<StudentBatch>["batches"];
    /** ŷ = φ(W2 φ(W1 x)), a row a sample. Traceable; consumes its arguments. */
    outputsOf(params: TwoLayers, inputs: np.Array): np.Array;
    /** The loss on the samples held out. Traceable; consumes the parameters. */
    testLoss(params: TwoLayers): np.Array;
  };

export type StudentTeacherParts = {
  name?: string;
  /** At hidden neurons and outputs. */
  activation: StudentActivation;
  teacher: TwoLayerRows;
  /** Where the student begins. */
  student: (seedOfRun: np.Array) => TwoLayerRows;
  /** Rows of inputs to train on, and others to measure on. */
  train: readonly ArrayLike<number>[];
  test: readonly ArrayLike<number>[];
  /** Which rows batch 0, 1, 2, … has; all of them, in one objective without batches, where this is not given. */
  rowsOf?: (seed: number) => (index: number) => ArrayLike<number>;
  dtype: np.DType;
};

type LabelledRow = { x: ArrayLike<number>; y: number[] };

const hostPhi: Record<StudentActivation, (x: number) => number> = {
  linear: (x) => x,
  tanh: Math.tanh,
  relu: (x) => Math.max(x, 0),
};

/** ŷ of one sample, on the host. */
function answerOf({ W1, W2 }: TwoLayerRows, activation: StudentActivation, x: ArrayLike<number>): number[] {
  const act = hostPhi[activation];
  const through = (rows: TwoLayerRows["W1"], from: ArrayLike<number>) =>
    rows.map((row) => act(row.reduce((sum, weight, j) => sum + weight * from[j]!, 0)));
  return through(W2, through(W1, x));
}

const weights = (rows: readonly (readonly number[])[], dtype: np.DType) =>
  toArray(rows.flat(), [rows.length, rows[0]!.length], dtype);

/** Parameters from rows. */
export const twoLayers = ({ W1, W2 }: TwoLayerRows, dtype: np.DType = np.float64): TwoLayers => ({
  W1: weights(W1, dtype),
  W2: weights(W2, dtype),
});

/**
 * A student learns a teacher of its own kind from samples, by half the mean square of e = ŷ − y over samples and outputs.
 * Its `layers` tell e at the outputs, not the loss's derivative: that would have a factor φ′(W2 h) and 1/outputs.
 *
 * @throws {OptionError} if the shapes do not fit each other.
 */
export function studentTeacherOf(parts: StudentTeacherParts): StudentTeacher {
  const { activation, teacher, student, train, test, rowsOf, dtype } = parts;
  const act = phi[activation];
  const inputs = teacher.W1[0]?.length ?? 0;
  for (const rows of [train, test]) {
    const wrong = rows.find((row) => row.length !== inputs);
    if (wrong) throw new OptionError(`studentTeacher: each sample must have ${inputs} inputs, got ${wrong.length}`);
  }
  if (train.length === 0) throw new OptionError("studentTeacher: there must be samples to train on");
  const outputsOf = ({ W1, W2 }: TwoLayers, x: np.Array) => {
    const hidden = act(np.dot(x, np.transpose(W1)));
    return act(np.dot(hidden, np.transpose(W2)));
  };
  // What the teacher says, once and for all.
  const labelled = (rows: readonly ArrayLike<number>[]) =>
    rows.map((x) => ({ x, y: answerOf(teacher, activation, x) }));
  const [toLearn, heldOut] = [labelled(train), labelled(test)];
  const samples = (rows: readonly LabelledRow[]): StudentBatch => ({
    inputs: toArray(
      rows.flatMap(({ x }) => Array.from(x)),
      [rows.length, inputs],
      dtype,
    ),
    targets: toArray(
      rows.flatMap(({ y }) => y),
      [rows.length, teacher.W2.length],
      dtype,
    ),
  });
  const whole = () => samples(toLearn);
  const lossOn = (params: TwoLayers, { inputs, targets }: StudentBatch) =>
    np.square(outputsOf(params, inputs).sub(targets)).mean().mul(0.5);
  const testLoss = (params: TwoLayers) => lossOn(params, samples(heldOut));
  // Without batches the samples are constants of the compiled program, freed with it.
  const at = (batch: StudentBatch | undefined) => batch ?? whole();
  return {
    name: parts.name ?? `${activation} student and teacher`,
    teacher,
    initial: (key) => twoLayers(student(key), dtype),
    loss: (params, batch) => lossOn(params, at(batch)),
    outputsOf,
    testLoss,
    minimum: { value: 0 },
    ...(rowsOf && {
      batches(seed: number): BatchStream<StudentBatch> {
        const next = rowsOf(seed);
        return (index) => samples(Array.from(next(index), (row) => toLearn[row]!));
      },
    }),
    layers: {
      inputsOf(batch) {
        const { inputs, targets } = at(batch);
        targets.dispose();
        return inputs;
      },
      parts: ({ W1, W2 }) => [W1, W2],
      assemble: ([W1, W2]) => ({ W1, W2 }) as TwoLayers,
      forward: [
        (W1: np.Array, x: np.Array) => act(np.dot(x, np.transpose(W1))),
        (W2: np.Array, h: np.Array) => np.dot(h, np.transpose(W2)),
      ],
      errorOf(outputs, batch) {
        const { inputs, targets } = at(batch);
        inputs.dispose();
        return act(outputs).sub(targets);
      },
    },
    async metrics({ W1, W2 }): Promise<Record<string, number>> {
      const of = (loss: (params: TwoLayers) => np.Array) => loss({ W1: W1.ref, W2: W2.ref }).data();
      const [trainLoss] = await of((params) => lossOn(params, whole()));
      if (test.length === 0) return { trainLoss: trainLoss! };
      const [held] = await of(testLoss);
      return { trainLoss: trainLoss!, testLoss: held! };
    },
  };
}

const seedOption = () => z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0);

export const studentSizes = {
  /** M: inputs. Default 50. */
  inputs: count().default(50),
  /** N: hidden neurons, of teacher and student. Default 5. */
  hidden: count().default(5),
  /** s of the teacher's weights. Default 1 (official code). */
  teacherScale: positive().default(1),
  /** Seed of teacher, student and samples. Default 0. */
  seed: seedOption(),
  /** Precision of parameters and samples. Default float64. */
  dtype: precision().default("float64"),
};

export const studentTeacherOptions = z.object({
  ...studentSizes,
  /** O: outputs. Default 1 (all figures). */
  outputs: count().default(1),
  /** φ at hidden neurons and outputs. Default "tanh" (Figure 5). */
  activation: z.enum(["linear", "tanh", "relu"], "must be 'linear', 'tanh' or 'relu'").default("tanh"),
  /** s of the student's weights (init_range). Default 2 (Figure 5). */
  studentScale: positive().default(2),
  /** P: samples to train on. Default 500. */
  train: count().default(500),
  /** Samples held out. Default 100 (official code). */
  test: count().default(100),
  /** Samples a batch; all at once where it is not given. */
  batchSize: count().optional(),
});

export type StudentTeacherOptions = z.input<typeof studentTeacherOptions>;

/** Rows of uniform entries in ±scale/√columns. */
const uniformRows = ({ uniform }: Generator, rows: number, columns: number, scale: number): number[][] =>
  Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => ((2 * uniform() - 1) * scale) / Math.sqrt(columns)),
  );

/** Layers for M inputs, N hidden neurons and O outputs. */
export const uniformLayers = (
  random: Generator,
  [M, N, O]: readonly [number, number, number],
  scale: number,
): TwoLayerRows => ({
  W1: uniformRows(random, N, M, scale),
  W2: uniformRows(random, O, N, scale),
});

/**
 * A student network of two layers learns a teacher of the same size: ŷ = φ(W2 φ(W1 x)), φ at the outputs too, no biases;
 * inputs are N(0, ½), weights uniform in ±s/√fan-in. Where the student begins is told by `seed`, not by the run's seed:
 * teacher, student and samples belong together. The minimum 0 is at the teacher (and wherever else the same function is).
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source H. Ninou, J. Kadmon, N. A. Cayco-Gajic, Curl Descent, 2025, arXiv 2510.02765: the set-up of its official code.
 * @example
 * const problem = studentTeacher({ inputs: 100, hidden: 10, train: 2000, batchSize: 10 });
 */
export function studentTeacher(options: StudentTeacherOptions = {}): StudentTeacher {
  const all = readOptions("studentTeacher", studentTeacherOptions, options);
  const { inputs, hidden, outputs, activation, teacherScale, studentScale, train, test, batchSize, seed } = all;
  const drawn = (purpose: string) => generator(seedFor(seed, "student and teacher", purpose));
  const shape = [inputs, hidden, outputs] as const;
  const samples = (purpose: string, rows: number) => {
    const random = drawn(purpose);
    return Array.from({ length: rows }, () => random.normals(inputs).map((x) => x * Math.SQRT1_2));
  };
  const student = uniformLayers(drawn("student"), shape, studentScale);
  return studentTeacherOf({
    activation,
    teacher: uniformLayers(drawn("teacher"), shape, teacherScale),
    student(key) {
      key.dispose();
      return student;
    },
    train: samples("train", train),
    test: samples("test", test),
    ...(batchSize !== undefined && { rowsOf: minibatchRows(train, batchSize) }),
    dtype: all.dtype as np.DType,
  });
}
