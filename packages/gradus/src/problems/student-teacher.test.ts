import { numpy as np, random } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import {
  type HasInitial,
  type HasLoss,
  linearStudent,
  OptionError,
  scalarStudent,
  studentTeacher,
  studentTeacherOf,
  type Tree,
  trees,
  twoLayers,
  valueAndGradient,
} from "../index.ts";

const key = () => random.key(0);
const numbers = (a: Tree) => trees.leaves<np.Array>(a).flatMap((leaf) => Array.from(leaf.dataSync(), Number));

/** The largest difference between derivative and central differences at the start. */
function gradientError<P extends Tree>({ initial, loss }: HasInitial<P> & HasLoss<P, never>): number {
  const params = initial(key());
  const [, gradient] = valueAndGradient((params: P) => loss(params, undefined as never))(trees.ref(params) as P);
  const exact = numbers(gradient);
  const flat = Array.from(trees.toVector(trees.ref(params)).dataSync());
  const at = (vector: number[]) =>
    loss(trees.fromVector(np.array(vector, { dtype: np.float64 }), params) as P, undefined as never).item();
  const off = flat.map((x, i) => {
    const step = 1e-6;
    const difference = at(flat.with(i, x + step)) - at(flat.with(i, x - step));
    return Math.abs(difference / (2 * step) - exact[i]!);
  });
  trees.dispose(params);
  return Math.max(...off);
}

const sizes = { inputs: 4, hidden: 3, train: 10, test: 5 };

describe("student and teacher", () => {
  test.each(["linear", "tanh", "relu"] as const)(
    "%s: the loss is 0 at the teacher, its gradient right",
    (activation) => {
      const problem = studentTeacher({ ...sizes, activation, outputs: 2 });
      expect(problem.loss(twoLayers(problem.teacher), undefined as never).item()).toBeLessThan(1e-30);
      expect(problem.testLoss(twoLayers(problem.teacher)).item()).toBeLessThan(1e-30);
      expect(gradientError(problem)).toBeLessThan(1e-8);
    },
  );

  test("weights are uniform in ±s/√fan-in, inputs have variance ½", () => {
    const problem = studentTeacher({ inputs: 60, hidden: 40, train: 400, studentScale: 3, batchSize: 400 });
    const [W1, W2] = trees
      .leaves<np.Array>(problem.initial(key()))
      .map((leaf) => Array.from(leaf.dataSync(), Math.abs));
    const [largest1, largest2] = [Math.max(...W1!), Math.max(...W2!)];
    expect(largest1).toBeLessThanOrEqual(3 / Math.sqrt(60));
    expect(largest1).toBeGreaterThan(2.95 / Math.sqrt(60));
    expect(largest2).toBeLessThanOrEqual(3 / Math.sqrt(40));
    expect(Math.max(...problem.teacher.W1.flat().map(Math.abs))).toBeLessThanOrEqual(1 / Math.sqrt(60));
    const { inputs, targets } = problem.batches!(0)(0);
    targets.dispose();
    const x = Array.from(inputs.dataSync());
    expect(x.reduce((sum, value) => sum + value * value, 0) / x.length).toBeCloseTo(0.5, 1);
  });

  test("equal seeds give equal data, others give others; the run's seed does not matter", () => {
    const of = (seed: number, run = 0) => numbers(studentTeacher({ ...sizes, seed }).initial(random.key(run)));
    expect(of(1)).toEqual(of(1, 7));
    expect(of(1)).not.toEqual(of(2));
    const batch = (seed: number) => numbers(studentTeacher({ ...sizes, batchSize: 3 }).batches!(seed)(2));
    expect(batch(4)).toEqual(batch(4));
    expect(batch(4)).not.toEqual(batch(5));
  });

  test("metrics are the losses on both sets, of an answer that is only borrowed", async () => {
    const problem = studentTeacher(sizes);
    const params = problem.initial(key());
    const { trainLoss, testLoss } = await problem.metrics(params);
    expect(trainLoss).toBe(problem.loss(trees.ref(params), undefined as never).item());
    expect(testLoss).toBe(problem.testLoss(params).item());
    expect(testLoss).not.toBe(trainLoss);
  });

  test("relu has slope 0 at 0", () => {
    const problem = studentTeacherOf({
      activation: "relu",
      teacher: { W1: [[1]], W2: [[1]] },
      student: (seed) => {
        seed.dispose();
        return { W1: [[0]], W2: [[1]] };
      },
      train: [[1]],
      test: [],
      dtype: np.float64,
    });
    const [, gradient] = valueAndGradient((w: never) => problem.loss(w, undefined as never))(
      problem.initial(key()) as never,
    );
    expect(numbers(gradient)).toEqual([-0, -0].map((x) => expect.closeTo(x, 15)));
  });

  test("shapes that do not fit are named", () => {
    const parts = {
      activation: "linear" as const,
      teacher: { W1: [[1, 2]], W2: [[1]] },
      student: () => ({ W1: [[1, 2]], W2: [[1]] }),
      test: [],
      dtype: np.float64,
    };
    expect(() => studentTeacherOf({ ...parts, train: [[1]] })).toThrow("each sample must have 2 inputs, got 1");
    expect(() => studentTeacherOf({ ...parts, train: [] })).toThrow(OptionError);
    expect(() => studentTeacher({ ...sizes, batchSize: 11 })).toThrow(/batchSize must be a whole number in \[1, 10\]/);
    expect(() => studentTeacher({ activation: "sine" as never })).toThrow(
      "activation must be 'linear', 'tanh' or 'relu'",
    );
  });
});

