import { Worker } from "node:worker_threads";
import { errorOf, failureOf, type Observation } from "@gradus/workbench";
import type { Device } from "gradus";
import type { FromWorker, Job, Outcome, Results, WorkerSettings } from "./jobs.ts";
import { raise, stopFlag } from "./shared-signal.ts";

/** What the owner of a job wants to know on the way. */
type Watch = {
  /** Asked when the job's turn comes; a job that is no longer wanted is skipped. */
  isWanted?(): boolean;
  onStart?(): void;
  onProgress?(observation: Observation): void;
};

type Task = { job: Job; watch: Watch; settle(outcome: Outcome<unknown>): void };

/** Worker threads that take jobs in the order in which they were given. */
export type Pool = {
  run<Kind extends Job["kind"]>(job: Extract<Job, { kind: Kind }>, watch?: Watch): Promise<Outcome<Results[Kind]>>;
  /** The device's own name. @throws {GradusError} if it does not work here. */
  start(): Promise<string>;
  /** Asks running jobs to end after the step at hand, and skips those that wait. */
  interrupt(): void;
  close(): Promise<void>;
};

const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
const program = new URL(`./worker.${extension}`, import.meta.url);

/** A pool of at most `size` workers; each is started when there is work for it. */
export function createPool({ size, device }: { size: number; device: Device }): Pool {
  const stop = stopFlag();
  const settings: WorkerSettings = { device, stop };
  const workers = new Set<Worker>();
  const idle: Worker[] = [];
  const queue: Task[] = [];
  let isInterrupted = false;

  function start(): Worker {
    const execArgv = extension === "ts" ? ["--conditions=@gradus/source"] : [];
    const worker = new Worker(program, { workerData: settings, execArgv });
    workers.add(worker);
    return worker;
  }

  function assign(worker: Worker, { job, watch, settle }: Task) {
    const end = (outcome: Outcome<unknown>, isAlive: boolean) => {
      worker.off("message", listen).off("error", crash).off("messageerror", crash).off("exit", vanish);
      if (isAlive) idle.push(worker);
      else workers.delete(worker);
      settle(outcome);
      advance();
    };
    const listen = (message: FromWorker) => {
      if (message.about === "progress") watch.onProgress?.(message.observation);
      else end(message.outcome, true);
    };
    const crash = (error: unknown) => {
      // An error may still come after the job's end, when nobody listens any more.
      worker.on("error", () => {});
      void worker.terminate();
      end({ status: "failed", error: failureOf(error) }, false);
    };
    const vanish = (code: number) => crash(new Error(`the worker ended with code ${code}`));
    worker.on("message", listen).on("error", crash).on("messageerror", crash).on("exit", vanish);
    watch.onStart?.();
    worker.postMessage(job);
  }

  function advance() {
    while (queue.length > 0) {
      if (isInterrupted || queue[0]!.watch.isWanted?.() === false) {
        queue.shift()!.settle({ status: "skipped" });
        continue;
      }
      const worker = idle.pop() ?? (workers.size < size ? start() : undefined);
      if (worker === undefined) return;
      assign(worker, queue.shift()!);
    }
  }

  const run: Pool["run"] = (job, watch = {}) =>
    new Promise((resolve) => {
      queue.push({ job, watch, settle: resolve as Task["settle"] });
      advance();
    });

  return {
    run,
    async start() {
      const outcome = await run<"start">({ kind: "start" });
      if (outcome.status === "failed") throw errorOf(outcome.error);
      return outcome.status === "done" ? outcome.result.device : device;
    },
    interrupt() {
      isInterrupted = true;
      raise(stop);
      advance();
    },
    async close() {
      await Promise.all([...workers].map((worker) => worker.terminate()));
    },
  };
}
