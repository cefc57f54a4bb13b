import {
  type Budget,
  checkSettings,
  checkView,
  defaultSeeds,
  parseAxes,
  planOf,
  readMethods,
  type SweepSource,
  type SweepView,
  targetValues,
  usualValues,
  valuesIn,
} from "@gradus/workbench";
import { type CellResult, cellsOf, type Device, unknownName } from "gradus";
import { UsageError } from "../exit.ts";
import { isFile } from "../problems.ts";

/** What of a sweep is to be drawn, as it was asked for. */
export type ViewArguments = { measure?: string[]; x?: string; y?: string; highest?: string[] };

/** A sweep as it was asked for. */
export type SweepArguments = Omit<Budget, "seconds"> &
  ViewArguments & { methods?: string[]; over?: string[]; seeds?: number[]; target?: number; device?: Device };

/** A source that may still lack its budget, and its plan if it is a file. */
export type SweepRequest =
  | Exclude<SweepSource, { kind: "named" }>
  | (Omit<Extract<SweepSource, { kind: "named" }>, "budget"> & { budget?: Budget });

/** Reads a sweep's arguments. @throws {UsageError | SpecError} if something is missing, unknown or contradictory. */
export function readRequest(subject: string | undefined, args: SweepArguments): SweepRequest {
  if (subject === undefined) throw new UsageError("sweep needs a problem (gradus list problems) or a file with a plan");
  const device = args.device ?? "cpu";
  if (isFile(subject) && args.methods === undefined) {
    const { steps, calls, evaluations, over, target } = args;
    const [alien] = Object.entries({ over, steps, calls, evaluations, target }).filter(
      ([, value]) => value !== undefined,
    );
    if (alien) {
      throw new UsageError(
        `--${alien[0]} is for methods by name (-m): a file's own plan and measure say what is swept`,
      );
    }
    return { kind: "file", file: subject, seeds: args.seeds ?? null, device };
  }
  const methods = readMethods(args.methods ?? []);
  if (methods.length === 0)
    throw new UsageError("sweep needs methods: -m adam,sgd, or a file that exports plan and measure");
  const { steps, calls, evaluations } = args;
  const given = Object.entries({ steps, calls, evaluations }).filter(([, limit]) => limit !== undefined);
  if (given.length > 1) {
    throw new UsageError(`give one budget, not ${given.map(([name]) => `--${name}`).join(" and ")}`);
  }
  const over = parseAxes(args.over ?? []);
  if (Object.keys(over).length === 0 && methods.length === 1) {
    throw new UsageError("sweep needs an axis: --over learningRate=0.001..1x4, or several methods");
  }
  return {
    kind: "named",
    problem: subject,
    methods,
    over,
    seeds: args.seeds ?? [...defaultSeeds],
    target: args.target ?? null,
    device,
    ...(given.length === 1 && { budget: Object.fromEntries(given) as Budget }),
  };
}

/** Reads what is to be drawn; what is not said stays as it was. */
export function readView(
  { measure, x, y, highest }: ViewArguments,
  source: SweepRequest,
  before?: SweepView,
): SweepView {
  const usual = source.kind === "file" ? [] : [source.target === null ? usualValues[0] : targetValues[0]];
  const measures = measure ?? before?.measures ?? usual;
  const needsTarget = measures.find((name) => (targetValues as readonly string[]).includes(name));
  if (needsTarget !== undefined && source.kind === "named" && source.target === null) {
    throw new UsageError(`--measure ${needsTarget} needs --target, which the objective is to come down to`);
  }
  return {
    measures,
    x: x ?? (y === undefined ? (before?.x ?? null) : null),
    y: y ?? (x === undefined ? (before?.y ?? null) : null),
    highest: highest ?? before?.highest ?? [],
  };
}

/**
 * Checks what can be known before anything is run: that every setting's options are allowed, and the axes to be drawn.
 * A file's plan is read by a worker: its code runs nowhere else.
 */
export function checkRequest(request: SweepRequest, view: SweepView): void {
  if (request.kind === "file") return;
  const plan = planOf(request);
  checkView(view, plan.axes);
  const cells = cellsOf({ ...plan, seeds: [0] });
  checkSettings(
    request,
    cells.map(({ setting }) => setting),
  );
}

/** @throws {UsageError} if a cell that was done gives no such value; the folder keeps it for another try. */
export function checkMeasures(measures: readonly string[], cells: readonly CellResult[], folder: string): void {
  const done = cells.filter(({ status }) => status === "done");
  if (done.length === 0) return;
  const known = [...new Set([...valuesIn(done), ...targetValues])];
  const unknown = measures.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UsageError(
    `${unknownName("measure", unknown, known)} (finished cells are kept: gradus sweep --resume ${folder} --measure …)`,
  );
}
