/** A trial as far as it has come, in seconds. */
export type TrialTimes = {
  /** How long it took when it was recorded, on another machine perhaps. */
  expected: number;
  /** How long it took here. */
  took?: number;
  /** How long it has been running. */
  elapsed?: number;
};

export type Clock = {
  /** From 0 to 1. */
  done: number;
  /** Seconds. */
  left: number;
};

/** A trial under way is never taken to be complete. */
const mostOfTrial = 0.98;

/**
 * How far an experiment is and how long it will take, from the times on record and how much faster or slower this
 * machine has been so far. `width` trials run side by side.
 */
export function clockOf(trials: readonly TrialTimes[], width = 1): Clock {
  const pace = paceOf(trials);
  const total = sum(trials.map(({ expected }) => expected));
  const work = trials.map(({ expected, took, elapsed }) => {
    if (took !== undefined) return 1;
    return elapsed === undefined ? 0 : Math.min(mostOfTrial, elapsed / (pace * expected));
  });
  const done = sum(trials.map(({ expected }, i) => expected * work[i]!)) / total;
  const left = trials.filter(({ took }) => took === undefined).length;
  return { done, left: (pace * total * (1 - done)) / Math.max(1, Math.min(width, left)) };
}

/** Seconds here for a second on record. */
function paceOf(trials: readonly TrialTimes[]): number {
  const complete = trials.filter(({ took }) => took !== undefined);
  if (complete.length > 0) {
    return sum(complete.map(({ took }) => took!)) / sum(complete.map(({ expected }) => expected));
  }
  // A trial that takes longer than it did tells that this machine is slower, and at least by how much.
  return Math.max(1, ...trials.map(({ elapsed = 0, expected }) => elapsed / expected));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
