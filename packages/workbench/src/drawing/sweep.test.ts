import { type AxisValue, type CellResult, cellsOf, type Setting } from "gradus";
import { describe, expect, it } from "vitest";
import { axisText, chartOf, checkView } from "../sweep/layout.ts";
import type { SweepResult } from "../sweep/result.ts";
import { medianText, sweepSentence, troubleSentence } from "../sweep/sentence.ts";
import { standaloneSweep } from "./standalone.ts";
import { drawSweep } from "./sweep.ts";

type Told = Pick<SweepResult, "plan" | "cells" | "view" | "source" | "isInterrupted">;

const view = { measures: ["loss"], x: null, y: null, highest: [] };
const source = { kind: "file", file: "my.ts", seeds: null, device: "cpu" } as const;

/** A sweep of which each setting gives a value, diverges (∞), fails ("boom") or is not measured (null). */
function sweepOf(
  axes: Record<string, AxisValue[]>,
  outcome: (setting: Setting, seed: number) => number | string | null,
  parts: Partial<Told> = {},
): Told {
  const plan = { axes, seeds: [0, 1, 2] };
  const cells = cellsOf(plan).flatMap(({ setting, seed }): CellResult[] => {
    const value = outcome(setting, seed);
    if (value === null) return [];
    const cell = { setting, seed, seconds: 1 };
    if (typeof value === "string") return [{ ...cell, status: "failed", values: {}, error: value }];
    return [{ ...cell, status: Number.isFinite(value) ? "done" : "diverged", values: { loss: value } }];
  });
  return { plan, cells, view, source, isInterrupted: false, ...parts };
}

const widths = [4, 8, 16, 32];
const rates = [0.001, 0.01, 0.1];
const count = (text: string, part: string) => text.split(part).length - 1;
/** Shapes of crosses in a drawing. */
const cross = "M-";

describe("what is drawn", () => {
  it("one axis is drawn as curves, a line for each method", () => {
    const sweep = sweepOf({ method: ["adam", "sgd"], rate: rates }, ({ rate }) => rate as number);
    const chart = chartOf(sweep, "loss")!;
    expect(chart).toMatchObject({ kind: "curves", x: "rate", panels: [{ title: "" }] });
    expect(chart.panels[0]!.lines.map(({ name }) => name)).toEqual(["adam", "sgd"]);
  });

  it("of more axes the two with most values are a map, and others and methods are frames", () => {
    const axes = { method: ["adam", "sgd"], noise: ["low", "high"], rate: rates, width: widths, depth: [3] };
    const chart = chartOf(
      sweepOf(axes, () => 1),
      "loss",
    )!;
    expect(chart).toMatchObject({ kind: "map", x: "width", y: "rate" });
    expect(chart.panels.map(({ title }) => title)).toEqual([
      "adam, noise low",
      "adam, noise high",
      "sgd, noise low",
      "sgd, noise high",
    ]);
  });

  it("axes can be chosen: one for curves, two for a map", () => {
    const sweep = sweepOf({ method: ["adam", "sgd"], rate: rates, width: widths }, () => 1);
    const along = chartOf({ ...sweep, view: { ...view, x: "rate" } }, "loss")!;
    expect([along.kind, along.panels.length]).toEqual(["curves", 4]);
    const map = chartOf({ ...sweep, view: { ...view, x: "rate", y: "method" } }, "loss")!;
    expect([map.kind, map.panels.length]).toEqual(["map", 4]);
    expect(() => checkView({ x: "rat", y: null }, sweep.plan.axes)).toThrow("unknown axis 'rat': did you mean 'rate'?");
    expect(() => checkView({ x: "rate", y: "rate" }, sweep.plan.axes)).toThrow("must be different axes");
    expect(() => checkView({ x: null, y: "rate" }, sweep.plan.axes)).toThrow("needs an axis x");
  });

  it("a single setting has nothing to be drawn along", async () => {
    expect(
      await drawSweep(
        sweepOf({ width: [4] }, () => 1),
        "loss",
      ),
    ).toBeUndefined();
  });
});

