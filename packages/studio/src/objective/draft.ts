import { type Budget, type Observing, parseSpec, type Spec } from "@gradus/workbench";
import { parseSetup, printSetup, type RaceSetup } from "../race/setup.ts";
import { packCode, unpackCode } from "./sharing.ts";
import { type Template, templates } from "./templates.ts";

const key = "gradus-objective";

/** Seconds that a run may take, where nothing else was said. */
const usualTimeLimit = 30;

/** All that a person wrote and chose here: it stands in the address, and is kept for the next visit. */
export type Written = {
  code: string;
  methods: Spec[];
  budget: Budget;
  seeds: number[];
  timeLimit: number;
  observing?: Observing;
};

/** A template as if a person had written it. */
export const written = ({ code, race }: Template): Written => ({
  code,
  methods: race.methods.map(parseSpec),
  budget: { steps: race.steps },
  seeds: [0],
  timeLimit: usualTimeLimit,
});

/** Whether nobody would miss it: it is a template as it comes. */
export const isTemplate = (code: string): boolean => templates.some((template) => template.code === code);

/** The query of an address. */
export async function printDraft({ code, timeLimit, ...race }: Written): Promise<string> {
  const query = new URLSearchParams(printSetup({ problem: "own", device: "cpu", ...race }));
  query.delete("problem");
  if (timeLimit !== usualTimeLimit) query.set("limit", String(timeLimit));
  query.set("code", await packCode(code));
  return query.toString();
}

/** Reads an address; undefined if it holds no code. */
export async function parseDraft(querystring: string): Promise<Written | undefined> {
  const query = new URLSearchParams(querystring);
  const code = await unpackCode(query.get("code") ?? "");
  if (code === undefined) return undefined;
  const { methods, budget, seeds, observing }: RaceSetup = parseSetup(querystring).setup;
  const limit = Number(query.get("limit"));
  const timeLimit = isTimeLimit(limit) ? limit : usualTimeLimit;
  return { code, methods, budget, seeds, timeLimit, ...(observing && { observing }) };
}

/** From a second, so that the engine can start, to an hour. */
export const isTimeLimit = (seconds: number): boolean => seconds >= 1 && seconds <= 3600;

/** What was written at the last visit, as the query of an address. */
export function remembered(): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it for the next visit; where storage is blocked the address still holds it. */
export function remember(querystring: string): void {
  try {
    localStorage.setItem(key, querystring);
  } catch {
    // As above.
  }
}
