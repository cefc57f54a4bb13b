import { axes, contenderTraces, type RaceResult, type RaceRun } from "@gradus/workbench";
import { traceToJson } from "gradus/results";
import { commandOf, type RaceSetup } from "./setup.ts";

/** A finished race as the command writes it. */
export const raceJson = (setup: RaceSetup, runs: readonly RaceRun[], facts: { started: string; device: string }) => {
  const result: Omit<RaceResult, "provenance"> & { provenance: Record<string, string> } = {
    kind: "race",
    command: commandOf(setup),
    plan: setup,
    problem: runs.find(({ trace }) => trace)?.trace?.problem ?? setup.problem,
    started: facts.started,
    seconds: runs.reduce((sum, { trace }) => sum + (trace?.rows.at(-1)?.seconds ?? 0), 0),
    isInterrupted: runs.some(({ state }) => state === "waiting" || state === "interrupted"),
    provenance: { browser: navigator.userAgent, device: facts.device },
    runs: [...runs],
  };
  return traceToJson(result);
};

/** All rows of all runs as a table: what is measured of a run beyond its objective has a column each. */
export function raceCsv(runs: readonly RaceRun[]): string {
  const traces = contenderTraces({ runs });
  const extras = [...new Set(traces.flatMap(({ trace }) => trace.rows.flatMap(({ extra }) => Object.keys(extra))))];
  const header = ["contender", "seed", "status", "step", "oracleCalls", "seconds", "objective", ...extras];
  const lines = traces.flatMap(({ contender, trace: { seed, status, rows } }) =>
    rows.map((row) => [
      contender,
      seed,
      status,
      row.step,
      axes.calls.of(row),
      row.seconds,
      row.objective,
      ...extras.map((name) => row.extra[name] ?? ""),
    ]),
  );
  return [header, ...lines].map((cells) => cells.map(cell).join(",")).join("\n");
}

/** A cell as RFC 4180 has it. */
const cell = (value: string | number): string => {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** The race's chart as an SVG file. Vega is loaded for it. */
export async function raceSvg(setup: RaceSetup, runs: readonly RaceRun[]): Promise<string> {
  const { standaloneChart } = await import("@gradus/workbench/drawing");
  const title = `Race on ${setup.problem}`;
  const subtitle = `${setup.methods.length} methods, ${setup.seeds.length === 1 ? "one seed" : `${setup.seeds.length} seeds`}`;
  return standaloneChart({ title, subtitle, command: commandOf(setup) }, contenderTraces({ runs }));
}

/** An SVG as a PNG of twice its size, for screens of high density. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  const [, width, height] = /viewBox="\S+ \S+ (\S+) (\S+)"/.exec(svg)!.map(Number) as [number, number, number];
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg.replace("<svg ", `<svg width="${width}" height="${height}" `))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * width, 2 * height];
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the chart cannot be made into a PNG here")))),
  );
}

/** Hands a file to the reader. */
export function download(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
