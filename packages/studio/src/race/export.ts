import {
  axes,
  budgetText,
  contenderTraces,
  counted,
  type RaceResult,
  type RaceRun,
  raceSentence,
  standings,
} from "@gradus/workbench";
import gradusPackage from "gradus/package.json" with { type: "json" };
import { traceToJson } from "gradus/results";
import { commandOf, type RaceSetup } from "./setup.ts";

/** A race that was run. */
export type RacedRace = {
  setup: RaceSetup;
  runs: readonly RaceRun[];
  /** When it began, as an ISO date. */
  started: string;
  /** How long it took, in seconds. */
  seconds: number;
  /** The device's own name. */
  device: string;
};

/** A race as `gradus race` writes it. */
export function raceResult({ setup, runs, started, seconds, device }: RacedRace): RaceResult {
  return {
    kind: "race",
    command: commandOf(setup),
    plan: setup,
    problem: runs.find(({ trace }) => trace !== null)?.trace?.problem ?? setup.problem,
    started,
    seconds,
    isInterrupted: runs.some(({ state }) => state === "waiting" || state === "interrupted"),
    provenance: {
      gradus: gradusPackage.version,
      engine: `@jax-js/jax ${gradusPackage.dependencies["@jax-js/jax"]}`,
      node: "none: it ran in a browser",
      platform: navigator.userAgent,
      processor: "not told by browsers",
      cores: navigator.hardwareConcurrency,
      device,
    },
    runs: [...runs],
  };
}

export const raceJson = (race: RacedRace): string => `${traceToJson(raceResult(race))}\n`;

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
  return [header, ...lines].map((cells) => `${cells.map(cell).join(",")}\n`).join("");
}

/** A cell as RFC 4180 has it. */
const cell = (value: string | number): string => {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** What a chart of it says above the curves. */
export function chartWords({ setup, runs }: RacedRace) {
  const isInterrupted = runs.some(({ state }) => state !== "done");
  const ranked = standings({ plan: setup, runs });
  return {
    title: setup.problem,
    subtitle: `${budgetText(setup.budget)} each, ${counted(setup.seeds.length, "seed")}`,
    sentence: raceSentence({ isInterrupted, plan: setup }, ranked),
    command: commandOf(setup),
  };
}

/** The name of a race's files. */
export const fileName = ({ problem }: RaceSetup): string => `race-${problem.replaceAll(/[^\w=.-]+/g, "-")}`;

/** Hands a file to the reader. */
export function download(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
