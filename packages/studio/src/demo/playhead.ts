/* Where in a film a player stands, and how fast it goes: frames with a fraction. */

/** Seconds that a film takes at speed 1, unless it would be slower than this many frames a second. */
const usualLength = 9;
const slowest = 12;

/** Frames a second at speed 1, for a film of so many frames. */
export const rateOf = (total: number): number => Math.max(slowest, total / usualLength);

/** How many frames there will be, from the first and the last step so far, if the last step of all is known. */
export function expectedFrames(count: number, first: number, last: number, end: number | undefined): number {
  if (end === undefined || count < 2 || last <= first) return Math.max(count, 1);
  return Math.max(count, Math.round(((count - 1) * (end - first)) / (last - first)) + 1);
}

/** The frame that is shown where `wanted` is asked for: the last one there is, if it is not there yet. */
export const shownAt = (wanted: number, count: number): number => Math.max(0, Math.min(Math.floor(wanted), count - 1));

type Reel = { count: number; isComplete: boolean };

/**
 * Where it stands after `frames` more, and whether it has come to the end. What is not computed yet is waited for, not
 * skipped.
 */
export function advanced(
  wanted: number,
  frames: number,
  { count, isComplete }: Reel,
): { wanted: number; isOver: boolean } {
  const next = Math.min(wanted, count - 1) + frames;
  if (next < count - 1) return { wanted: next, isOver: false };
  if (isComplete) return { wanted: count - 1, isOver: true };
  return { wanted: Math.max(0, Math.min(next, count - 0.001)), isOver: false };
}
