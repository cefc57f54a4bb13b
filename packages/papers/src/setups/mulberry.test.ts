import { expect, test } from "vitest";
import { mulberry } from "./mulberry.ts";

test("gives the listed numbers", () => {
  const { uniform } = mulberry(1);
  expect([uniform(), uniform(), uniform()]).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
});

test("seeds are unsigned 32-bit numbers", () => {
  expect(mulberry(2 ** 32 - 1).uniform()).toBe(mulberry(-1).uniform());
  expect(mulberry(2).uniform()).not.toBe(mulberry(1).uniform());
});

test("uniforms lie in their range, in the order in which they are drawn", () => {
  const { uniform } = mulberry(7);
  const drawn = mulberry(7).uniforms(100, -3, 5);
  expect([...drawn]).toEqual(Array.from(drawn, () => -3 + 8 * uniform()));
  expect(Math.min(...drawn)).toBeLessThan(-2);
  expect(Math.max(...drawn)).toBeGreaterThan(4);
});

test("normals come in pairs of two uniforms, and an odd one out is dropped", () => {
  const { uniform } = mulberry(3);
  const [u, v] = [uniform(), uniform()];
  const random = mulberry(3);
  const [first, second] = random.normals(2);
  expect(first! ** 2 + second! ** 2).toBeCloseTo(-2 * Math.log(1 - u), 12);
  expect(Math.atan2(second!, first!)).toBeCloseTo(Math.atan2(Math.sin(2 * Math.PI * v), Math.cos(2 * Math.PI * v)), 12);

  const odd = mulberry(3);
  expect(odd.normals(1)).toEqual(Float64Array.of(first!));
  expect(odd.uniform()).toBe(uniform());

  const many = mulberry(5).normals(20_000);
  const mean = many.reduce((sum, x) => sum + x, 0) / many.length;
  const square = many.reduce((sum, x) => sum + x * x, 0) / many.length;
  // Five standard deviations of either.
  expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(20_000));
  expect(Math.abs(square - 1)).toBeLessThan(5 * Math.sqrt(2 / 20_000));
});

test("a permutation holds every index once, and follows its uniforms from the last place down", () => {
  expect([...mulberry(9).permutation(50)].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  const { uniform } = mulberry(9);
  const order = [0, 1, 2, 3];
  for (const i of [3, 2, 1]) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  expect([...mulberry(9).permutation(4)]).toEqual(order);
});
