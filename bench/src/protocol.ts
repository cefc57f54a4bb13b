import { createInterface } from "node:readline";
import type { ReluProgramSize } from "./relu-program.ts";
import type { SolverName } from "./relu-solvers.ts";

/*
 * Every contender is a process of its own that does one thing when told to and answers when it is done, so that
 * contenders in different languages take turns in one session, and each one's memory is its own. A request and its
 * answer are one line of JSON each, on standard input and output.
 */

/** Get ready: make parameters and gradient, or load the data; take the first steps. */
export type Prepare<Task> = { request: "prepare"; task: Task };

/** Take so many steps after a few that are not timed. */
export type Run = { request: "run"; steps: number };

/** What optimizer steps are taken on. */
export type StepsTask = { shapes: number[][]; optimizer: string; threads?: number };

/** What is trained: files with the data and the first parameters, as `mnist.ts` writes them. */
export type EpochTask = { folder: string; optimizer: string; loop?: "own" | "library"; threads?: number };

/** What steps on a network are taken on: neurons of each layer, samples a batch, singular values kept. */
export type NetworkTask = {
  layers: number[];
  batch: number;
  rank: number;
  method: "sven" | "sgd";
  /** How PyTorch decomposes. */
  decomposition?: "svd" | "gram";
  threads?: number;
};

/** Students of one teacher from so many starts: neurons, samples, and how the runs go. */
export type BatchedTask = {
  runs: number;
  inputs: number;
  hidden: number;
  samples: number;
  /** In one program, one after another; PyTorch's by functorch's vmap too. */
  mode: "batched" | "loop" | "vmap";
  threads?: number;
};

/** What a cloud of particles is, and where it is begun anew. */
export type ConsensusTask = {
  particles: number;
  dimension: number;
  noise: "isotropic" | "anisotropic";
  alpha: number;
  dt: number;
  sigma: number;
  lambda: number;
  /** Steps after which a cloud begins anew. */
  episode: number;
  /** So many clouds tell how far they are spread after so many steps. */
  samples: number;
  sampleSteps: number;
  /** How ours evaluates: as a black box, or its loss in one compiled program. */
  objective?: "evaluate" | "loss";
};

/** A convex program of training, solved by ours in so many iterations. */
export type OwnReluTask = { size: ReluProgramSize; solver: SolverName; iterations: number };

/** The same program for a peer: X, y and patterns row by row, solved to a relative gap. */
export type ConicTask = {
  solver: "clarabel" | "cvxopt";
  X: number[];
  y: number[];
  features: number;
  patterns: number[];
  beta: number;
  tolerance: number;
};

/** The answer to `prepare`. */
export type Prepared = {
  /** Names and versions of what does the work. */
  version: string;
  /** Until the first step was done, compiling included. */
  firstStepSeconds: number;
  /** The most memory taken at any time beyond that of parameters and gradient, in bytes. */
  peakBytes?: number;
  /** Numbers that contenders with the same arithmetic have in common; of a solver, its solution. */
  sample: number[];
};

/** The answer to `run`. */
export type Timed = { seconds: number; loss?: number };

/** What a contender in this language is made of. */
export type Contestant<Task> = { prepare(task: Task): Promise<Prepared>; run(steps: number): Promise<Timed> };

/** Answers requests until standard input ends. A failure is answered as `{ error }`. */
export async function serve<Task>({ prepare, run }: Contestant<Task>): Promise<void> {
  const answer = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line) as Prepare<Task> | Run;
    try {
      answer(message.request === "prepare" ? await prepare(message.task) : await run(message.steps));
    } catch (error) {
      answer({ error: error instanceof Error ? error.message : String(error) });
    }
  }
  process.exit(0);
}
