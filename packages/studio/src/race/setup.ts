import {
  type Axis,
  axes,
  type Budget,
  defaultSeeds,
  type Observing,
  parseSpec,
  readInstruments,
  type Spec,
  specText,
  usualInterval,
} from "@gradus/workbench";
import type { Device } from "gradus";

/*
 * A race as an address: "#/race?problem=beale&m=adam:learningRate=0.01&m=sgd&steps=500&seeds=0,1,2&axis=seconds&y=log".
 * It restores the set-up and never runs it: whoever follows a link decides when their machine works.
 */

/** All that determines a race: what a shared address restores. */
export type RaceSetup = {
  /** As the command takes it: "rosenbrock:dimension=10". */
  problem: string;
  methods: Spec[];
  budget: Budget;
  seeds: number[];
  device: Device;
  /** What is looked at along the runs; nothing where it is not given. */
  observing?: Observing;
};

/** How its chart is drawn; what is not given is decided by the values. */
export type RaceView = { axis: Axis; isLogX?: boolean | undefined; isLogY?: boolean | undefined };

/** What the page shows before anybody chose: methods that differ on real digits, done in seconds. */
export const firstSetup = (): RaceSetup => ({
  problem: "digits-mlp",
  methods: ["sgd", "adam", "adabelief", "muon"].map((name) => ({ name, options: {} })),
  budget: { steps: 200 },
  seeds: [...defaultSeeds],
  device: "cpu",
});

const firstView = (): RaceView => ({ axis: "steps" });

const kinds = ["steps", "seconds", "calls", "evaluations"] as const;
export type BudgetKind = (typeof kinds)[number];

/** The budget's kind and size. */
export function budgetOf(budget: Budget): { kind: BudgetKind; amount: number } {
  const kind = kinds.find((name) => budget[name] !== undefined) ?? "steps";
  return { kind, amount: budget[kind] ?? 0 };
}

/** The set-up as the query of an address; `parseSetup` reads it back. */
export function printSetup(
  { problem, methods, budget, seeds, device, observing }: RaceSetup,
  view = firstView(),
): string {
  const { kind, amount } = budgetOf(budget);
  const query = new URLSearchParams({ problem });
  for (const method of methods) query.append("m", specText(method));
  query.set(kind, String(amount));
  query.set("seeds", seeds.join(","));
  if (device !== "cpu") query.set("device", device);
  if (observing) {
    query.set("observe", observing.instruments.join(","));
    query.set("every", String(observing.every));
  }
  if (view.axis !== "steps") query.set("axis", view.axis);
  if (view.isLogX !== undefined) query.set("x", view.isLogX ? "log" : "linear");
  if (view.isLogY !== undefined) query.set("y", view.isLogY ? "log" : "linear");
  // These stand for themselves in an address, and are what specs are written with.
  return query.toString().replaceAll(/%(3A|3D|2C|5B|5D)/g, decodeURIComponent);
}

/**
 * Reads an address. What is malformed is told in `problems` and left out, so that the rest can still be used; what is
 * not there is as at first.
 */
export function parseSetup(text: string): { setup: RaceSetup; view: RaceView; complaints: string[] } {
  const query = new URLSearchParams(text);
  const setup = firstSetup();
  const complaints: string[] = [];
  const view = readView(query, complaints);

  const problem = query.get("problem");
  if (problem !== null && specsIn([problem], complaints).length === 1) setup.problem = problem;
  if (query.has("m")) setup.methods = specsIn(query.getAll("m"), complaints);
  for (const kind of kinds) {
    const given = query.get(kind);
    if (given === null) continue;
    const amount = Number(given);
    if (isAmount(kind, amount)) setup.budget = { [kind]: amount };
    else complaints.push(`the address asks for '${given}' ${kind}: ${allowedAmount(kind)}`);
  }
  const seeds = query.get("seeds");
  if (seeds !== null) {
    const read = readSeeds(seeds);
    if (read === undefined) complaints.push(`the address asks for the seeds '${seeds}': ${allowedSeeds}`);
    setup.seeds = read ?? [...defaultSeeds];
  }
  const device = oneOf(query, "device", ["cpu", "gpu"], complaints);
  if (device !== undefined) setup.device = device;
  const observing = readObserving(query, complaints);
  if (observing !== undefined) setup.observing = observing;
  return { setup, view, complaints };
}

function readObserving(query: URLSearchParams, complaints: string[]): Observing | undefined {
  const names = (query.get("observe") ?? "").split(",").filter((name) => name !== "");
  const instruments = names.flatMap((name) => {
    try {
      return readInstruments([name]);
    } catch (error) {
      complaints.push((error as Error).message);
      return [];
    }
  });
  const given = query.get("every");
  const every = given === null ? usualInterval : Number(given);
  const isFine = Number.isSafeInteger(every) && every >= 1;
  if (!isFine) complaints.push(`the address asks to look every '${given}' steps: a whole number ≥ 1`);
  if (instruments.length === 0) return undefined;
  return { instruments: [...new Set(instruments)], every: isFine ? every : usualInterval };
}

function readView(query: URLSearchParams, complaints: string[]): RaceView {
  const isLog = (name: string) => {
    const scale = oneOf(query, name, ["log", "linear"], complaints);
    return scale === undefined ? undefined : scale === "log";
  };
  const axis = oneOf(query, "axis", Object.keys(axes) as Axis[], complaints) ?? firstView().axis;
  const [isLogX, isLogY] = [isLog("x"), isLog("y")];
  return { axis, ...(isLogX !== undefined && { isLogX }), ...(isLogY !== undefined && { isLogY }) };
}

function oneOf<Word extends string>(
  query: URLSearchParams,
  name: string,
  words: readonly Word[],
  complaints: string[],
): Word | undefined {
  const given = query.get(name);
  const word = words.find((other) => other === given);
  if (given !== null && word === undefined) {
    complaints.push(`the address asks for the ${name} '${given}': one of ${words.join(", ")}`);
  }
  return word;
}

const specsIn = (texts: readonly string[], complaints: string[]): Spec[] =>
  texts.flatMap((text): Spec[] => {
    try {
      return [parseSpec(text)];
    } catch (error) {
      complaints.push((error as Error).message);
      return [];
    }
  });

export const isAmount = (kind: BudgetKind, amount: number): boolean =>
  Number.isFinite(amount) && amount > 0 && (kind === "seconds" || Number.isInteger(amount));
export const allowedAmount = (kind: BudgetKind): string => (kind === "seconds" ? "a number > 0" : "a whole number ≥ 1");

export const allowedSeeds = "whole numbers in [0, 2³²), separated by commas, each once";

/** "0,1,2", or undefined if it is not a list of distinct seeds. */
export function readSeeds(text: string): number[] | undefined {
  const seeds = text.split(",").map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : Number.NaN));
  const isFine =
    seeds.every((seed) => Number.isInteger(seed) && seed < 2 ** 32) && new Set(seeds).size === seeds.length;
  return isFine ? seeds : undefined;
}

/** The same race for a terminal. */
export function commandOf({ problem, methods, budget, seeds, device, observing }: RaceSetup): string {
  const { kind, amount } = budgetOf(budget);
  const words = ["npx", "gradus", "race", problem, ...methods.flatMap((method) => ["-m", specText(method)])];
  words.push(`--${kind}`, String(amount), "--seeds", seeds.join(","));
  if (device !== "cpu") words.push("--device", device);
  if (observing) words.push("--observe", observing.instruments.join(","), "--every", String(observing.every));
  return words.map(quoted).join(" ");
}

/** A word as a POSIX shell takes it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
