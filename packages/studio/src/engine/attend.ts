import type { Device } from "gradus";
import type { Crew, WorkerKind } from "./crew.ts";
import { EngineError, stopped } from "./failure.ts";
import type { Hand } from "./hand.ts";
import type { JobName, Jobs } from "./protocol.ts";

/** Where a job stands: all workers are busy, the engine is loaded, it runs. */
type JobState = "waiting" | "starting" | "running";

/** How a job is watched over. */
export type JobOptions = {
  /** Asks the job to end after its step; a job that does not is ended with its worker. */
  signal?: AbortSignal;
  /** Seconds after which the job is asked to end, counted from when it runs. */
  timeLimit?: number;
  onState?(state: JobState): void;
};

type Place = { crew: Crew; owner: object; kind: WorkerKind; device: Device };
type Ended<Name extends JobName> = { value: Jobs[Name]["result"]; isTimeUp: boolean };

/** Milliseconds that a job has to end after it was asked to. */
const grace = 1500;

/** Has a job done by a worker. @throws {EngineError} what the job throws; "Stopped", "TimeLimit", "Crash". */
export async function attend<Name extends JobName>(
  { crew, owner, kind, device }: Place,
  name: Name,
  given: Jobs[Name]["given"],
  report: (data: Jobs[Name]["reports"]) => void | Promise<void>,
  { signal, timeLimit, onState }: JobOptions,
): Promise<Ended<Name>> {
  onState?.("waiting");
  const hand = await crew.take(owner, kind, signal);
  let isSound = false;
  try {
    onState?.("starting");
    const started = await watched(
      hand,
      hand.perform("start", undefined, device, () => {}),
      { signal },
    );
    if ("failure" in started.outcome) {
      isSound = true;
      throw new EngineError(started.outcome.failure);
    }
    onState?.("running");
    const { outcome, isTimeUp } = await watched(hand, hand.perform(name, given, device, report), { signal, timeLimit });
    isSound = true;
    if (!("failure" in outcome)) return { value: outcome.value, isTimeUp };
    if (isTimeUp && outcome.failure.name === "Stopped") throw timeIsUp(timeLimit!);
    throw new EngineError(outcome.failure);
  } finally {
    crew.giveBack(hand, !isSound);
  }
}

/** Waits for a worker, asks it to stop where it has to, and gives up on it where it does not. */
async function watched<Outcome>(
  hand: Hand,
  work: Promise<Outcome>,
  { signal, timeLimit }: { signal: AbortSignal | undefined; timeLimit?: number | undefined },
): Promise<{ outcome: Outcome; isTimeUp: boolean }> {
  let isTimeUp = false;
  let patience: ReturnType<typeof setTimeout> | undefined;
  const givenUp = Promise.withResolvers<never>();
  const ask = (error: () => EngineError) => {
    if (patience !== undefined) return;
    hand.stop();
    patience = setTimeout(() => givenUp.reject(error()), grace);
  };
  const onAbort = () => ask(stopped);
  const onLimit = () => {
    isTimeUp = true;
    ask(() => timeIsUp(timeLimit!, ", with its worker: a loop without an end, or one step that takes longer"));
  };
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  const limit = timeLimit === undefined ? undefined : setTimeout(onLimit, timeLimit * 1000);
  const broken = hand.broken.then((reason) => {
    throw new EngineError({ name: "Crash", message: `the worker that computes failed: ${reason}` });
  });
  try {
    return { outcome: await Promise.race([work, broken, givenUp.promise]), isTimeUp };
  } finally {
    clearTimeout(limit);
    clearTimeout(patience);
    signal?.removeEventListener("abort", onAbort);
  }
}

const timeIsUp = (seconds: number, how = ""): EngineError =>
  new EngineError({ name: "TimeLimit", message: `stopped after the time limit of ${seconds} s${how}` });
