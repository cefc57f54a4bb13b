import { type Contender, type Running, start } from "./contender.ts";
import { watchOtherWork } from "./machine.ts";
import type { Prepared } from "./protocol.ts";

/** What a contender's repetitions gave. */
export type Measured = Prepared & {
  name: string;
  /** Seconds a step, round by round. */
  seconds: number[];
  /** Steps timed in each round. */
  steps: number;
  /** The loss at the end of each round, for contenders that train. */
  losses: number[];
};

/** All contenders' figures, and how many cores were at work for others meanwhile (not a number: unknown). */
export type Comparison = { measured: Measured[]; otherWork: number };

export type Rounds = {
  rounds: number;
  /** Steps a round, where that is given by what is measured (an epoch). */
  steps?: number;
  /** About how long a contender's turn should last, else. */
  turnSeconds?: number;
  /** Told what is being done. */
  onProgress?: (text: string) => void;
};

/**
 * Measures contenders in turn, in one session: A B C, B C A, C A B … Each is prepared and calibrated first, and takes
 * untimed steps at the start of every turn, since the others have filled the caches since.
 */
export async function compare(
  contenders: Contender[],
  { rounds, steps, turnSeconds = 0.1, onProgress }: Rounds,
): Promise<Comparison> {
  const running: Running[] = [];
  try {
    const measured: Measured[] = [];
    for (const contender of contenders) {
      onProgress?.(`preparing ${contender.name}`);
      const process = start(contender);
      running.push(process);
      const prepared = await process.prepare();
      const count = steps ?? (await calibrate(process, turnSeconds));
      measured.push({ ...prepared, name: contender.name, seconds: [], steps: count, losses: [] });
    }
    const otherWork = watchOtherWork(running.map(({ pid }) => pid));
    for (let round = 0; round < rounds; round++) {
      onProgress?.(`round ${round + 1} of ${rounds}`);
      for (let turn = 0; turn < contenders.length; turn++) {
        const i = (round + turn) % contenders.length;
        const { seconds, loss } = await running[i]!.run(measured[i]!.steps);
        measured[i]!.seconds.push(seconds / measured[i]!.steps);
        if (loss !== undefined) measured[i]!.losses.push(loss);
      }
    }
    return { measured, otherWork: otherWork() };
  } finally {
    for (const process of running) process.stop();
  }
}

/** How many steps fill a turn, from the fastest of growing tries: the first ones still warm up the compilers. */
async function calibrate(process: Running, turnSeconds: number): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let tries = 0, steps = 1; tries < 4; tries++) {
    const { seconds } = await process.run(steps);
    fastest = Math.min(fastest, seconds / steps);
    steps = Math.min(1000, Math.max(1, Math.round(turnSeconds / 2 / fastest)));
  }
  return Math.min(5000, Math.max(1, Math.round(turnSeconds / fastest)));
}
