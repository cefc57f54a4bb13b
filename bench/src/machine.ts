import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** What the figures were measured on. */
export type Machine = {
  date: string;
  cores: number;
  processor: string;
  memoryGiB: number;
  /** Mean number of processes that wanted a core in the minute before. */
  load: number;
};

export const machine = (): Machine => ({
  date: new Date().toISOString(),
  cores: availableParallelism(),
  processor: `${cpus()[0]?.model.trim() ?? "unknown"} (${process.arch})`,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  load: Math.round(loadavg()[0]! * 100) / 100,
});

/** One line for people; says when the machine was busy with other things. */
export function describeMachine({ date, cores, processor, memoryGiB, load }: Machine): string {
  const busy = load > 0.5 ? `; other work is going on here (load ${load}), which widens every range` : "";
  return `${date.slice(0, 10)}, ${cores} cores, ${processor}, ${memoryGiB} GiB${busy}`;
}
