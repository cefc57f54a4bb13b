import { grad, jit, makeJaxpr, numpy as np, vmap } from "@jax-js/jax";
import { expect, test } from "vitest";
import { divide } from "./divide.ts";

const wave = (shape: number[], dtype: np.DType = np.float32) => {
  const size = shape.reduce((product, n) => product * n, 1);
  const values = Float64Array.from({ length: size }, (_, i) => 1.5 + Math.sin(i * i));
  return np.array(dtype === np.float64 ? values : Float32Array.from(values), { shape, dtype });
};
const overRoot = (a: np.Array, b: np.Array) => divide(a, np.sqrt(b).add(1e-3));
const plain = (a: np.Array, b: np.Array) => a.div(np.sqrt(b).add(1e-3));

test.each([
  ["few entries", [7], np.float32],
  ["many entries", [40_001], np.float32],
  ["a matrix", [201, 203], np.float32],
  ["many entries in float64", [40_001], np.float64],
])("is the plain quotient bit for bit: %s", async (_, shape, dtype) => {
  const ours = await jit(overRoot)(wave(shape, dtype), wave(shape, dtype)).data();
  const theirs = await jit(plain)(wave(shape, dtype), wave(shape, dtype)).data();
  expect(ours).toEqual(theirs);
});

test("derivatives go through a denominator that is stored", async () => {
  const derivative = (f: typeof plain) => grad((b: np.Array) => f(wave([40_001]), b).sum())(wave([40_001]));
  expect(await derivative(overRoot).data()).toEqual(await derivative(plain).data());
});

test("vmap goes through it", async () => {
  const batched = vmap(overRoot)(wave([2, 40_001]), wave([2, 40_001]));
  expect(await batched.data()).toEqual(await plain(wave([2, 40_001]), wave([2, 40_001])).data());
});

test("the denominator is stored only where that pays", () => {
  const stores = (shape: number[], dtype: np.DType) =>
    makeJaxpr(overRoot)(wave(shape, dtype), wave(shape, dtype)).jaxpr.toString().includes("pad");
  expect(stores([40_001], np.float32)).toBe(true);
  expect(stores([100], np.float32)).toBe(false);
  expect(stores([40_001], np.float64)).toBe(false);
});
