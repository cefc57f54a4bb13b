import { type Budget, defaultSeeds, labelOf, parseSpec, type Spec, specText } from "@gradus/workbench";
import type { Device } from "gradus";

/** All that determines a race: what a shared address restores. */
export type RaceSetup = {
  /** As the command takes it: "rosenbrock:dimension=10". */
  problem: string;
  methods: Spec[];
  budget: Budget;
  seeds: number[];
  device: Device;
};

/** What the page shows before anybody chose: three methods that differ on real digits, done in seconds. */
export const firstSetup = (): RaceSetup => ({
  problem: "mnist-mlp",
  methods: [
    { name: "sgd", options: { learningRate: 0.1 } },
    { name: "adam", options: {} },
    { name: "adabelief", options: {} },
  ],
  budget: { steps: 150 },
  seeds: [0],
  device: "cpu",
});

const kinds = ["steps", "seconds", "calls", "evaluations"] as const;
export type BudgetKind = (typeof kinds)[number];

/** The budget's kind and size. */
export function budgetOf(budget: Budget): { kind: BudgetKind; amount: number } {
  const kind = kinds.find((name) => budget[name] !== undefined) ?? "steps";
  return { kind, amount: budget[kind] ?? 0 };
}

/** The set-up as the query of an address; `parseSetup` reads it back. */
export function printSetup({ problem, methods, budget, seeds, device }: RaceSetup): string {
  const { kind, amount } = budgetOf(budget);
  const query = new URLSearchParams({ problem });
  for (const method of methods) query.append("m", specText(method));
  query.set(kind, String(amount));
  query.set("seeds", seeds.join(","));
  if (device !== "cpu") query.set("device", device);
  return query.toString();
}

/**
 * Reads an address. What is malformed is told in `problems` and left out, so that the rest can still be used; what is
 * not there is as at first.
 */
export function parseSetup(text: string): { setup: RaceSetup; complaints: string[] } {
  const query = new URLSearchParams(text);
  const setup = firstSetup();
  const complaints: string[] = [];
  if (query.size === 0) return { setup, complaints };

  setup.problem = query.get("problem") ?? setup.problem;
  const methods = query.getAll("m").flatMap((spec): Spec[] => {
    try {
      return [parseSpec(spec)];
    } catch (error) {
      complaints.push((error as Error).message);
      return [];
    }
  });
  if (query.has("m")) setup.methods = distinct(methods);
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
  const device = query.get("device");
  if (device === "gpu") setup.device = "gpu";
  else if (device !== null && device !== "cpu")
    complaints.push(`the address asks for the device '${device}': cpu or gpu`);
  return { setup, complaints };
}

/** Contenders are told apart by their labels. */
const distinct = (methods: Spec[]): Spec[] =>
  methods.filter((method, i) => methods.findIndex((other) => labelOf(other) === labelOf(method)) === i);

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
export function commandOf({ problem, methods, budget, seeds, device }: RaceSetup): string {
  const { kind, amount } = budgetOf(budget);
  const words = ["npx", "gradus", "race", problem, ...methods.flatMap((method) => ["-m", specText(method)])];
  words.push(`--${kind}`, String(amount), "--seeds", seeds.join(","));
  if (device !== "cpu") words.push("--device", device);
  return words.map(quoted).join(" ");
}

/** A word as a POSIX shell takes it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
