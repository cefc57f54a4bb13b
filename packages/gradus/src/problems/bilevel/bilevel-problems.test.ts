import { numpy as np, random } from "@jax-js/jax";
import { afterAll, describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  type Bilevel,
  type BilevelProblem,
  DataError,
  federatedImbalance,
  generator,
  hyperCleaning,
  type LevelFunction,
  linearAlgebra,
  llc,
  llsc,
  lvHba,
  minimize,
  OptionError,
  quadraticBilevel,
  type Samples,
  splitMachine,
  tracedBilevel,
  trees,
  weightedSvm,
} from "../../index.ts";

const form = (seed: number, size: number) => {
  const draw = generator(seed);
  return { H: { rows: size, columns: size, data: draw.normals(size * size) }, q: draw.normals(size) };
};
const quadratic = quadraticBilevel({
  sizes: { x: 2, y: 3 },
  F: form(1, 5),
  f: form(2, 5),
  g: { A: { rows: 2, columns: 5, data: generator(3).normals(10) }, b: Float64Array.of(1, 2), kind: "inequality" },
  lowerBox: { lower: -1, upper: 1 },
});
const traced = tracedBilevel({
  sizes: { x: 2, y: 2 },
  upper: (x, y) =>
    np
      .sin(x.ref)
      .mul(y.ref)
      .sum()
      .add(np.square(x.sub(y)).sum()),
  lower: (x, y) => np.exp(y.ref.mul(0.3)).sum().add(x.mul(y).sum()),
  constraints: { count: 1, kind: "inequality", values: (x, y) => np.square(y).sum().sub(x.sum()).reshape([1]) },
});
afterAll(() => traced.dispose());

const problems: [string, Bilevel][] = [
  ["quadratic", quadratic.bilevel],
  ["LLC", llc({ dimension: 3 }).bilevel],
  ["LLSC", llsc({ dimension: 20 }).bilevel],
  ["hyper-cleaning", hyperCleaning({ samples: 6, dimension: 2 }).bilevel],
  ["federated", federatedImbalance({ classes: 3, features: 2, largest: 12, imbalance: 4, clients: 2 }).bilevel],
  ["traced", traced],
];

const h = 1e-5;

async function expectGradient(
  f: Pick<LevelFunction, "value">,
  gradient: { x: Float64Array; y: Float64Array },
  at: { x: Float64Array; y: Float64Array },
) {
  for (const part of ["x", "y"] as const) {
    for (const [i, value] of at[part].entries()) {
      const moved = (by: number) => ({ ...at, [part]: at[part].with(i, value + by) });
      const [up, down] = [moved(h), moved(-h)];
      const difference = ((await f.value(up.x, up.y)) - (await f.value(down.x, down.y))) / (2 * h);
      expect(gradient[part][i]).toBeCloseTo(difference, 4);
    }
  }
}

describe.each(problems)("%s", (_, bilevel) => {
  const draw = generator(7);
  const at = { x: draw.normals(bilevel.sizes.x), y: draw.normals(bilevel.sizes.y) };

  test("both levels have the gradients that finite differences show", async () => {
    for (const level of [bilevel.upper, bilevel.lower])
      await expectGradient(level, await level.gradient(at.x, at.y), at);
  });

  test("so have the constraints, and they are affine where they say so", async () => {
    const { constraints } = bilevel;
    if (!constraints) return;
    const lambda = draw.normals(constraints.count);
    const value = async (x: Float64Array, y: Float64Array) => linearAlgebra.dot(lambda, await constraints.values(x, y));
    await expectGradient({ value }, await constraints.pullBack(at.x, at.y, lambda), at);
    if (!constraints.affine) return;
    const { x: B, y: A, offset } = constraints.affine;
    const values = linearAlgebra.apply(A, at.y).map((v, i) => v + linearAlgebra.apply(B, at.x)[i]! + offset[i]!);
    for (const [i, v] of (await constraints.values(at.x, at.y)).entries()) expect(values[i]).toBeCloseTo(v, 10);
  });

  test("second derivatives of the lower level are differences of its gradient", async () => {
    const second = await bilevel.lower.hessians?.(at.x, at.y);
    if (!second) return;
    const m = bilevel.sizes.y;
    for (let j = 0; j < m; j++) {
      const moved = async (by: number) => bilevel.lower.gradient(at.x, at.y.with(j, at.y[j]! + by));
      const [up, down] = [await moved(h), await moved(-h)];
      for (let i = 0; i < m; i++) expect(second.yy.data[i * m + j]).toBeCloseTo((up.y[i]! - down.y[i]!) / (2 * h), 4);
      for (const i of at.x.keys()) expect(second.xy.data[i * m + j]).toBeCloseTo((up.x[i]! - down.x[i]!) / (2 * h), 4);
    }
  });

  test("a solution of the lower level satisfies its KKT conditions", async () => {
    const { constraints } = bilevel;
    const solution = await bilevel.solveLower?.(at.x);
    if (!solution || !constraints) return;
    const { y, multipliers, status } = solution;
    expect(status).toBe("solved");
    const [f, g] = [await bilevel.lower.gradient(at.x, y), await constraints.pullBack(at.x, y, multipliers)];
    for (const [k, value] of f.y.entries()) expect(value + g.y[k]!).toBeCloseTo(0, 7);
    for (const [i, value] of (await constraints.values(at.x, y)).entries()) {
      if (constraints.kind === "equality") expect(value).toBeCloseTo(0, 8);
      else {
        expect(value).toBeLessThan(1e-9);
        expect(multipliers[i]! * value).toBeCloseTo(0, 8);
        expect(multipliers[i]).toBeGreaterThanOrEqual(0);
      }
    }
  });
});

