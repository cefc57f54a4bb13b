import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { generator, newtonSchulz, OptionError, orthogonalize, standalone } from "../index.ts";

function apply(values: np.Array, options = {}): np.Array {
  const optimizer = standalone(orthogonalize(options));
  const params = np.zeros(values.shape, { dtype: values.dtype });
  const [updates] = optimizer.update(values, optimizer.init(params), params);
  params.dispose();
  return updates as np.Array;
}

const random = (rows: number, columns: number, dtype: np.DType = np.float64) =>
  np
    .array(Float64Array.from(generator(rows + 31 * columns).normals(rows * columns)), {
      shape: [rows, columns],
      dtype: np.float64,
    })
    .astype(dtype);

describe.each([
  [4, 4],
  [3, 7],
  [7, 3],
  [1, 5],
])("a %i × %i matrix", (rows, columns) => {
  const scale = Math.sqrt(Math.max(1, rows / columns));

  test("gets singular values near 1, times √max(1, rows/columns)", () => {
    const values = np.linalg.svdvals(apply(random(rows, columns))).dataSync();
    for (const value of values) {
      expect(value / scale).toBeGreaterThan(0.6);
      expect(value / scale).toBeLessThan(1.25);
    }
  });

  test("keeps its singular vectors: U Xᵀ is symmetric and positive", () => {
    const x = random(rows, columns);
    const product = np.matmul(apply(x.ref), x.transpose());
    const asymmetry = np.absolute(product.ref.sub(product.ref.transpose())).max().item();
    expect(asymmetry).toBeLessThan(1e-10);
    const eigenvalues = np.linalg.eigvalsh(product).dataSync();
    expect(Math.min(...eigenvalues)).toBeGreaterThan(-1e-10);
  });

  test("is the same at any scale", () => {
    const small = apply(random(rows, columns).mul(1e3));
    const large = apply(random(rows, columns).mul(1e6));
    expect(np.absolute(small.sub(large)).max().item()).toBeLessThan(1e-8);
  });
});

test("the polynomial is the one of the official code: diagonal matrices give it back", () => {
  const polynomial = (x: number) => 3.4445 * x - 4.775 * x ** 3 + 2.0315 * x ** 5;
  const x = [3, 4, 12]; // norm 13
  const actual = apply(np.diag(np.array(x, { dtype: np.float64 })), { iterations: 2, epsilon: 1e-20 }).js();
  for (const [i, value] of x.entries()) {
    expect(actual[i][i]).toBeCloseTo(polynomial(polynomial(value / 13)), 12);
  }
});

test("vectors and scalars pass unchanged, and axes beyond the second count as columns", () => {
  expect(apply(np.array([3, 4])).js()).toEqual([3, 4]);
  const stack = apply(random(2, 12).reshape([2, 3, 4]));
  const flat = apply(random(2, 12));
  expect(stack.shape).toEqual([2, 3, 4]);
  expect(Array.from(stack.dataSync())).toEqual(Array.from(flat.dataSync()));
});

test("a matrix of zeros stays zero", () => {
  expect(apply(np.zeros([2, 2])).js()).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

test("float32 agrees with float64", () => {
  const difference = apply(random(5, 4, np.float32))
    .astype(np.float64)
    .sub(apply(random(5, 4)));
  expect(np.absolute(difference).max().item()).toBeLessThan(1e-4);
});

test("names what is wrong", () => {
  expect(() => orthogonalize({ iterations: 0 })).toThrow(OptionError);
});

test("reference coefficients bring singular values to about [0.9, 1.16], and the last ones go on", () => {
  for (const [rows, columns] of [
    [5, 5],
    [6, 3],
  ] as const) {
    const values = np.linalg.svdvals(newtonSchulz(random(rows, columns), { coefficients: "reference" })).dataSync();
    for (const value of values) {
      expect(value).toBeGreaterThan(0.85);
      expect(value).toBeLessThan(1.2);
    }
  }
  const once = newtonSchulz(random(3, 3), { coefficients: [[1.5, -0.5, 0]], iterations: 30 });
  const gram = np.matmul(once.ref, once.transpose()).js() as number[][];
  for (const [i, row] of gram.entries()) for (const [j, x] of row.entries()) expect(x).toBeCloseTo(Number(i === j), 8);
});