describe("a heat map", () => {
  const sweep = sweepOf({ rate: rates, width: widths }, ({ rate, width }, seed) => {
    if (width === 32 && rate === 0.1) return "boom";
    if (width === 32 && rate === 0.01) return Number.POSITIVE_INFINITY;
    if (width === 16 && rate === 0.1 && seed === 0) return Number.POSITIVE_INFINITY;
    if (width === 32) return null;
    return (width as number) * (rate as number);
  });

  it("marks what diverged, failed or is not measured, and writes medians into tiles", async () => {
    const { drawings } = (await drawSweep(sweep, "loss"))!;
    const { svg } = drawings[0]!;
    // All seeds of one tile, one seed of another.
    expect(count(svg, 'stroke="var(--fails)"')).toBe(2);
    expect(svg).toContain(">!<");
    expect(count(svg, "stroke-dasharray")).toBe(3);
    expect(svg).toContain(">0.16<");
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg).toContain('aria-label="loss against width and rate"');
  });

  it("is drawn although nothing has a value", async () => {
    for (const nothing of [Number.POSITIVE_INFINITY, "boom", null]) {
      const { drawings } = (await drawSweep(
        sweepOf({ rate: rates, width: widths }, () => nothing),
        "loss",
      ))!;
      expect(drawings[0]!.svg).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  it("tells in words what is best, and what went wrong", () => {
    expect(sweepSentence(sweep)).toBe("The lowest median of loss is 0.004000, at rate 0.001, width 4 (3 seeds).");
    expect(troubleSentence(sweep.cells)).toBe("4 of 33 cells diverged; 3 failed: boom");
    expect(sweepSentence({ ...sweep, view: { ...view, highest: ["loss"] }, isInterrupted: true })).toBe(
      "Interrupted after 33 of 36 cells. The highest median of loss is 1.600 [−∞, 1.600], at rate 0.1, width 16 (3 seeds).",
    );
  });
});

describe("curves", () => {
  it("have a cross at the edge where a seed diverged, and a gap where most did", async () => {
    const sweep = sweepOf({ method: ["adam", "sgd"], rate: [0.001, 0.01, 0.1, 1, 10] }, ({ method, rate }, seed) => {
      if (method === "sgd" && rate === 0.1) return Number.POSITIVE_INFINITY;
      if (method === "adam" && rate === 10 && seed === 2) return Number.POSITIVE_INFINITY;
      return rate as number;
    });
    const { drawings } = (await drawSweep(sweep, "loss"))!;
    const { svg } = drawings[0]!;
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    for (const label of ["0.001", "0.01", "0.1", "1", "10", "adam", "sgd"]) expect(svg).toContain(`>${label}<`);
    const crosses = svg.match(new RegExp(`<path [^>]*d="${cross}[^"]*L[^"]*M[^"]*"[^>]*>`, "g")) ?? [];
    expect(crosses.length).toBe(2);
  });

  it("go along words as well as numbers, and alone as a file", async () => {
    const sweep = sweepOf({ kind: ["relu", "tanh", "gelu"] }, (_, seed) => seed);
    const drawn = (await drawSweep(sweep, "loss"))!;
    const about = { title: "A <title>", subtitle: "and more", command: "gradus sweep" };
    const text = standaloneSweep(about, drawn);
    for (const part of ["tanh", "A &lt;title&gt;", "prefers-color-scheme:dark"]) expect(text).toContain(part);
  });
});

it("a median in a table says why there is none", () => {
  const band = {
    setting: {},
    cells: 3,
    diverged: 0,
    without: 0,
    failed: 0,
    lowerQuartile: 1,
    upperQuartile: 1,
    low: 1,
    high: 1,
  };
  expect(medianText(undefined)).toBe("–");
  expect(medianText({ ...band, median: 0.5 })).toBe("0.5000");
  expect(medianText({ ...band, diverged: 2, median: Infinity })).toBe("diverged");
  expect(medianText({ ...band, without: 2, median: Infinity })).toBe("not reached");
  expect(medianText({ ...band, cells: 0, failed: 3, median: Number.NaN })).toBe("failed");
  expect([-0.5, 1e-7, 0.12345, true, "relu"].map(axisText)).toEqual(["−0.5", "1e−7", "0.12345", "true", "relu"]);
});
