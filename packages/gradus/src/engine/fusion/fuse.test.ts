import { grad, jit, numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import "../float64-functions.ts";
import { liveArrays } from "../live-arrays.ts";
import { fuseKernels } from "./fuse.ts";
import { findInternals } from "./internals.ts";

const { programs, backend, buffers } = findInternals()!;
const apart = programs.execute;
fuseKernels();
const fused = programs.execute;

type Results = np.Array[];
type Function = (...inputs: np.Array[]) => Results;

/** Runs compiled functions as the engine alone would. */
function unfused<T>(work: () => T): T {
  programs.execute = apart;
  try {
    return work();
  } finally {
    programs.execute = fused;
  }
}

/** The kernels that `work` runs, each as its number of results. */
function kernels(work: () => unknown): number[] {
  const dispatch = vi.spyOn(backend, "dispatch");
  work();
  const counts = dispatch.mock.calls.map(([, , outputs]) => outputs.length);
  dispatch.mockRestore();
  return counts;
}

const read = (results: Results) => results.map((result) => result.dataSync());
const wave = (size: number, phase = 0, dtype: np.DType = np.float32) => {
  const values = Float64Array.from({ length: size }, (_, i) => 3 * Math.sin(1.7 * i + phase));
  return np.array(dtype === np.float64 ? values : Float32Array.from(values), { dtype });
};
const scalar = (value: number, dtype: np.DType = np.float32) => np.array(value, { dtype });

/** Fused and not, the numbers are the same to the last bit, and so is the number of live arrays. */
async function expectSame(f: Function, inputs: () => np.Array[]): Promise<void> {
  const compiled = jit(f as never) as unknown as Function;
  const expected = unfused(() => read(compiled(...inputs())));
  const before = await liveArrays();
  expect(read(compiled(...inputs()))).toEqual(expected);
  expect(await liveArrays()).toBe(before);
}

const address = (x: np.Array) => buffers.get((x as unknown as { _realizeSource(): number })._realizeSource())!.ptr;

/** Adam-like: three results that share inputs and each other. */
const moments: Function = (p, g, m, v) => {
  const nextM = m!.mul(0.9).add(g!.ref.mul(0.1));
  const nextV = v!.mul(0.99).add(np.square(g!).mul(0.01));
  const step = nextM.ref.div(np.sqrt(nextV.ref).add(1e-8));
  return [p!.sub(step.mul(0.1)), nextM, nextV];
};
const four = (size: number) => [
  wave(size),
  wave(size, 1),
  wave(size, 2),
  np.array(wave(size, 3).dataSync().map(Math.abs)),
];

describe("the same numbers, bit for bit", () => {
  const operations: Record<string, (x: np.Array, y: np.Array, z: np.Array) => np.Array> = {
    add: (x, y) => x.ref.add(y.ref),
    subtract: (x, y) => x.ref.sub(y.ref),
    multiply: (x, y) => x.ref.mul(y.ref),
    divide: (x, y) => x.ref.div(y.ref),
    least: (x, y) => np.minimum(x.ref, y.ref),
    most: (x, y) => np.maximum(x.ref, y.ref),
    choose: (x, y, z) => np.where(x.ref.less(y.ref), z.ref, x.ref),
    chooseUnequal: (x, y, z) => np.where(x.ref.notEqual(y.ref), z.ref, y.ref),
    both: (x, y, z) => np.where(x.ref.less(y.ref).mul(y.ref.lessEqual(z.ref)), x.ref, z.ref),
    count: (x, y) => x.ref.greater(y.ref).astype(x.dtype).add(y.ref),
    root: (x) => np.sqrt(x.ref),
    exponential: (x) => np.exp(x.ref),
    negative: (x) => x.ref.neg(),
    reciprocal: (x) => np.reciprocal(x.ref),
    floor: (x) => np.floor(x.ref),
    ceiling: (x) => np.ceil(x.ref),
    size: (x) => np.absolute(x.ref),
    shift: (x) => x.ref.add(0.1).mul(-3),
    sum: (x, y) => x.ref.mul(y.ref.sum()),
    parity: (x) => x.ref.astype(np.int32).mod(2).astype(x.dtype),
  };
  type Instruction = { name: string; inputs: [number, number, number] };
  const instruction = fc.record({
    name: fc.constantFrom(...Object.keys(operations)),
    inputs: fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)),
  });

  /** Each instruction works on inputs and earlier values; the later values are the results. */
  const program =
    (instructions: Instruction[]): Function =>
    (...inputs) => {
      const values = [...inputs];
      for (const { name, inputs } of instructions) {
        const [x, y, z] = inputs.map((i) => values[i % values.length]!);
        values.push(operations[name]!(x!, y!, z!));
      }
      const start = inputs.length + Math.floor(instructions.length / 2);
      for (const value of values.slice(0, start)) value.dispose();
      return values.slice(start);
    };

  test.each([np.float32, np.float64])(
    "random programs of %s",
    async (dtype) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(instruction, { minLength: 2, maxLength: 12 }),
          fc.constantFrom(1, 2, 3, 4, 7, 33, 1000),
          async (instructions, size) => {
            const inputs = () => [wave(size, 0, dtype), wave(size, 1, dtype), scalar(0.7, dtype), scalar(-2, dtype)];
            await expectSame(program(instructions), inputs);
          },
        ),
        { numRuns: 60 },
      );
    },
    60_000,
  );

  test("exponentials over their whole range, and what is no number", () => {
    const { NEGATIVE_INFINITY, POSITIVE_INFINITY, NaN: nan } = Number;
    const x = [
      -1e9,
      -104,
      -87.4,
      -87.3,
      -1,
      -0,
      0,
      1e-30,
      1,
      88,
      88.7,
      88.8,
      1e9,
      NEGATIVE_INFINITY,
      POSITIVE_INFINITY,
      nan,
    ];
    const f: Function = (x) => [np.exp(x!.ref), np.exp(x!.ref.mul(0.5)), np.maximum(x!.ref, 0).div(x!)];
    return expectSame(f, () => [np.array(Float32Array.from(x))]);
  });

  test("constants that are not finite", () => {
    const { NEGATIVE_INFINITY, POSITIVE_INFINITY, NaN: nan } = Number;
    const f: Function = (x) => [
      ...[POSITIVE_INFINITY, NEGATIVE_INFINITY, nan].map((c) => np.where(x!.ref.less(0), c, x!.ref)),
      x!.mul(2),
    ];
    return expectSame(f, () => [wave(20)]);
  });

  test("more buffers than one kernel takes, more values than a byte counts", async () => {
    const f: Function = (first, ...rest) => {
      const sums = [first!];
      for (const [i, x] of rest.entries())
        sums.push(
          sums
            .at(-1)!
            .ref.mul(1 + i / 7)
            .add(x),
        );
      return sums.slice(1);
    };
    const inputs = () => Array.from({ length: 90 }, (_, i) => wave(50, i));
    await expectSame(f, inputs);
    const dispatch = vi.spyOn(backend, "dispatch");
    read((jit(f as never) as unknown as Function)(...inputs()));
    const sizes = dispatch.mock.calls.map(([, inputs, outputs]) => inputs.length + outputs.length);
    dispatch.mockRestore();
    expect(Math.max(...sizes)).toBeLessThanOrEqual(64);
    expect(sizes.length).toBeLessThan(10);
  });

  test("entries that others are measured by", async () => {
    const f: Function = (x, y) => {
      const product = x!.ref.mul(y!.ref);
      const scaled = product.ref.mul(product.ref.slice(3));
      return [x!.ref.sub(x!.slice(7)), y!.add(2), product, scaled];
    };
    await expectSame(f, () => [wave(100), wave(100, 1)]);
  });

  test("a derivative and an update in one program", async () => {
    const loss = (x: np.Array, a: np.Array) => np.square(np.dot(a, x).sub(1)).sum();
    const f: Function = (x, m, a) => {
      const g = grad(loss)(x!.ref, a!);
      const next = m!.mul(0.9).add(g);
      return [x!.sub(next.ref.mul(0.01)), next];
    };
    await expectSame(f, () => [wave(20), wave(20, 1), wave(400, 2).reshape([20, 20])]);
  });
});

