import { OptionError } from "../core/errors.ts";

/** What stands along an axis of a sweep. */
export type AxisValue = number | string | boolean;

/** The axes of a sweep: the values of each setting, in the order in which a chart draws them. */
export type Axes = { readonly [name: string]: readonly AxisValue[] };

/** A value for each axis. */
export type Setting<A extends Axes = Axes> = { readonly [Name in keyof A]: A[Name][number] };

/** One place of the grid and one repetition. */
export type Cell<A extends Axes = Axes> = { setting: Setting<A>; seed: number };

/** What came of a cell, as JSON. */
export type CellResult<A extends Axes = Axes> = Cell<A> & {
  /** Diverged: a value was not finite. Failed: measuring threw. Both are results: a sweep goes on. */
  status: "done" | "diverged" | "failed";
  values: Record<string, number>;
  error?: string;
  seconds: number;
};

/** What is to be measured: each setting of the grid, with each seed. */
export type SweepPlan<A extends Axes = Axes> = { axes: A; seeds: readonly number[] };

/** Measures one cell. Must end soon after the signal is aborted; what it then returns is not kept. */
export type MeasureCell<A extends Axes = Axes> = (
  cell: Cell<A>,
  signal: AbortSignal,
) => Record<string, number> | Promise<Record<string, number>>;

/** How a grid is gone through. */
export type SweepControl<A extends Axes = Axes> = {
  /** Results of an earlier, interrupted sweep: their cells are not measured again. */
  finished?: readonly CellResult<A>[];
  /** How many cells are measured at once. More than 1 helps where measuring waits for threads. Default 1. */
  atOnce?: number;
  signal?: AbortSignal;
};

/** The name of a cell: equal for equal cells, whatever the order of their axes. */
export function cellName({ setting, seed }: Cell): string {
  const values = Object.entries(setting).sort(([a], [b]) => (a < b ? -1 : 1));
  return [...values.map(([name, value]) => `${name}=${value}`), `seed=${seed}`].join(" ");
}

/**
 * All cells of a plan: the first axis changes slowest, seeds change fastest.
 * @throws {OptionError} if there are no seeds, an axis has no values, or something stands twice.
 */
export function cellsOf<A extends Axes>({ axes, seeds }: SweepPlan<A>): Cell<A>[] {
  for (const [name, values] of Object.entries({ ...axes, seeds })) {
    if (values.length === 0) throw new OptionError(`sweep: ${name} must have values, got none`);
    const twice = values.find((value, i) => values.indexOf(value) !== i);
    if (twice !== undefined) throw new OptionError(`sweep: ${name} must have different values, got ${twice} twice`);
  }
  let settings: Record<string, AxisValue>[] = [{}];
  for (const [name, values] of Object.entries(axes)) {
    settings = settings.flatMap((setting) => values.map((value) => ({ ...setting, [name]: value })));
  }
  return settings.flatMap((setting) => seeds.map((seed) => ({ setting: setting as Setting<A>, seed })));
}

/**
 * Measures every cell of a grid that is not finished yet, and yields each result as it comes. A cell that diverges or
 * throws is a result like any other. When the signal is aborted, cells under way are left out, and the sweep ends.
 *
 * @throws {OptionError} if the plan has nothing to measure, or `atOnce` is not a whole number ≥ 1.
 * @example
 * const plan = { axes: { width: [2, 4, 8], learningRate: [0.01, 0.1] }, seeds: [0, 1, 2] };
 * for await (const result of sweep(plan, async ({ setting, seed }) => ({ loss: await train(setting, seed) }))) {
 *   console.log(result.setting.width, result.status, result.values.loss);
 * }
 */
export async function* sweep<A extends Axes>(
  plan: SweepPlan<A>,
  measure: MeasureCell<A>,
  { finished = [], atOnce = 1, signal = new AbortController().signal }: SweepControl<A> = {},
): AsyncGenerator<CellResult<A>, void, undefined> {
  if (!(Number.isInteger(atOnce) && atOnce >= 1)) {
    throw new OptionError(`sweep: atOnce must be a whole number ≥ 1, got ${atOnce}`);
  }
  const isFinished = new Set(finished.map(cellName));
  const waiting = cellsOf(plan).filter((cell) => !isFinished.has(cellName(cell)));
  const underWay = new Map<string, Promise<CellResult<A>>>();
  while (true) {
    while (waiting.length > 0 && underWay.size < atOnce && !signal.aborted) {
      const cell = waiting.shift()!;
      underWay.set(cellName(cell), resultOf(cell, measure, signal));
    }
    if (underWay.size === 0) return;
    const result = await Promise.race(underWay.values());
    underWay.delete(cellName(result));
    if (!signal.aborted) yield result;
  }
}

async function resultOf<A extends Axes>(
  cell: Cell<A>,
  measure: MeasureCell<A>,
  signal: AbortSignal,
): Promise<CellResult<A>> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  try {
    const values = await measure(cell, signal);
    if (
      typeof values !== "object" ||
      !Object.values(values ?? { none: null }).every((one) => typeof one === "number")
    ) {
      throw new TypeError("what measures a cell must return an object of numbers");
    }
    const status = Object.values(values).every(Number.isFinite) ? "done" : "diverged";
    return { ...cell, status, values, seconds: seconds() };
  } catch (cause) {
    const error = cause instanceof Error ? cause.message : String(cause);
    return { ...cell, status: "failed", values: {}, error, seconds: seconds() };
  }
}
