import { numpy as np } from "@jax-js/jax";
import { expect, test } from "vitest";
import { compile, valueAndGradient } from "./compile.ts";
import "./float64-functions.ts";
import { powerOf } from "./scalar-power.ts";

const at = async (s: number, q: number) => {
  const both = compile(valueAndGradient((x: np.Array) => powerOf(x, q)));
  const [value, slope] = both(np.array(s, { dtype: np.float64 }));
  const values = [(await value.data())[0]!, (await slope.data())[0]!];
  both.dispose();
  return values;
};

test.each([-1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3])("s^%d and its derivative, for s > 0", async (q) => {
  const [value, slope] = await at(1.7, q);
  expect(value! / 1.7 ** q).toBeCloseTo(1, 13);
  expect(slope).toBeCloseTo(q * 1.7 ** (q - 1), 12);
});

test.each([1.5, 2, 2.5])("0^%d is 0, and so is its derivative", async (q) => {
  expect(await at(0, q)).toEqual([0, 0]);
});

test("0⁰ is 1", async () => {
  expect(await at(0, 0)).toEqual([1, 0]);
});