test("LLC: its known solution is feasible, solves the lower level with multiplier −1/s, and has the known value", async () => {
  const { bilevel, minimum } = llc({ dimension: 4, scale: 0.5 });
  const at = Float64Array.from(minimum.at![0]!);
  const [x, y] = [at.slice(0, 4), at.slice(4)];
  expect(await bilevel.upper.value(x, y)).toBeCloseTo(0.2, 12);
  expect((await bilevel.constraints!.values(x, y))[0]).toBeCloseTo(0, 12);
  const [f, g] = [await bilevel.lower.gradient(x, y), await bilevel.constraints!.pullBack(x, y, Float64Array.of(-2))];
  for (const [k, value] of f.y.entries()) expect(value + g.y[k]!).toBeCloseTo(0, 12);
});

test("equal seeds give equal problems, other seeds others", async () => {
  const make = [llc, llsc, hyperCleaning, federatedImbalance] as ((options: { instance: number }) => BilevelProblem)[];
  for (const problem of make) {
    const at = async (instance: number) => {
      const { bilevel, initial } = problem({ instance });
      const start = initial(random.key(0));
      const read = async (array: np.Array) => Float64Array.from((await array.ref.data()) as Float64Array);
      const [x, y] = [await read(start.x), await read(start.y)];
      trees.dispose(start as never);
      const moved = y.map((value, i) => value + Math.sin(i));
      return [await bilevel.upper.value(x, moved), await bilevel.lower.value(x, moved)];
    };
    expect(await at(1)).toEqual(await at(1));
    expect(await at(1)).not.toEqual(await at(2));
  }
});

describe("weighted machines", () => {
  const part = (targets: number[], inputs = targets): Samples => ({
    inputs: Float64Array.from(inputs),
    targets: Float64Array.from(targets),
    shape: [1],
  });
  const machine = (train: Samples) =>
    weightedSvm({ name: "a machine", train, validation: part([1, -1]), test: part([1, -1]) });

  test("separable samples have a finite solution: two at ±1 with weight 1, w = 2/3", async () => {
    const { y, status } = await machine(part([1, -1])).bilevel.solveLower!(new Float64Array(2));
    expect(status).toBe("solved");
    expect(y[0]).toBeCloseTo(2 / 3, 10);
    expect(y[1]).toBeCloseTo(0, 10);
  });

  test("samples of one class leave b undetermined, and are solved without loss", async () => {
    const { y, multipliers, status } = await machine(part([1, 1], [0.3, -0.7])).bilevel.solveLower!(
      new Float64Array(2),
    );
    expect(status).toBe("solved");
    expect(y.every(Number.isFinite)).toBe(true);
    expect(y[0]).toBeCloseTo(0, 6);
    for (const lambda of multipliers) expect(lambda).toBeCloseTo(0, 6);
  });

  test("a machine without weights has a finite validation loss", async () => {
    const { upper } = machine(part([1, -1])).bilevel;
    expect(await upper.value(new Float64Array(2), new Float64Array(4))).toBe(0);
    const { y } = await upper.gradient(new Float64Array(2), new Float64Array(4));
    expect(y.every(Number.isFinite)).toBe(true);
  });

  test("wrong data and options are told in a line", () => {
    expect(() => machine(part([1, 2]))).toThrow(
      new DataError("a machine: a label must be 0 or 1, or −1 or 1, got 2 (sample 1)"),
    );
    expect(() => machine(part([1, -1], [Number.NaN, 0]))).toThrow("features must be finite");
    expect(() => machine(part([]))).toThrow("a part has no samples");
    expect(() => hyperCleaning({ lower: 1, upper: 0 })).toThrow(OptionError);
    expect(() => hyperCleaning({ corruption: 2 })).toThrow("corruption must be in [0, 1], got 2");
    expect(() => llsc({ dimension: 30 })).toThrow("dimension must be a multiple of 20, got 30");
  });

  test("a split takes three parts, flips the share of labels, and refuses too few samples", () => {
    const draw = generator(5);
    const data = { name: "all", ...part(Array.from({ length: 300 }, () => draw.integer(2))) };
    const { data: parts } = splitMachine(data, { train: 200, validation: 60, corruption: 0.4 });
    expect([parts.train, parts.validation, parts.test].map(({ targets }) => targets.length)).toEqual([200, 60, 40]);
    expect(parts.flipped!.reduce((sum, is) => sum + is, 0) / 200).toBeCloseTo(0.4, 0);
    expect(() => splitMachine(data, { train: 200, validation: 100 })).toThrow(
      "200 + 100 of 300 samples leave none to test on",
    );
  });
});

test("traced levels run, and free what was compiled", () =>
  expectNoLeak(async () => {
    const bilevel = tracedBilevel({
      sizes: { x: 1, y: 1 },
      upper: (x, y) =>
        np
          .square(x.sub(1))
          .sum()
          .add(np.square(y.sub(1)).sum()),
      lower: (x, y) => np.square(y.sub(x)).sum(),
    });
    const initial = (key: np.Array) => {
      key.dispose();
      return { x: np.zeros([1], { dtype: np.float64 }), y: np.zeros([1], { dtype: np.float64 }) };
    };
    const { answer } = await minimize({ initial, bilevel }, lvHba(), { steps: 400, every: 400 });
    expect((await answer.x.ref.data())[0]).toBeCloseTo(1, 1);
    trees.dispose(answer as never);
    bilevel.dispose();
  }));
