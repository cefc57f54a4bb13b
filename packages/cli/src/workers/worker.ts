import { parentPort, workerData } from "node:worker_threads";
import { startEngine } from "gradus";
import { failureOf } from "../exit.ts";
import { checkRace, runContender } from "./contender.ts";
import type { FromWorker, Job, Observation, Outcome, WorkerSettings } from "./jobs.ts";
import { signalOf } from "./shared-signal.ts";
import { runTrialJob } from "./trial.ts";

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

function perform(job: Job, device: string): Promise<Outcome<unknown>> {
  switch (job.kind) {
    case "trial":
      return runTrialJob(job, signal, reporter());
    case "contender":
      return runContender(job, signal, reporter());
    case "check":
      return checkRace(job);
    case "start":
      return Promise.resolve({ status: "done", result: { device } });
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
