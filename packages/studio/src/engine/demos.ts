import type { Demo, Frame } from "@gradus/papers";
import { unknownName } from "gradus";
import { paperOf } from "./claims.ts";
import { EngineError } from "./failure.ts";
import { breather } from "./pace.ts";
import type { DemoJob, JobHandlers } from "./protocol.ts";

/** Frames are handed on after so many, or after so many milliseconds. */
const framesAtOnce = 30;
const interval = 33;

function demoOf({ paper, demo: id }: DemoJob): Demo {
  const { demos } = paperOf(paper);
  const demo = demos.find((other) => other.id === id);
  if (demo !== undefined) return demo;
  const ids = demos.map((other) => other.id);
  throw new EngineError({ name: "UnknownName", message: unknownName("demo", id, ids) });
}

export const scene: JobHandlers["scene"] = (job) => demoOf(job).scene(job.values);

/** Plays a demo to its end, or until it is stopped, never more than a list of frames ahead of who takes them. */
export const play: JobHandlers["play"] = async (job, { signal, report }) => {
  const breathe = breather();
  let frames: Frame[] = [];
  let since = performance.now();
  let taken: unknown;
  const send = async () => {
    await taken;
    if (frames.length === 0 || signal.aborted) return;
    taken = report(frames);
    frames = [];
    since = performance.now();
  };
  for await (const frame of demoOf(job).play(job.values, signal)) {
    if (signal.aborted) break;
    frames.push(frame);
    if (frames.length >= framesAtOnce || performance.now() - since >= interval) await send();
    await breathe();
  }
  await send();
  await taken;
  return undefined;
};
