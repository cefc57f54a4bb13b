import type { LabelledTrace } from "@gradus/papers";
import type { Status } from "gradus";
import { describe, expect, it } from "vitest";
import { RunLines, type RunTrace, runStyles, settingsOf, traceUnderWay } from "./run-lines.ts";

const rowsOf = (objectives: number[]) =>
  objectives.map((objective, step) => ({
    step,
    seconds: step / 10,
    objective,
    calls: { gradient: 2 * step },
    extra: {},
  }));
const ran = (contender: string, objectives: number[], status: Status = "budget", seed = 0): LabelledTrace => ({
  contender,
  trial: `seed ${seed}`,
  trace: { problem: "p", method: contender, seed, status, reason: "", rows: rowsOf(objectives) },
});
const underWay = (contender: string, objectives: number[]): RunTrace =>
  traceUnderWay({ contender, trial: "seed 1", rows: rowsOf(objectives) });
const draw = (traces: RunTrace[], view: Partial<Parameters<RunLines["draw"]>[1]> = {}) =>
  new RunLines().draw(traces, { axis: "steps", ...view });

describe("runs as lines", () => {
  it("are the median and range of finished runs, with the one under way as a thin line", () => {
    const [line] = draw([ran("adam", [4, 2]), ran("adam", [8, 4], "budget", 2), underWay("adam", [5, 3, 1])]).lines;
    expect(line!.points).toEqual([
      { x: 0, y: 6, low: 4, high: 8 },
      { x: 1, y: 3, low: 2, high: 4 },
    ]);
    expect(line!.thin!.map((points) => points.map(({ y }) => y))).toEqual([[5, 3, 1]]);
  });

  it("are the first run itself while it is the only one", () => {
    const [line] = draw([underWay("adam", [5, 3])]).lines;
    expect(line!.points.map(({ y }) => y)).toEqual([5, 3]);
    expect(line!.thin).toEqual([]);
  });

  it("have the same colours and dashes whoever is there", () => {
    const styleIn = (traces: RunTrace[]) => draw(traces).lines.find(({ name }) => name === "adam")!;
    const [alone, among] = [styleIn([ran("adam", [1])]), styleIn([ran("sgd", [1]), ran("adam", [1])])];
    expect([alone.colour, alone.dash]).toEqual([among.colour, among.dash]);
  });

  it("keep the colour of a finished run's method while another run is under way", () => {
    const finished = { ...ran("ours", [1]), trace: { ...ran("ours", [1]).trace, method: "adam" } };
    expect(runStyles([underWay("ours", [1]), finished]).get("ours")?.colour).toBe("blue");
  });

  it("end in how they ended, the lowest first, and those that diverged last", () => {
    const { ends, lines, sentence } = draw([
      ran("sgd", [4, 9, Number.POSITIVE_INFINITY], "diverged"),
      ran("adam", [4, 2]),
      ran("lion", [4, 1]),
    ]);
    expect(ends.map(({ contender }) => contender)).toEqual(["lion", "adam", "sgd"]);
    expect(lines.map(({ ended }) => ended)).toEqual(["diverged", undefined, undefined]);
    expect(sentence).toBe(
      "objective against steps, 3 contenders. lion is lowest, 1 at 1 steps; then adam, 2; sgd diverged.",
    );
  });

  it("are drawn on the axes that were asked for", () => {
    const traces = [ran("adam", [100, 1])];
    expect(draw(traces).laid).toEqual({ isLogX: false, isLogY: true, canLogY: true });
    expect(draw(traces, { isLogX: true, isLogY: false }).laid).toEqual({ isLogX: true, isLogY: false, canLogY: true });
    expect(draw(traces, { axis: "calls", until: 50 }).x).toMatchObject({ title: "oracle calls", high: 50 });
    expect(draw([ran("adam", [-1, -2])]).laid.canLogY).toBe(false);
  });

  it("are computed once for finished runs, and anew when one is added", () => {
    const lines = new RunLines();
    const first = ran("adam", [4, 2]);
    const pointsOf = (traces: RunTrace[]) => lines.draw(traces, { axis: "steps" }).lines[0]!.points;
    const points = pointsOf([first]);
    expect(pointsOf([first, underWay("adam", [3])])).toBe(points);
    expect(pointsOf([first, ran("adam", [8, 6], "budget", 1)]).at(-1)).toMatchObject({ low: 2, high: 6 });
  });

  it("are nothing where nothing has run", () => {
    expect(draw([])).toMatchObject({ lines: [], ends: [] });
  });
});

it("settings stand in the order of their appearance", () => {
  expect(settingsOf([{ ...ran("a", []), setting: "two" }, ran("a", []), { ...ran("b", []), setting: "two" }])).toEqual([
    "two",
    "",
  ]);
});
