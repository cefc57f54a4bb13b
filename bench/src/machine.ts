import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";

/** What the figures were measured on. */
export type Machine = { date: string; cores: number; processor: string; memoryGiB: number };

export const machine = (): Machine => ({
  date: new Date().toISOString(),
  cores: availableParallelism(),
  processor: `${cpus()[0]?.model.trim() ?? "unknown"} (${process.arch})`,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
});

export const describeMachine = ({ date, cores, processor, memoryGiB }: Machine): string =>
  `${date.slice(0, 10)}, ${cores} cores, ${processor}, ${memoryGiB} GiB`;

/** Seconds that all cores together have worked since the machine started. */
const busySeconds = (): number =>
  cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0) / 1000;

/** Seconds that a process has worked, all its threads; nothing where the system does not tell (it does on Linux). */
function workedSeconds(pid: number): number {
  try {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ").slice(11, 13);
    // In ticks, of which Linux has shown a hundred a second on every machine since 2.6.
    return (Number(user) + Number(system)) / 100;
  } catch {
    return Number.NaN;
  }
}

/**
 * Starts to watch what else the machine does. The function it returns tells how many cores, in the mean, worked for
 * anything but these processes and this one; not a number where the system does not tell.
 */
export function watchOtherWork(pids: readonly number[]): () => number {
  const own = () => [process.pid, ...pids].reduce((sum, pid) => sum + workedSeconds(pid), 0);
  const before = { at: performance.now(), busy: busySeconds(), own: own() };
  return () => {
    const seconds = (performance.now() - before.at) / 1000;
    return Math.max(0, (busySeconds() - before.busy - (own() - before.own)) / seconds);
  };
}
