import { numpy as np, random } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../engine/live-arrays.ts";
import {
  gradientRegularizedNewton,
  type HasBatches,
  type HasInitial,
  type HasLoss,
  lastRow,
  methodCatalogue,
  minimize,
  OptionError,
  trees,
} from "../index.ts";

type Parameters = { w: np.Array; b: np.Array };
type Samples = { inputs: np.Array; targets: np.Array };
type Problem = HasInitial<Parameters> & HasLoss<Parameters, Samples | undefined> & Partial<HasBatches<Samples>>;

const samples = (offset: number): Samples => ({
  inputs: np.array(
    Float64Array.from({ length: 18 }, (_, i) => Math.sin(1.7 * i + offset)),
    { shape: [6, 3], dtype: np.float64 },
  ),
  targets: np.array(
    Float64Array.from({ length: 6 }, (_, i) => (Math.cos(i + offset) > 0 ? 1 : -1)),
    { dtype: np.float64 },
  ),
});

/** A ridged logistic loss, on all samples or on batches. */
const problem = ({ isBatched = false } = {}): Problem => ({
  initial(key) {
    const [k1, k2] = [...random.split(key, 2)];
    const normal = (key: np.Array, shape: number[]) => random.normal(key, shape).astype(np.float64);
    return { w: normal(k1!, [3]), b: normal(k2!, [1]) };
  },
  loss({ w, b }, batch) {
    const { inputs, targets } = batch ?? samples(0);
    const ridge = np.square(w.ref).sum().mul(0.05);
    return np.logaddexp(np.dot(inputs, w).add(b).mul(targets).neg(), 0).mean().add(ridge);
  },
  ...(isBatched && { batches: () => (index: number) => samples(index % 3) }),
});

type Make = (options?: object) => ReturnType<typeof gradientRegularizedNewton>;
const names = [
  "gd",
  "fast-gradient",
  "gradient-regularized-newton",
  "newton",
  "cubic-newton",
  "super-universal-newton",
];
const ofCatalogue = names.map((name): [string, Make] => [name, methodCatalogue[name]!.create as Make]);
const variants: [string, Make][] = [
  ...ofCatalogue,
  ["gradient-regularized-newton, matrix-free", () => gradientRegularizedNewton({ matrixFree: true })],
  ["gradient-regularized-newton without a Hessian", () => gradientRegularizedNewton({ hessian: "none" })],
];

describe.each(ofCatalogue)("%s", (name, create) => {
  test("is in the catalogue by its own name, with a default for every option", () => {
    const { options, summary, source, needs } = methodCatalogue[name]!;
    expect(create().name).toBe(name);
    expect(summary).toMatch(/^[^\n]{10,100}$/);
    expect(source).toMatch(/(19|20)\d\d/);
    expect(needs).toEqual(["initial", "loss"]);
    expect(options.safeParse({}).success).toBe(true);
    expect(() => create({ gradientTolerance: -1 })).toThrow(/gradientTolerance must be a number ≥ 0, got -1/);
    expect(() => create({ nonsense: 1 })).toThrow(OptionError);
  });
});

describe.each(variants)("%s", (_, create) => {
  const method = create();
  const runOf = async (isBatched: boolean, run: { steps: number; seed?: number; resume?: Uint8Array<ArrayBuffer> }) => {
    const { answer, checkpoint, trace } = await minimize(problem({ isBatched }), method, { ...run, checkpoint: true });
    const numbers = [...(await trees.toVector(answer).data())];
    return { numbers, checkpoint: checkpoint!, trace, objectives: trace.rows.map(({ objective }) => objective) };
  };

  test.each([false, true])("same seed, same numbers, stopped and resumed or not; on batches: %s", async (isBatched) => {
    const whole = await runOf(isBatched, { steps: 6, seed: 3 });
    const half = await runOf(isBatched, { steps: 3, seed: 3 });
    const rest = await runOf(isBatched, { steps: 6, resume: half.checkpoint });
    expect(rest.objectives).toEqual(whole.objectives);
    expect(rest.numbers).toEqual(whole.numbers);
    expect((await runOf(isBatched, { steps: 1, seed: 4 })).objectives[0]).not.toBe(whole.objectives[0]);
    for (const { extra } of whole.trace.rows) for (const value of Object.values(extra)) expect(value).not.toBeNaN();
  });

  test("reaches the minimum, and stops there", async () => {
    const { trace } = await runOf(false, { steps: 2000 });
    expect(trace.status).toBe("finished");
    expect(trace.reason).toMatch(/norm of the gradient/);
    const best = await minimize(problem(), gradientRegularizedNewton({ gradientTolerance: 1e-11 }), { steps: 60 });
    expect(lastRow(trace).objective).toBeCloseTo(lastRow(best.trace).objective, 12);
    trees.dispose(best.answer);
  });

  test("on batches it goes on", async () => {
    const { trace, numbers } = await runOf(true, { steps: 12 });
    expect(trace.status).toBe("budget");
    expect(numbers.every(Number.isFinite)).toBe(true);
  });

  test.each([false, true])("leaves no arrays behind; on batches: %s", async (isBatched) => {
    await expectNoLeak(async () => {
      const { answer } = await minimize(problem({ isBatched }), method, { steps: 4 });
      trees.dispose(answer);
    });
  });
});

test("an error inside a step frees what the step held", async () => {
  const matrix = ({ w, b }: Parameters) => {
    b.dispose();
    return w;
  };
  const broken = () => gradientRegularizedNewton({ hessian: { name: "mine", matrix } });
  await expectNoLeak(async () => {
    await expect(minimize(problem(), broken(), { steps: 2 })).rejects.toThrow(/must be 4 × 4/);
  });
});

test("a linear loss, whose gradient is a constant, has the value that it has", async () => {
  const linear = {
    initial: (key: np.Array) => {
      key.dispose();
      return np.array([1.5, 2], { dtype: np.float64 });
    },
    loss: (x: np.Array) => x.sum(),
  };
  const { trace, answer } = await minimize(linear, methodCatalogue["gd"]!.create() as never, { steps: 1 });
  trees.dispose(answer as np.Array);
  expect(trace.rows.map(({ objective }) => objective)).toEqual([3.5, 1.5]);
});
