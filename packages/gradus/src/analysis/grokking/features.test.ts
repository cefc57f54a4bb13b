import { describe, expect, test } from "vitest";
import {
  criticalTrainFraction,
  energyMaximum,
  expectedNodes,
  featurePower,
  featurePurity,
  generator,
  groupNamed,
  inverseElements,
  irreducibleParts,
  linearAlgebra,
  OptionError,
  simulateDiscovery,
} from "../../index.ts";

const { fromRows, multiply, transpose } = linearAlgebra;

/** Dimensions, a pair of conjugates marked. */
const kinds = (name: string) =>
  irreducibleParts(groupNamed(name)).map(({ dimension, isPair }) => `${dimension}${isPair ? "+" : ""}`);

describe("irreducible parts", () => {
  test.each([
    ["5", ["1", "1+", "1+"]],
    ["6", ["1", "1+", "1+", "1"]],
    ["2x3", ["1", "1", "1+", "1+"]],
    ["S3", ["1", "1", "2"]],
    ["D4", ["1", "1", "1", "1", "2"]],
    ["D5", ["1", "1", "2", "2"]],
    ["S4", ["1", "1", "2", "3", "3"]],
  ])("of %s have their dimensions", (name, expected) => {
    const actual = kinds(name);
    expect(actual[0]).toBe("1");
    expect(actual.toSorted()).toEqual(expected.toSorted());
  });

  test.each(["7", "10", "2x4", "S3", "S4", "D6"])("of %s are all functions, orthonormal", (name) => {
    const { order } = groupNamed(name);
    const parts = irreducibleParts(groupNamed(name));
    const all = fromRows(parts.flatMap(({ basis }) => linearAlgebra.toRows(transpose(basis))));
    expect(all.rows).toBe(order);
    const gram = multiply(all, transpose(all));
    for (const [i, x] of gram.data.entries()) expect(x).toBeCloseTo(Number(i % (order + 1) === 0), 8);
    expect(parts.filter(({ isTrivial }) => isTrivial)).toHaveLength(1);
    expect(new Set(parts.map(({ name }) => name)).size).toBe(parts.length);
  });

  test("stay within themselves when the group moves them", () => {
    const group = groupNamed("S4");
    const inverse = inverseElements(group);
    const moved = (f: Float64Array, z: number) => f.map((_, g) => f[group.table[inverse[z]! * group.order + g]!]!);
    const parts = irreducibleParts(group);
    const { basis } = parts.at(-1)!;
    const column = transpose(basis).data.slice(0, group.order);
    const both = [...moved(column, 7), ...moved(column, 7)].map((x) => [x]);
    const { purity, strongest } = featurePurity(featurePower(fromRows(both), parts), parts);
    expect(purity[0]).toBeCloseTo(1, 8);
    expect(strongest[0]).toBe(parts.length - 1);
  });
});

describe("purity", () => {
  const parts = irreducibleParts(groupNamed("9"));
  const wave = (k: number, phase: number) =>
    Array.from({ length: 9 }, (_, g) => Math.cos((2 * Math.PI * k * g) / 9 + phase));

  test("pools k with M − k, and both halves", () => {
    const W = transpose(
      fromRows([
        [...wave(2, 0.3), ...wave(7, 1)],
        [...wave(2, 0), ...wave(4, 0)],
        [...new Array(18).fill(1)],
        [...new Array(18).fill(0)],
      ]),
    );
    const { purity, strongest, distinct } = featurePurity(featurePower(W, parts), parts);
    expect(purity[0]).toBeCloseTo(1, 12);
    expect(parts[strongest[0]!]!.name).toBe("2");
    expect(purity[1]).toBeCloseTo(0.5, 12);
    expect(purity[2]).toBeCloseTo(1, 12);
    expect(purity[3]).toBe(0);
    // Constant weights are pure and no feature.
    expect(distinct).toBe(1);
    expect(() => featurePower(fromRows([[1]]), parts)).toThrow(/must have 18 rows/);
  });
});

test("maxima are M/4 and M/2 for sums, M/(2 d) for real parts", () => {
  const [, pair] = irreducibleParts(groupNamed("7"));
  expect(energyMaximum(pair!, 7)).toBe(7 / 4);
  expect(energyMaximum(irreducibleParts(groupNamed("6")).at(-1)!, 6)).toBe(3);
  expect(energyMaximum(irreducibleParts(groupNamed("S3")).at(-1)!, 6)).toBe(1.5);
});

test("the critical share falls as log(M)/M, and is a share", () => {
  expect(criticalTrainFraction(71)).toBeCloseTo((2.7482 * Math.log(71)) / 71, 12);
  expect(criticalTrainFraction(71, { delta: 1 })).toBeCloseTo((1.7482 * Math.log(71)) / 71, 12);
  expect(criticalTrainFraction(120, { largestDimension: 6 })).toBeCloseTo((3 * 2.7482 * Math.log(120)) / 120, 12);
  expect(criticalTrainFraction(2)).toBe((2.7482 * Math.log(2)) / 2);
  expect(criticalTrainFraction(3)).toBe(1);
  expect(() => criticalTrainFraction(1)).toThrow(RangeError);
});

describe("discovery", () => {
  test("of one feature takes one node; halving without pull changes nothing in the limit", () => {
    expect(expectedNodes({ maxima: 1, shape: 2, isHalved: true })).toBe(1);
    expect(expectedNodes({ maxima: 8, shape: 2 })).toBeCloseTo(21.742857, 5);
    expect(expectedNodes({ maxima: 8, shape: 60, isHalved: true })).toBeCloseTo(8, 10);
    expect(simulateDiscovery({ strengths: [1], shape: 1 })).toBe(1);
  });

  test("is proportional to strength to the power of the shape", () => {
    const random = generator(5);
    let first = 0;
    const runs = 3000;
    // Whoever is found last took longer: of two, the weak one is last with probability near 4/5 at a = 2.
    for (let i = 0; i < runs; i++) first += simulateDiscovery({ strengths: [2, 1], shape: 2 }, random);
    // E = 1 + 4/5 · 5 + 1/5 · 5/4.
    expect(first / runs).toBeCloseTo(5.25, 0);
  });

  test("names what is wrong", () => {
    expect(() => expectedNodes({ maxima: 0, shape: 1 })).toThrow(OptionError);
    expect(() => simulateDiscovery({ strengths: [], shape: 1 })).toThrow(/strengths must be positive numbers/);
    expect(() => simulateDiscovery({ strengths: [1], shape: 0 })).toThrow(/shape must be a positive number, got 0/);
  });
});
