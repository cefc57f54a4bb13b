import type { Point } from "../film.ts";

/**
 * At most about `most` points that look like all of them: of every stretch of so many points its lowest and its highest,
 * in their order, and the last. Stretches begin at the start, so that a line that grows does not waver.
 */
export function thinned(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  // A power of two, so that stretches change seldom.
  const stretch = 2 ** Math.ceil(Math.log2((2 * points.length) / most));
  const kept: Point[] = [];
  for (let from = 0; from < points.length; from += stretch) {
    const to = Math.min(points.length, from + stretch);
    let [low, high] = [from, from];
    for (let i = from + 1; i < to; i++) {
      if (points[i]!.y < points[low]!.y) low = i;
      if (points[i]!.y > points[high]!.y) high = i;
    }
    kept.push(points[Math.min(low, high)]!);
    if (low !== high) kept.push(points[Math.max(low, high)]!);
  }
  const last = points.at(-1)!;
  if (kept.at(-1) !== last) kept.push(last);
  return kept;
}