describe("linear student", () => {
  test("the expected loss is ‖ε‖²/4, 0 at the teacher, with the right gradient", () => {
    const problem = linearStudent({ inputs: 4, hidden: 3, start: 2 });
    expect(problem.loss(twoLayers(problem.teacher), undefined).item()).toBeLessThan(1e-30);
    const zero = {
      W1: [
        [0, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
      W2: [[0, 0, 0]],
    };
    expect(problem.loss(twoLayers(zero), undefined).item()).toBeCloseTo(problem.zeroLoss, 14);
    expect(gradientError(problem)).toBeLessThan(1e-8);
  });

  test("is what samples tend to", () => {
    const expected = linearStudent({ inputs: 3, hidden: 4, start: 1 });
    const params = () => expected.initial(key());
    const rows = { W1: numbers(params()).slice(0, 12), W2: numbers(params()).slice(12) };
    const student = { W1: [0, 1, 2, 3].map((i) => rows.W1.slice(3 * i, 3 * i + 3)), W2: [rows.W2] };
    const { batches } = studentTeacher({ inputs: 3, hidden: 4, train: 20000, test: 1, batchSize: 20000 });
    const { inputs, targets } = batches!(0)(0);
    targets.dispose();
    const all = Array.from(inputs.dataSync());
    const train = Array.from({ length: 20000 }, (_, i) => all.slice(3 * i, 3 * i + 3));
    const sampled = studentTeacherOf({
      activation: "linear",
      teacher: expected.teacher,
      student: () => student,
      train,
      test: [],
      dtype: np.float64,
    });
    const ratio = sampled.loss(params(), undefined as never).item() / expected.loss(params(), undefined).item();
    expect(ratio).toBeCloseTo(1, 1);
  });

  test("begins at the teacher but for the noise", () => {
    const { teacher, initial } = linearStudent({ inputs: 20, hidden: 50, noise: 0 });
    expect(numbers(initial(key()))).toEqual([...teacher.W1.flat(), ...teacher.W2.flat()]);
    const noisy = numbers(linearStudent({ inputs: 20, hidden: 50 }).initial(key()));
    const squares = teacher.W1.flat().reduce((sum, weight, i) => sum + (noisy[i]! - weight) ** 2, 0);
    expect((squares / 1000) * 20 * 1e6).toBeCloseTo(1, 0);
  });
});

test("two weights in a row: value, gradient and minimum", () => {
  const problem = scalarStudent({ target: 2, start: [0.5, 3] });
  expect(gradientError(problem)).toBeLessThan(1e-8);
  expect(problem.loss(problem.initial(key()), undefined).item()).toBeCloseTo(0.125, 14);
  expect(problem.loss(np.array([4, 0.5], { dtype: np.float64 }), undefined).item()).toBe(0);
  expect(() => scalarStudent({ start: [1] as never })).toThrow(/start/);
});
