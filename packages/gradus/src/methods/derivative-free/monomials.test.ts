import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allMonomials, drawMonomials, monomialCount, regressors, retainMonomials, sideBySide } from "./monomials.ts";

describe("all monomials", () => {
  test("of two coordinates to order 3 are the complete cubic", () => {
    expect(allMonomials(2, 3).map((m) => m.map((f) => "xy"[f]).join(""))).toEqual(
      "x y xx xy yy xxx xxy xyy yyy".split(" "),
    );
  });

  test("are ascending, distinct, and as many as there are combinations with repetition", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }), (d, order) => {
        const all = allMonomials(d, order);
        expect(new Set(all.map(String)).size).toBe(all.length);
        for (const m of all) expect(m).toEqual(m.toSorted((a, b) => a - b));
        for (let o = 1; o <= order; o++) {
          expect(all.filter(({ length }) => length === o).length).toBe(monomialCount(d, o));
        }
      }),
    );
  });

  test("side by side never mix two blocks", () => {
    expect(sideBySide([[0], [0, 1]], 2, 2)).toEqual([[0], [0, 1], [2], [2, 3]]);
  });
});

test("regressors are products of coordinates, and 1 at the end", () => {
  expect(regressors([2, 3], [[0], [1], [0, 1, 1]])).toEqual(Float64Array.of(2, 3, 18, 1));
});

describe("a redraw", () => {
  const byOrder = [
    [[0], [1], [2]],
    [
      [0, 0],
      [0, 1],
      [2, 2],
    ],
  ];
  const plans = [
    { total: 3, keep: 1 },
    { total: 3, keep: 2 },
  ];

  test("keeps the largest coefficients, of equals the first, and draws what is not there yet", () => {
    const draws = [
      [[2], [1], [0]],
      [
        [1, 0],
        [2, 1],
      ],
    ];
    const draw = (order: number) => draws[order - 1]!.shift()!;
    expect(retainMonomials(byOrder, [0.5, -0.5, 0.1, 1, -3, 2, 99], plans, draw)).toEqual([
      [[0], [2], [1]],
      [
        [0, 1],
        [2, 2],
        [1, 2],
      ],
    ]);
  });

  test("that keeps all changes the order of monomials alone, and draws nothing", () => {
    const all = plans.map(({ total }) => ({ total, keep: total }));
    const never = () => expect.fail("nothing is to be drawn");
    const kept = retainMonomials(byOrder, [1, 2, 3, 4, 5, 6, 7], all, never);
    expect(kept.map((some) => some.map(String).toSorted())).toEqual(byOrder.map((some) => some.map(String).toSorted()));
  });
});

test("monomials are drawn without repetition", () => {
  const draws = [[1], [1], [0]];
  expect(drawMonomials([{ total: 2, keep: 0 }], () => draws.shift()!)).toEqual([[[1], [0]]]);
});
