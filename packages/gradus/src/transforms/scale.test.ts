import { expect, test } from "vitest";
import { centralizeGradient, scale, setToZero } from "../index.ts";
import { feed } from "./feed.ts";

test("a scale may follow a schedule, from step 0", () => {
  const rows = feed(
    scale((step) => step + 1),
    { w: [0, 0] },
    Array(3).fill({ w: [1, -2] }),
  );
  expect(rows.map(({ updates }) => updates)).toEqual([
    [1, -2],
    [2, -4],
    [3, -6],
  ]);
});

test("setting to zero hides even what is not finite", () => {
  expect(feed(setToZero(), { w: [1, 2] }, [{ w: [Number.NaN, Number.POSITIVE_INFINITY] }])[0]!.params).toEqual([1, 2]);
});

test("a centralised gradient has no mean over the inputs of any unit; vectors are left alone", () => {
  const weight = [
    [1, 2, 6],
    [-1, 0, 4],
  ];
  const gradient = { weight, bias: [1, 2] };
  const byRow = feed(centralizeGradient(), gradient, [gradient])[0]!.updates;
  expect(byRow).toEqual([-2, -1, 3, -2, -1, 3, 1, 2].map((value) => expect.closeTo(value, 13)));
  const byColumn = feed(centralizeGradient({ outputAxis: -1 }), gradient, [gradient])[0]!.updates;
  expect(byColumn).toEqual([1, 1, 1, -1, -1, -1, 1, 2].map((value) => expect.closeTo(value, 13)));
  expect(() => centralizeGradient({ outputAxis: 2 as never })).toThrow("outputAxis must be 0 or -1, got 2");
});
