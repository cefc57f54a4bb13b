import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineHeight, type NamedLine, type Place, placeLabels, spreadOut, textWidth } from "./labels.ts";

const [width, height] = [260, 190];

const line = (text: string, ...places: [number, number][]): NamedLine => ({
  text,
  points: places.map(([x, y]) => ({ x, y })),
});

describe("names of lines", () => {
  it("stand in the margin at the line's height where the line ends at the edge", () => {
    const [label] = placeLabels([line("adam", [0, 0], [width, 100])], width, height);
    expect(label).toEqual({ x: width + 10, y: 100, inMargin: true });
  });

  it("stand beside the end of a line that ends early", () => {
    const lines = [line("sgd", [0, 0], [40, 120]), line("adam", [0, 0], [width, 100])];
    const [sgd] = placeLabels(lines, width, height);
    expect(sgd).toEqual({ x: 50, y: 120, inMargin: false });
  });

  it("move up along their line where something is in the way of its end", () => {
    const lines = [line("sgd", [40, 0], [40, 120]), line("adam", [40, 116], [width, 116])];
    const [sgd] = placeLabels(lines, width, height);
    expect(sgd).toMatchObject({ x: 50, inMargin: false });
    expect(sgd!.y).toBeLessThan(116 - lineHeight / 2);
    expect(sgd!.y).toBeGreaterThan(90);
  });

  it("stand in the margin where there is no room beside the line", () => {
    const lines = [line("sgd", [40, 0], [40, 180]), line("adam", [46, 0], [46, 180]), line("lion", [0, 0], [width, 5])];
    const [sgd, adam] = placeLabels(lines, width, height);
    expect(sgd!.inMargin).toBe(true);
    expect(adam!.inMargin).toBe(false);
  });

  it("stay apart from each other, from their neighbours' lines and inside the drawing, whatever the lines", () => {
    const place = fc.record({ x: fc.integer({ min: 0, max: width }), y: fc.integer({ min: 0, max: height }) });
    const path = fc
      .array(place, { minLength: 1, maxLength: 6 })
      .map((places) => places.toSorted((first, second) => first.x - second.x));
    const lines = fc.array(fc.record({ text: fc.constantFrom("sgd", "adam", "adabelief diverged"), points: path }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(lines, (drawn) => {
        const labels = placeLabels(drawn, width, height);
        for (const [i, label] of labels.entries()) {
          const right = label.x + textWidth(drawn[i]!.text);
          if (!label.inMargin) expect(right).toBeLessThanOrEqual(width);
          for (const [j, other] of labels.slice(0, i).entries()) {
            const isBeside = label.x >= other.x + textWidth(drawn[j]!.text) || other.x >= right;
            expect(isBeside || Math.abs(label.y - other.y) > lineHeight - 0.001).toBe(true);
          }
          if (label.inMargin) continue;
          for (const { x, y } of drawn.flatMap(({ points }) => samplesOf(points))) {
            const isInside = x > label.x && x < right && Math.abs(y - label.y) < lineHeight / 2;
            expect(isInside).toBe(false);
          }
        }
      }),
    );
  });
});

/** Many places along a line. */
const samplesOf = (points: Place[]): Place[] =>
  points.flatMap((from, i) => {
    const to = points[i + 1] ?? from;
    return [0, 0.25, 0.5, 0.75].map((share) => ({
      x: from.x + (to.x - from.x) * share,
      y: from.y + (to.y - from.y) * share,
    }));
  });

describe("names in the margin", () => {
  const atEdge = (y: number) => ({ x: 100, y });

  it("do not overlap, keep their order, and stay where they are if there is room", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 8 }), (places) => {
        const moved = spreadOut(places.map(atEdge), 200).toSorted((a, b) => a - b);
        for (const [i, place] of moved.entries()) {
          if (i > 0) expect(place - moved[i - 1]!).toBeGreaterThanOrEqual(14.999);
        }
        expect(moved.at(-1)).toBeLessThanOrEqual(200);
      }),
    );
    expect(spreadOut([20, 150].map(atEdge), 200)).toEqual([20, 150]);
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
