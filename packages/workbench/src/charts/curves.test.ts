import type { LabelledTrace } from "@gradus/papers";
import fc from "fast-check";
import type { Status } from "gradus";
import { describe, expect, it } from "vitest";
import { axesWorthDrawing, lineOf, panelsOf } from "./curves.ts";
import { decadeLabel, decades, objectiveScale, placeOf, runScale, scaleOf } from "./scale.ts";

const traceOf = (
  contender: string,
  objectives: number[],
  { setting = "", status = "budget" as Status, callsPerStep = 1, trial = "seed 0" } = {},
): LabelledTrace => ({
  contender,
  setting,
  trial,
  trace: {
    problem: "p",
    method: contender,
    seed: 0,
    status,
    reason: "",
    rows: objectives.map((objective, step) => ({
      step,
      seconds: step / 10,
      objective,
      calls: { gradient: callsPerStep * step },
      extra: {},
    })),
  },
});

const onlyCurve = (...traces: LabelledTrace[]) => panelsOf(traces)[0]!.curves[0]!;

describe("lines", () => {
  it("are the median of the runs, with their range", () => {
    const line = lineOf(onlyCurve(traceOf("a", [4, 1]), traceOf("a", [8, 3]), traceOf("a", [5, 2])), "steps", false);
    expect(line).toEqual([
      { x: 0, y: 5, low: 4, high: 8 },
      { x: 1, y: 2, low: 1, high: 3 },
    ]);
  });

  it("keep the last value of a run that has ended", () => {
    const line = lineOf(onlyCurve(traceOf("a", [4, 1]), traceOf("a", [4, 3, 2])), "steps", false);
    expect(line.at(-1)).toEqual({ x: 2, y: 1.5, low: 1, high: 2 });
  });

  it("lie between a run's rows where another run has one", () => {
    const sparse = traceOf("a", [4, 0]);
    sparse.trace.rows[1]!.step = 2;
    const line = lineOf(onlyCurve(sparse, traceOf("a", [4, 4, 4])), "steps", false);
    expect(line.map(({ low }) => low)).toEqual([4, 2, 0]);
  });

  it("leave out what is not finite", () => {
    const line = lineOf(onlyCurve(traceOf("a", [1, 2, Infinity], { status: "diverged" })), "steps", false);
    expect(line.map(({ y }) => y)).toEqual([1, 2]);
  });

  it("have few points, and still begin and end where the runs do", () => {
    const objectives = Array.from({ length: 5000 }, (_, i) => 1 / (1 + i));
    for (const isLog of [false, true]) {
      const line = lineOf(onlyCurve(traceOf("a", objectives)), "steps", isLog);
      expect(line.length).toBeLessThanOrEqual(300);
      expect(line[0]!.x).toBe(isLog ? 1 : 0);
      expect(line.at(-1)!.x).toBe(4999);
      expect(line.at(-1)!.y).toBe(1 / 5000);
    }
  });
});

describe("panels", () => {
  it("hold one line a contender for each setting, in the order of appearance", () => {
    const panels = panelsOf([
      traceOf("b", [1], { setting: "two" }),
      traceOf("a", [1], { setting: "two" }),
      traceOf("b", [1], { setting: "one" }),
      traceOf("b", [1], { setting: "two", trial: "seed 1" }),
    ]);
    expect(panels.map(({ setting }) => setting)).toEqual(["two", "one"]);
    expect(panels[0]!.curves.map(({ contender, runs }) => [contender, runs.length])).toEqual([
      ["b", 2],
      ["a", 1],
    ]);
  });

  it("draw oracle calls only where they say more than steps", () => {
    const same = panelsOf([traceOf("a", [1, 2, 3]), traceOf("b", [1, 2, 3])]);
    const dearer = panelsOf([traceOf("a", [1, 2, 3]), traceOf("b", [1, 2, 3], { callsPerStep: 2 })]);
    expect(axesWorthDrawing(same)).toEqual(["steps", "seconds"]);
    expect(axesWorthDrawing(dearer)).toEqual(["steps", "calls", "seconds"]);
  });
});

describe("scales", () => {
  it("are logarithmic for positive values over more than a decade and a half", () => {
    expect(scaleOf([1, 100]).isLog).toBe(true);
    expect(scaleOf([1, 20]).isLog).toBe(false);
    expect(scaleOf([-1, 100]).isLog).toBe(false);
    expect(scaleOf([0, 1e-6, 1]).isLog).toBe(true);
  });

  it("place every finite value inside", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e150, max: 1e150 }), { minLength: 1 }), (values) => {
        const scale = scaleOf(values);
        for (const value of values) {
          expect(placeOf(value, scale)).toBeGreaterThanOrEqual(0);
          expect(placeOf(value, scale)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("are not flattened by a contender that diverged", () => {
    const [panel] = panelsOf([traceOf("a", [2, 1]), traceOf("b", [2, 1e200], { status: "diverged" })]);
    expect(objectiveScale(panel!).high).toBeLessThan(10);
  });

  it("show runs of very different length on a logarithmic axis", () => {
    const long = traceOf(
      "a",
      Array.from({ length: 1000 }, () => 1),
    );
    const isLog = (...traces: LabelledTrace[]) => runScale(panelsOf([long, ...traces])[0]!, "steps").isLog;
    expect(isLog(traceOf("b", [1, 1, 1, 1]))).toBe(true);
    expect(isLog(traceOf("b", [1, 1, 1, 1], { status: "diverged" }))).toBe(false);
    // A line of which a logarithmic axis would show one point.
    expect(isLog(traceOf("b", [1, 1]))).toBe(false);
  });

  it("have few ticks, each with a label", () => {
    const ticks = decades({ isLog: true, low: 1e-9, high: 10 }, 6);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(ticks.at(-1)).toBe(10);
    expect([1e-7, 0.01, 1, 1000, 1e6].map(decadeLabel)).toEqual(["1e−7", "0.01", "1", "1,000", "1e6"]);
  });
});
