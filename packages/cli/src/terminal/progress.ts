import { type Budget, formatNumber, formatSeconds, type Observation, timeLeft } from "@gradus/workbench";
import { createLogUpdate } from "log-update";
import type { Screen } from "./terminal.ts";

/** Lines that stay, and below them, on a terminal, one line for each run under way. */
export type Progress = {
  /** A line that stays. */
  say(text: string): void;
  /** The present line of something that runs, in columns. */
  show(key: string, columns: string[]): void;
  hide(key: string): void;
  /** The last line: what is waited for. */
  status(text: string): void;
  /** How far it is, in a pipe or file; a terminal shows it in its last line. */
  mark(text: string): void;
  close(): void;
};

/** Progress on a terminal, or plain lines in a pipe or file. */
export const createProgress = (screen: Screen): Progress =>
  screen.live ? liveProgress(screen) : plainProgress(screen);

const plainProgress = ({ write }: Screen): Progress => ({
  say: (text) => write(`${text}\n`),
  show() {},
  hide() {},
  status() {},
  mark: (text) => write(`${text}\n`),
  close() {},
});

function liveProgress({ live, paint, columns }: Screen): Progress {
  const update = createLogUpdate(live!, { showCursor: true });
  const lines = new Map<string, string[]>();
  let last = "";
  let isDue = false;
  const draw = () => {
    isDue = false;
    const rows = [...lines.values()];
    const widths = rows.reduce<number[]>((all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, cell.length)), []);
    const text = rows.map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join("  ")
        .slice(0, columns - 1),
    );
    update([...text, ...(last ? [paint.dim(last.slice(0, columns - 1))] : [])].join("\n"));
  };
  // Several changes at one time are drawn once.
  const drawSoon = () => {
    if (isDue) return;
    isDue = true;
    setImmediate(draw);
  };
  return {
    say(text) {
      update.persist(text);
      draw();
    },
    show(key, row) {
      lines.set(key, row);
      drawSoon();
    },
    hide(key) {
      lines.delete(key);
      drawSoon();
    },
    status(text) {
      last = text;
      drawSoon();
    },
    mark() {},
    close() {
      lines.clear();
      last = "";
      update.clear();
      update.done();
    },
  };
}

/** The columns of a run under way: how far it is, its loss, the time left. */
export function observationColumns({ row, steps }: Observation, budget: Budget = {}): string[] {
  const limit = steps ?? budget.steps;
  const left = timeLeft(row, { ...budget, ...(limit !== undefined && { steps: limit }) });
  const of = limit === undefined ? "" : `/${limit.toLocaleString("en")}`;
  return [
    `step ${row.step.toLocaleString("en")}${of}`,
    `loss ${formatNumber(row.objective)}`,
    left === undefined ? `${formatSeconds(row.seconds)} so far` : `${formatSeconds(left)} left`,
  ];
}
