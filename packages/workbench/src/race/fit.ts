import { checkInstruments, type Observing } from "./instrument-list.ts";
import { createMethod } from "./methods.ts";
import type { Spec } from "./spec.ts";

/** A problem that all methods of a race can work on. */
export type Fit = {
  /** Its own name. */
  problem: string;
  /** The names of its members: what it offers to methods. */
  offers: string[];
};

/** Puts each method to the problem without running it. @throws {CapabilityError | SpecError} if one, or an instrument, needs what it does not offer. */
export function checkFit(problem: object, methods: readonly Spec[], observing?: Observing): Fit {
  for (const spec of methods) createMethod(spec)(problem as never).dispose?.();
  const { name = "problem" } = problem as { name?: string };
  const offers = Object.keys(problem);
  if (observing) checkInstruments(observing, name, offers);
  return { problem: name, offers };
}
