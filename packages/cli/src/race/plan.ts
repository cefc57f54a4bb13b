import {
  type Budget,
  defaultSeeds,
  type RacePlan,
  readInstruments,
  readMethods,
  usualInterval,
} from "@gradus/workbench";
import type { Device } from "gradus";
import { UsageError } from "../exit.ts";

/** A race as it was asked for. */
export type RaceArguments = Budget & {
  methods?: string[];
  seeds?: number[];
  device?: Device;
  observe?: string[];
  every?: number;
};

/** A plan that may still lack its budget. */
export type RaceRequest = Omit<RacePlan, "budget"> & { budget?: Budget };

/** Reads a race's arguments. @throws {UsageError | SpecError} if something is missing, unknown or contradictory. */
export function planRace(problem: string | undefined, args: RaceArguments): RaceRequest {
  if (problem === undefined) throw new UsageError("race needs a problem: gradus list problems, or a file");
  const methods = readMethods(args.methods ?? []);
  if (methods.length === 0) throw new UsageError("race needs methods: -m adam,sgd");
  const { steps, seconds, calls, evaluations } = args;
  const given = Object.entries({ steps, seconds, calls, evaluations }).filter(([, limit]) => limit !== undefined);
  if (given.length > 1) {
    throw new UsageError(`give one budget, not ${given.map(([name]) => `--${name}`).join(" and ")}`);
  }
  const instruments = readInstruments(args.observe ?? []);
  if (instruments.length === 0 && args.every !== undefined) {
    throw new UsageError("--every needs something to look at: --observe sharpness");
  }
  return {
    problem,
    methods,
    seeds: args.seeds ?? [...defaultSeeds],
    device: args.device ?? "cpu",
    ...(given.length === 1 && { budget: Object.fromEntries(given) as Budget }),
    ...(instruments.length > 0 && { observing: { instruments, every: args.every ?? usualInterval } }),
  };
}
