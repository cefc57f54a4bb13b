import { Worker as Thread } from "node:worker_threads";
import { OptionError } from "../core/errors.ts";
import { type Axes, type Cell, type CellResult, type SweepPlan, sweep } from "./sweep.ts";

/*
 * A sweep on several threads of Node: an entry of its own, since browsers have none.
 */

/** How a grid is gone through on threads. */
export type ThreadedSweepControl<A extends Axes = Axes> = {
  /** How many cells are measured at once. */
  threads: number;
  /** Results of an earlier, interrupted sweep: their cells are not measured again. */
  finished?: readonly CellResult<A>[];
  /** Once it is aborted, cells under way are left out and their threads are ended. */
  signal?: AbortSignal;
};

/** Runs in a thread: answers each cell with the numbers that the module's `measure` gives. */
const script = `
  const { parentPort, workerData } = require("node:worker_threads");
  const loaded = import(workerData).then((module) => module.measure);
  parentPort.on("message", async (cell) => {
    try {
      const measure = await loaded;
      if (typeof measure !== "function") throw new TypeError("it exports no function 'measure'");
      parentPort.postMessage({ values: await measure(cell, new AbortController().signal) });
    } catch (cause) {
      parentPort.postMessage({ error: String(cause?.message ?? cause) });
    }
  });
`;

type Answer = { values?: Record<string, number>; error?: string };

/**
 * `sweep` on several threads at once: each cell is measured by the function that a module exports as `measure`. Where that
 * depends on the cell alone, what comes of it is the same whatever the number of threads; only the order in which
 * results come is not (`inPlanOrder` sorts them). A cell whose thread ends (out of memory, `process.exit`) has failed, and the sweep goes on
 * with a new thread. Threads are ended with the sweep, also where a loop over it is left early.
 *
 * @throws {OptionError} if `threads` is not a whole number ≥ 1, or the plan has nothing to measure.
 * @example
 * const plan = { axes: { width: [2, 4, 8], learningRate: [0.01, 0.1] }, seeds: [0, 1, 2] };
 * const module = new URL("./train.js", import.meta.url); // export const measure = async ({ setting, seed }) => ({ loss })
 * for await (const result of sweepOnThreads(module, plan, { threads: 4 })) console.log(result.setting, result.values);
 */
export async function* sweepOnThreads<A extends Axes>(
  module: URL,
  plan: SweepPlan<A>,
  { threads, finished = [], signal = new AbortController().signal }: ThreadedSweepControl<A>,
): AsyncGenerator<CellResult<A>, void, undefined> {
  if (!(Number.isInteger(threads) && threads >= 1)) {
    throw new OptionError(`sweepOnThreads: threads must be a whole number ≥ 1, got ${threads}`);
  }
  const all = new Set<Thread>();
  const idle: Thread[] = [];
  const end = () => Promise.all([...all].map((thread) => thread.terminate()));

  const start = () => {
    const thread = new Thread(script, { eval: true, workerData: module.href });
    all.add(thread);
    // What a thread does between two cells (a forgotten timer that throws) ends the thread, not the sweep.
    thread.on("error", () => {});
    thread.on("exit", () => {
      all.delete(thread);
      if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1);
    });
    return thread;
  };

  const measure = async (cell: Cell<A>) => {
    const thread = idle.pop() ?? start();
    const { values, error } = await new Promise<Answer>((resolve) => {
      const settle = (answer: Answer, isAlive: boolean) => {
        thread.off("message", answered).off("error", broke).off("exit", vanished);
        if (isAlive) idle.push(thread);
        resolve(answer);
      };
      const answered = (answer: Answer) => settle(answer, true);
      const broke = ({ message }: Error) => settle({ error: message }, false);
      const vanished = (code: number) => settle({ error: `the thread ended with code ${code}` }, false);
      thread.on("message", answered).on("error", broke).on("exit", vanished);
      thread.postMessage(cell);
    });
    if (error !== undefined) throw new Error(error);
    return values!;
  };

  signal.addEventListener("abort", end, { once: true });
  try {
    yield* sweep(plan, measure, { finished, atOnce: threads, signal });
  } finally {
    signal.removeEventListener("abort", end);
    await end();
  }
}
