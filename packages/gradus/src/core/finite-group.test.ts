import { describe, expect, test } from "vitest";
import {
  cyclicGroup,
  dihedralGroup,
  groupFromTable,
  groupNamed,
  identityElement,
  inverseElements,
  OptionError,
  symmetricGroup,
} from "../index.ts";

const rowsOf = ({ order, table }: { order: number; table: Int32Array }) =>
  Array.from({ length: order }, (_, i) => [...table.subarray(i * order, (i + 1) * order)]);
const isCommutative = ({ order, table }: { order: number; table: Int32Array }) =>
  table.every((x, p) => x === table[(p % order) * order + Math.floor(p / order)]);

describe.each(["2", "7", "10", "2x3", "3x3", "2x3x2", "S2", "S3", "S4", "D2", "D3", "D5", "D8"])("%s", (name) => {
  const group = groupNamed(name);

  test("is a group, with its name", () => {
    expect(groupFromTable(rowsOf(group), name)).toEqual({ name, order: group.order, table: group.table });
    expect(group.name).toBe(name);
  });

  test("has inverses", () => {
    const e = identityElement(group);
    for (const [i, j] of inverseElements(group).entries()) expect(group.table[i * group.order + j]).toBe(e);
  });
});

test("sums, products and orders are what they should be", () => {
  const { table } = cyclicGroup(5);
  expect(table[3 * 5 + 4]).toBe(2);
  // (1, 2) + (1, 2) = (0, 1) in Z2 × Z3: 1 + 2·2 = 5, 0 + 2·1 = 2.
  expect(groupNamed("2x3").table[5 * 6 + 5]).toBe(2);
  expect(symmetricGroup(4).order).toBe(24);
  expect(isCommutative(dihedralGroup(2))).toBe(true);
  expect(isCommutative(dihedralGroup(3))).toBe(false);
  expect(isCommutative(symmetricGroup(3))).toBe(false);
});

test("what is no group is refused", () => {
  const latin = [
    [0, 1, 2],
    [2, 0, 1],
    [1, 2, 0],
  ];
  expect(() => groupFromTable(latin)).toThrow(/is not that of a group/);
  expect(() =>
    groupFromTable([
      [0, 0],
      [0, 0],
    ]),
  ).toThrow(/has an element twice/);
  expect(() => groupFromTable([[0, 1], [1]])).toThrow(OptionError);
  expect(() => groupNamed("C5")).toThrow(/unknown group 'C5'/);
  expect(() => groupNamed("1")).toThrow(/whole numbers ≥ 2/);
  expect(() => groupNamed("S9")).toThrow(/\[2, 6\]/);
});
