import { Worker as Thread } from "node:worker_threads";
import { OptionError } from "../core/errors.ts";

/*
 * A black box on several threads of Node: an entry of its own, since browsers have none. In a page, a problem's `evaluate`
 * may hand its points to the page's own workers: it may be asynchronous.
 */

/** Evaluates points on threads; `close` ends them. */
export type ThreadedEvaluation = {
  /** As a problem's `evaluate` has it: one value a point, in their order. */
  evaluate(points: Float64Array[]): Promise<number[]>;
  close(): Promise<void>;
};

/** Runs in a thread: answers each message with its points' values; NaN stands for a point at which the function throws. */
const script = `
  const { parentPort, workerData } = require("node:worker_threads");
  const loaded = import(workerData).then((module) => module.default);
  parentPort.on("message", async ({ id, points }) => {
    try {
      const f = await loaded;
      if (typeof f !== "function") throw new TypeError("it has no default export that is a function");
      const values = [];
      let failure;
      for (const point of points) {
        try {
          values.push(Number(await f(point)));
        } catch (cause) {
          failure ??= String(cause?.message ?? cause);
          values.push(NaN);
        }
      }
      parentPort.postMessage({ id, values, failure });
    } catch (cause) {
      parentPort.postMessage({ id, error: String(cause?.message ?? cause) });
    }
  });
`;

type Answer = { id: number; values?: number[]; failure?: string; error?: string };
type Waiting = { resolve(answer: Answer): void; reject(error: Error): void };

/**
 * A black box whose function is the default export of a module, evaluated on several threads at once: for functions that
 * take milliseconds or more. Values are the same whatever the number of threads. A point at which the function throws has
 * the value NaN; where it throws at all points of a batch, `evaluate` rejects with the first message.
 *
 * Idle threads do not keep the process alive.
 *
 * @throws {OptionError} if `threads` is not a whole number ≥ 1.
 * @example
 * const box = evaluateOnThreads(new URL("./objective.js", import.meta.url), { threads: 4 });
 * const { answer } = await minimize({ dimension: 3, evaluate: box.evaluate }, consensus(), { steps: 100 });
 * await box.close();
 */
export function evaluateOnThreads(module: URL, { threads }: { threads: number }): ThreadedEvaluation {
  if (!(Number.isInteger(threads) && threads >= 1)) {
    throw new OptionError(`evaluateOnThreads: threads must be a whole number ≥ 1, got ${threads}`);
  }
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let ended: Error | undefined;
  const fail = (error: Error) => {
    ended = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const pool = Array.from({ length: threads }, () => {
    const thread = new Thread(script, { eval: true, workerData: module.href });
    thread.unref();
    thread.on("message", (answer: Answer) => {
      waiting.get(answer.id)?.resolve(answer);
      waiting.delete(answer.id);
      if (waiting.size === 0) for (const each of pool) each.unref();
    });
    thread.on("error", (cause: Error) => fail(new Error(`${module.href}: ${cause.message}`)));
    return thread;
  });

  const send = (thread: Thread, points: Float64Array[]) =>
    new Promise<Answer>((resolve, reject) => {
      const id = asked++;
      waiting.set(id, { resolve, reject });
      thread.ref();
      thread.postMessage({ id, points });
    });

  return {
    async evaluate(points) {
      if (ended) throw ended;
      // Every so many points to each thread, so that neighbours, which may cost alike, are spread.
      const shares = pool.map((thread, k) => ({ thread, rows: points.filter((_, i) => i % threads === k) }));
      const used = shares.filter(({ rows }) => rows.length > 0);
      const answers = await Promise.all(used.map(({ thread, rows }) => send(thread, rows)));
      const broken = answers.find(({ error }) => error !== undefined);
      if (broken) throw new Error(`${module.href}: ${broken.error}`);
      const values = points.map((_, i) => answers[i % threads]!.values![Math.floor(i / threads)]!);
      const failure = answers.find((answer) => answer.failure !== undefined)?.failure;
      if (failure !== undefined && values.every(Number.isNaN)) throw new Error(failure);
      return values;
    },
    async close() {
      fail(new Error("the threads are closed"));
      await Promise.all(pool.map((thread) => thread.terminate()));
    },
  };
}
