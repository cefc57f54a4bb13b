import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Prepare, Prepared, Run, Timed } from "./protocol.ts";

/** Something to be measured: a program that follows the protocol, its environment, and the task it is given. */
export type Contender = { name: string; program: string[]; environment?: Record<string, string>; task: object };

/** A contender's process. */
export type Running = {
  pid: number;
  prepare(): Promise<Prepared>;
  run(steps: number): Promise<Timed>;
  stop(): void;
};

/** Starts a contender. What its process writes to standard error is shown only if it ends early. */
export function start({ name, program, environment, task }: Contender): Running {
  const [command, ...args] = program as [string, ...string[]];
  const child: ChildProcessWithoutNullStreams = spawn(command, args, {
    env: { ...process.env, ...environment },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaint = "";
  child.stderr.on("data", (text) => {
    complaint = (complaint + text).slice(-2000);
  });
  const failed = new Promise<never>((_, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => reject(new Error(`${name} ended (${signal ?? code}): ${complaint.trim()}`)));
  });
  failed.catch(() => {});
  child.stdin.on("error", () => {});

  const ask = async <Answer>(request: Prepare<object> | Run): Promise<Answer> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await Promise.race([lines.next(), failed]);
    if (done) return failed;
    const answer = JSON.parse(value) as Answer & { error?: string };
    if (answer.error !== undefined) throw new Error(`${name}: ${answer.error}`);
    return answer;
  };
  return {
    pid: child.pid ?? 0,
    prepare: () => ask<Prepared>({ request: "prepare", task }),
    run: (steps) => ask<Timed>({ request: "run", steps }),
    stop: () => child.stdin.end(),
  };
}
