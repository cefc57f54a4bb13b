import { parentPort, workerData } from "node:worker_threads";
import { checkFit, failureOf, type Observation, performTrial, runContender } from "@gradus/workbench";
import { startEngine } from "gradus";
import { findExperiment } from "../papers.ts";
import { openProblem } from "../problems.ts";
import { fitSweep, measureCell } from "../sweep/fit.ts";
import type { FromWorker, Job, Outcome, WorkerSettings } from "./jobs.ts";
import { signalOf } from "./shared-signal.ts";

const { device, stop } = workerData as WorkerSettings;
const port = parentPort!;
const signal = signalOf(stop);
const engine = startEngine({ device });
// Its failure is told to whoever wants to run something.
engine.catch(() => {});

const send = (message: FromWorker) => port.postMessage(message);

/** Shows at most ten observations a second. */
function reporter() {
  let last = Number.NEGATIVE_INFINITY;
  return (observation: Observation) => {
    const now = performance.now();
    if (now - last < 100) return;
    last = now;
    send({ about: "progress", observation });
  };
}

const problems = new Map<string, Promise<object>>();

/** Each worker opens a problem once: it may hold a data set. */
function problemOf(text: string): Promise<object> {
  const opened = problems.get(text) ?? openProblem(text);
  problems.set(text, opened);
  return opened;
}

async function perform(job: Job, device: string): Promise<Outcome<unknown>> {
  switch (job.kind) {
    case "trial":
      return performTrial(await findExperiment(job), job.trial, signal, reporter());
    case "contender":
      return runContender(await problemOf(job.problem), job, signal, reporter());
    case "check":
      return { status: "done", result: checkFit(await problemOf(job.problem), job.methods, job.observing) };
    case "cell":
      return measureCell(job.source, job.cell, { problemOf, signal, onProgress: reporter() });
    case "check-sweep":
      return { status: "done", result: await fitSweep(job.request, problemOf) };
    case "start":
      return { status: "done", result: { device } };
  }
}

port.on("message", async (job: Job) => {
  let outcome: Outcome<unknown>;
  try {
    const { name } = await engine;
    outcome = await perform(job, name);
  } catch (error) {
    outcome = { status: "failed", error: failureOf(error) };
  }
  send({ about: "end", outcome });
});
