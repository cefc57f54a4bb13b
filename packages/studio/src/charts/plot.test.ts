import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  axisScale,
  logLabel,
  logTicks,
  nearest,
  type PlotLine,
  placesOf,
  plainLabel,
  pointAt,
  readingsAt,
  relaid,
} from "./plot.ts";

const line = (name: string, ys: number[], part: Partial<PlotLine> = {}): PlotLine => ({
  name,
  colour: "var(--blue)",
  dash: [],
  points: ys.map((y, x) => ({ x, y })),
  ...part,
});

describe("the scale of an axis", () => {
  it("shows all values, on any axis that was asked for", () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.option(fc.boolean(), { nil: undefined }), fc.boolean(), (all, isLog, isPadded) => {
        const scale = axisScale({ title: "", ...(isLog !== undefined && { isLog }) }, all, isPadded);
        expect(scale.high).toBeGreaterThan(scale.low);
        if (isLog !== undefined) expect(scale.isLog).toBe(isLog);
        if (scale.isLog) expect(scale.low).toBeGreaterThan(0);
        if (!scale.isLog) expect(scale.low).toBeLessThanOrEqual(Math.min(...all));
        // A hair of rounding apart, the largest value is inside, if the axis can show it at all.
        const most = Math.max(...all);
        if (!scale.isLog || most > 0) expect(scale.high).toBeGreaterThanOrEqual(most - 1e-12 * Math.abs(most));
      }),
    );
  });

  it("keeps the ends that it is given", () => {
    expect(axisScale({ title: "", low: 0, high: 300 }, [1, 2], false)).toEqual({ isLog: false, low: 0, high: 300 });
  });

  it("begins at the smallest positive value when it is made logarithmic", () => {
    expect(relaid({ isLog: false, low: 0, high: 100 }, [0, 3, 100], true)).toEqual({ isLog: true, low: 3, high: 100 });
  });
});

describe("ticks of a logarithmic axis", () => {
  it("are powers of ten, or finer where there are fewer than two", () => {
    expect(logTicks({ isLog: true, low: 0.02, high: 20 }, 6)).toEqual([0.1, 1, 10]);
    expect(logTicks({ isLog: true, low: 1.5, high: 8 }, 6)).toEqual([2, 5]);
    expect(logTicks({ isLog: true, low: 2.1, high: 4.9 }, 6)).toEqual([2.1, 4.9]);
  });

  it("lie inside, in their order", () => {
    const end = fc.double({ min: -12, max: 12, noNaN: true });
    fc.assert(
      fc.property(end, fc.double({ min: 0.05, max: 20, noNaN: true }), (low, span) => {
        const scale = { isLog: true, low: 10 ** low, high: 10 ** (low + span) };
        const ticks = logTicks(scale, 6);
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(scale.low * (1 - 1e-8));
          expect(tick).toBeLessThanOrEqual(scale.high * (1 + 1e-8));
        }
      }),
    );
  });

  it.each([
    [0.01, "0.01"],
    [1e-7, "1e−7"],
    [20, "20"],
    [0.5, "0.5"],
  ])("%d is written %s", (tick, text) => expect(logLabel(tick)).toBe(text));
});

it.each([
  [0, 50, "0"],
  [1500, 500, "1,500"],
  [0.25, 0.05, "0.25"],
  [-0.5, 0.5, "−0.5"],
  [2e6, 5e5, "2e6"],
  [3e-7, 1e-7, "3e−7"],
])("on a linear axis %d in steps of %d is written %s", (tick, step, text) => expect(plainLabel(tick, step)).toBe(text));

describe("readings", () => {
  const adam = line("adam", [4, 2, 1]);
  const sgd = line("sgd", [5, 9], { ended: "diverged" });

  it("are those of the last point at or before a place, the highest first", () => {
    expect(readingsAt([adam, sgd], 1.5).map((reading) => [reading.line.name, reading.text])).toEqual([
      ["sgd", "9, diverged"],
      ["adam", "2"],
    ]);
    expect(readingsAt([adam, sgd], 0).map(({ text }) => text)).toEqual(["5", "4"]);
    expect(readingsAt([adam], -1)).toEqual([]);
  });

  it("can be taken wherever some line has a point", () => {
    expect(placesOf([adam, sgd])).toEqual([0, 1, 2]);
    expect(nearest([1, 10, 100], 4, false)).toBe(0);
    expect(nearest([1, 10, 100], 4, true)).toBe(1);
  });

  it("find the same point as a search from the start", () => {
    const xs = fc
      .uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 1 })
      .map((all) => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(xs, fc.integer({ min: -1, max: 51 }), (all, x) => {
        const points = all.map((place) => ({ x: place, y: place }));
        expect(pointAt(points, x)).toEqual(points.findLast((point) => point.x <= x));
      }),
    );
  });
});
