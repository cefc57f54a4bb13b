/** The objective along a line at one step length: φ(α) and φ′(α). */
export type LinePoint = { alpha: number; value: number; slope: number };

export type StrongWolfeOptions = {
  /** Decrease asked for, as a share of what the slope promises. */
  c1: number;
  /** Slope that may remain, as a share of the slope at the start. */
  c2: number;
  /** Step length to try first. */
  first: number;
  maximumEvaluations: number;
  /** Relative error of the values: differences below it decide nothing, the slope does. */
  valueError: number;
};

/**
 * Looks along a descent direction for a step length that satisfies the strong Wolfe conditions:
 *
 *     φ(α) ≤ φ(0) + c₁ α φ′(0)   and   |φ′(α)| ≤ c₂ |φ′(0)|
 *
 * Step lengths grow until they enclose such a point, then the enclosure shrinks around it, both by cubic interpolation.
 * A value or slope that is not finite counts as a wall: it only ends the enclosure. Near a minimum the decrease falls
 * below the rounding of φ while slopes are still exact; so φ may exceed its bound by `valueError` |φ(0)| (Hager and Zhang's
 * approximate condition).
 *
 * @returns the point found; where the evaluations were used up or the enclosure had no number left inside, the lowest
 * point with enough decrease, which may be the start (α = 0).
 * @source J. Nocedal, S. J. Wright, Numerical Optimization, 2nd edition 2006, algorithms 3.5 and 3.6, eq. (3.59);
 * W. W. Hager, H. Zhang, A New Conjugate Gradient Method with Guaranteed Descent and an Efficient Line Search, 2005.
 */
export async function searchStrongWolfe(
  evaluate: (alpha: number) => Promise<LinePoint>,
  start: LinePoint,
  { c1, c2, first, maximumEvaluations, valueError }: StrongWolfeOptions,
): Promise<LinePoint> {
  const slack = valueError * Math.abs(start.value);
  const decreases = ({ alpha, value }: LinePoint) => value <= start.value + c1 * alpha * start.slope + slack;
  const isFlat = ({ slope }: LinePoint) => Math.abs(slope) <= -c2 * start.slope;

  /** The lowest point so far that decreases enough; the line falls from here towards `high`. */
  let low = start;
  /** The other end of the enclosure, once there is one. */
  let high: LinePoint | undefined;
  let alpha = first;

  for (let evaluations = 0; evaluations < maximumEvaluations; evaluations++) {
    const trial = await evaluate(alpha);
    if (!isFinitePoint(trial) || !decreases(trial) || trial.value >= low.value + slack) {
      high = trial;
      alpha = between(low, high);
    } else if (isFlat(trial)) {
      return trial;
    } else {
      const previous = low;
      const direction = high === undefined ? 1 : high.alpha - low.alpha;
      if (trial.slope * direction >= 0) high = previous;
      low = trial;
      alpha = high === undefined ? beyond(previous, low) : between(low, high);
    }
    if (alpha === low.alpha || alpha === high?.alpha) break;
  }
  return low;
}

const isFinitePoint = ({ value, slope }: LinePoint) => Number.isFinite(value) && Number.isFinite(slope);

/** The minimiser of the cubic with the values and slopes of two points; NaN where it has none. */
function cubicMinimiser(a: LinePoint, b: LinePoint): number {
  const d1 = a.slope + b.slope - (3 * (a.value - b.value)) / (a.alpha - b.alpha);
  const d2 = Math.sign(b.alpha - a.alpha) * Math.sqrt(d1 * d1 - a.slope * b.slope);
  return b.alpha - ((b.alpha - a.alpha) * (b.slope + d2 - d1)) / (b.slope - a.slope + 2 * d2);
}

const clamp = (x: number, a: number, b: number) => Math.min(Math.max(x, Math.min(a, b)), Math.max(a, b));

/** A step length inside the enclosure, a tenth of it away from both ends. */
function between(low: LinePoint, high: LinePoint): number {
  const width = high.alpha - low.alpha;
  if (!isFinitePoint(high)) return low.alpha + 0.1 * width;
  const best = cubicMinimiser(low, high);
  return Number.isNaN(best) ? low.alpha + 0.5 * width : clamp(best, low.alpha + 0.1 * width, high.alpha - 0.1 * width);
}

/** A step length up to ten times the last, which was too short. */
function beyond(previous: LinePoint, last: LinePoint): number {
  const best = cubicMinimiser(previous, last);
  return best > last.alpha ? clamp(best, 1.1 * last.alpha, 10 * last.alpha) : 10 * last.alpha;
}