describe("what runs as one kernel", () => {
  const compiled = jit(moments as never) as unknown as Function;

  test("results of one size that share inputs", () => {
    expect(kernels(() => read(unfused(() => compiled(...four(1000)))))).toEqual([1, 1, 1]);
    expect(kernels(() => read(compiled(...four(1000))))).toEqual([3]);
    expect(kernels(() => read(compiled(...four(1000).map((x) => x.reshape([10, 4, 25])))))).toEqual([3]);
  });

  test("not what has nothing in common, differs in size, or waits for a sum", () => {
    const separate = jit((x: np.Array, y: np.Array) => [x.mul(2), y.mul(3)]);
    expect(kernels(() => read(separate(wave(9), wave(9, 1))))).toEqual([1, 1]);
    expect(kernels(() => read(separate(wave(9), wave(8))))).toEqual([1, 1]);
    const normalised = jit((x: np.Array) => [x.ref.mul(2), x.ref.div(x.sum())]);
    expect(kernels(() => read(normalised(wave(9))))).toEqual([1, 1, 1]);
  });

  test("but what stands before a sum and what stands after it, each by itself", () => {
    const f = jit((x: np.Array, y: np.Array) => {
      const [a, b] = [x.ref.mul(y.ref), x.sub(y)];
      const sum = a.ref.sum();
      return [a.ref.mul(sum.ref), b.ref.sub(a.ref.mul(sum)), a, b];
    });
    expect(kernels(() => read(f(wave(9), wave(9, 1))))).toEqual([2, 1, 2]);
  });

  test("not what reads a single entry of what another makes", () => {
    const f = jit((x: np.Array, y: np.Array) => {
      const product = x.mul(y);
      return [product.ref.sub(product.ref.slice(3)), product];
    });
    expect(kernels(() => read(f(wave(9), wave(9, 1))))).toEqual([1, 1]);
  });

  test("not whole numbers, nor entries read in another order", async () => {
    const whole = jit((x: np.Array) => [x.ref.mul(2), x.add(1)]);
    expect(kernels(() => read(whole(np.array([1, 2, 3], { dtype: np.int32 }))))).toEqual([1, 1]);
    const turned: Function = (x, y) => {
      const sum = x!.ref.add(y!.ref);
      return [sum.ref, sum.transpose().mul(y!), x!.transpose().add(1)];
    };
    await expectSame(turned, () => [wave(9).reshape([3, 3]), wave(9, 1).reshape([3, 3])]);
  });
});

