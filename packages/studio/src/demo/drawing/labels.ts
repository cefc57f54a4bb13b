/* Names beside what moves. */

/** A box in pixels. */
export type Box = { left: number; top: number; width: number; height: number };

/** Where a label stands to what it names. */
const sides = ["right", "left", "above", "below"] as const;
export type Side = (typeof sides)[number];

/** Something to be named at a place, clear of a disc of this radius. */
export type Named = { name: string; left: number; top: number; radius: number; width: number };

const lineHeight = 16;
const gap = 5;

/** The box of a label on a side. */
export function boxOf({ left, top, radius, width }: Named, side: Side): Box {
  const size = { width, height: lineHeight };
  switch (side) {
    case "right":
      return { left: left + radius + gap, top: top - lineHeight / 2, ...size };
    case "left":
      return { left: left - radius - gap - width, top: top - lineHeight / 2, ...size };
    case "above":
      return { left: left - width / 2, top: top - radius - gap - lineHeight, ...size };
    case "below":
      return { left: left - width / 2, top: top + radius + gap, ...size };
  }
}

const overlap = (a: Box, b: Box) =>
  Math.max(0, Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top));

export type Place = readonly [left: number, top: number];

const holds = ({ left, top, width, height }: Box, [x, y]: Place) =>
  x > left && x < left + width && y > top && y < top + height;

/**
 * The sides on which labels hide least of each other, of what they name, of the places that paths `passed`, and of the
 * frame's outside. A label keeps the
 * side that it had, as long as that is nearly as good: labels of things that move do not jump about.
 */
export function placeLabels(
  named: readonly Named[],
  frame: Box,
  earlier: ReadonlyMap<string, Side>,
  passed: readonly Place[] = [],
): Map<string, Side> {
  const chosen = new Map<string, Side>();
  const taken: Box[] = named.map(({ left, top, radius }) => ({
    left: left - radius,
    top: top - radius,
    width: 2 * radius,
    height: 2 * radius,
  }));
  for (const thing of named) {
    const hidden = (side: Side) => {
      const box = boxOf(thing, side);
      const outside = box.width * box.height - overlap(box, frame);
      const covered = taken.reduce((sum, other) => sum + overlap(box, other), 0);
      const change = earlier.has(thing.name) && earlier.get(thing.name) !== side ? 40 : 0;
      // To lie on a path is bad, on another name worse.
      const crossed = Math.min(300, 10 * passed.filter((place) => holds(box, place)).length);
      return 3 * outside + 2 * covered + change + crossed;
    };
    const side = sides.reduce((best, other) => (hidden(other) < hidden(best) ? other : best));
    chosen.set(thing.name, side);
    taken.push(boxOf(thing, side));
  }
  return chosen;
}
