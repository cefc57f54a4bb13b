import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spreadOut } from "./chart.ts";

describe("labels at line ends", () => {
  const atEdge = (y: number) => ({ x: 100, y });

  it("do not overlap, keep their order, and stay where they are if there is room", () => {
    const height = 200;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: height }), { minLength: 1, maxLength: 8 }), (places) => {
        const moved = spreadOut(places.map(atEdge), height).toSorted((a, b) => a - b);
        for (const [i, place] of moved.entries()) {
          if (i > 0) expect(place - moved[i - 1]!).toBeGreaterThanOrEqual(14.999);
        }
        expect(moved.at(-1)).toBeLessThanOrEqual(height);
      }),
    );
    expect(spreadOut([20, 150].map(atEdge), height)).toEqual([20, 150]);
  });

  it("lead from the line that ends first to the lowest of several at one height", () => {
    const [early, late] = spreadOut(
      [
        { x: 40, y: 200 },
        { x: 90, y: 200 },
      ],
      200,
    );
    expect(early).toBeGreaterThan(late!);
  });
});