describe("memory", () => {
  const compiled = jit(moments as never) as unknown as Function;

  test("results take that of inputs that nobody holds any more", () => {
    const inputs = four(1000);
    const own = inputs.map(address);
    const results = compiled(...inputs);
    read(results.map((x) => x.ref));
    for (const result of results) expect(own).toContain(address(result));
    expect(new Set(results.map(address)).size).toBe(3);
    for (const result of results) result.dispose();
  });

  test("not that of inputs that are held, as themselves, as a view, or as an input twice", () => {
    const expected = unfused(() => read(compiled(...four(1000))));
    const values = read(four(1000));

    const held = four(1000);
    expect(read(compiled(...held.map((x) => x.ref)))).toEqual(expected);
    expect(read(held)).toEqual(values);

    const viewed = four(1000);
    const views = viewed.map((x) => x.ref.reshape([10, 100]));
    expect(read(compiled(...viewed))).toEqual(expected);
    expect(read(views)).toEqual(values);

    const [x, y] = [wave(1000), wave(1000, 1)];
    const twice = () => [x.ref, y.ref, x.ref, np.square(y.ref)];
    expect(read(compiled(...twice()))).toEqual(unfused(() => read(compiled(...twice()))));
    expect(read([x, y])).toEqual(values.slice(0, 2));
  });

  test("not that of an input of which all need a single entry", () => {
    const f = jit((x: np.Array, y: np.Array) => [x.ref.slice(3).mul(y.ref), x.mul(y)]);
    const inputs = [wave(1000), wave(1000, 1)] as const;
    const own = inputs.map(address);
    const results = f(...inputs);
    read(results.map((x) => x.ref));
    const given = results.map(address);
    expect(given).not.toContain(own[0]);
    expect(given).toContain(own[1]);
    for (const result of results) result.dispose();
  });

  test("not that of an input that a program started before has yet to read", () => {
    const later = jit((x: np.Array) => x.mul(2));
    const [p, ...rest] = four(1000);
    const doubled = later(p!.ref);
    const expected = unfused(() => read(compiled(...four(1000))));
    expect(read(compiled(p!, ...rest))).toEqual(expected);
    expect(doubled.dataSync()).toEqual(wave(1000).mul(2).dataSync());
  });

  test("a chain of steps, none of which is read before the last", () => {
    const chain = () => {
      let [p, m, v] = [wave(1000), wave(1000, 2), np.square(wave(1000, 3))];
      for (let i = 0; i < 20; i++) [p, m, v] = compiled(p, wave(1000, i), m, v) as [np.Array, np.Array, np.Array];
      return read([p, m, v]);
    };
    expect(chain()).toEqual(unfused(chain));
  });

  test("read asynchronously", async () => {
    const expected = unfused(() => read(compiled(...four(1000))));
    const results = compiled(...four(1000));
    expect(await Promise.all(results.map((result) => result.data()))).toEqual(expected);
  });

  test("constants of a program stay as they are", () => {
    const constant = wave(200, 5);
    const f = jit((x: np.Array) => x.mul(2).add(constant.ref)) as unknown as (x: np.Array) => np.Array;
    const first = f(wave(200)).dataSync();
    expect(f(wave(200)).dataSync()).toEqual(first);
    constant.dispose();
  });
});
