import { type Axis, axes, type Curve, type Panel } from "./curves.ts";

/** How numbers are laid along an axis. */
export type Scale = { isLog: boolean; low: number; high: number };

/** A quantity that spans more than a decade and a half, and is never negative, is multiplicative. */
const decadesOfLog = 1.5;
/** Below this share of the largest value a logarithmic axis ends: what comes to rest at 0 is drawn on its edge. */
const deepest = 1e-24;

/** A scale that shows all values, a little wider than they are. */
export function scaleOf(values: number[]): Scale {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return { isLog: false, low: 0, high: 1 };
  const [least, most] = [smallestOf(finite), largestOf(finite)];
  const positive = finite.filter((value) => value > 0 && value >= most * deepest);
  const floor = smallestOf(positive);
  if (least >= 0 && positive.length > 1 && Math.log10(most / floor) > decadesOfLog) {
    const pad = (most / floor) ** 0.03;
    return { isLog: true, low: floor / pad, high: most * pad };
  }
  const pad = 0.05 * (most - least) || Math.abs(most) * 0.1 || 1;
  return { isLog: false, low: least - pad, high: most + pad };
}

/** Where a value lies along an axis: 0 at the low end, 1 at the high one; beyond the ends it is put on them. */
export function placeOf(value: number, { isLog, low, high }: Scale): number {
  const place = isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Number.isNaN(place) ? 0 : Math.min(1, Math.max(0, place));
}

/** The scale of the objective in a panel. A contender that diverged does not flatten the others. */
export function objectiveScale({ curves }: Panel): Scale {
  const rows = soundOf(curves).flatMap(({ runs }) => runs.flatMap((run) => run.rows));
  const starts = curves.flatMap(({ runs }) => runs.flatMap((run) => run.rows.slice(0, 1)));
  return scaleOf([...rows, ...starts].map((row) => row.objective));
}

/** The contenders that did not diverge, or all where every one did. */
function soundOf(curves: Curve[]): Curve[] {
  const sound = curves.filter(({ runs }) => runs.every(({ status }) => status !== "diverged"));
  return sound.length > 0 ? sound : curves;
}

/**
 * The scale of steps, calls or seconds: logarithmic where one contender takes more than thirty times another's, and
 * enough of the shorter run is left where 0 cannot be shown.
 */
export function runScale({ curves }: Panel, axis: Axis): Scale {
  const runsOf = (some: Curve[]) => some.flatMap(({ runs }) => runs.map(({ rows }) => rows.map(axes[axis].of)));
  const values = runsOf(curves).flat();
  const sound = runsOf(soundOf(curves));
  const ends = sound.map(largestOf);
  const high = Math.max(largestOf(values), Number.MIN_VALUE);
  const isSeen = sound.every((run) => run.filter((value) => value > 0).length >= 3);
  const isLog = isSeen && largestOf(ends) > 30 * smallestOf(ends);
  if (!isLog) return { isLog, low: Math.min(0, smallestOf(values)), high };
  return { isLog, low: smallestOf(values.filter((value) => value > 0)), high };
}

/** Powers of ten on a logarithmic scale, at most so many. */
export function decades({ low, high }: Scale, most: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const stride = Math.max(1, Math.ceil((last - first + 1) / most));
  const powers: number[] = [];
  for (let power = last; power >= first; power -= stride) powers.unshift(Number(`1e${power}`));
  return powers;
}

/** "0.01", "1", "1,000"; "1e-7" where that would be long. */
export function decadeLabel(value: number): string {
  const power = Math.round(Math.log10(value));
  return power >= -3 && power <= 4 ? value.toLocaleString("en") : `1e${power}`.replace("-", "−");
}

// Traces hold more values than a call may have arguments.
const smallestOf = (values: number[]): number => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const largestOf = (values: number[]): number => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
