/** How a step length is looked for. */
export type ArmijoOptions = {
  /** The step length to try first. */
  first: number;
  /** The objective where the line starts, and the squared norm of its gradient. */
  value: number;
  squaredNorm: number;
  /** The decrease asked for, as a share of what the slope promises. */
  c: number;
  /** What a step length that fails is multiplied by. */
  backtrack: number;
  /** Below this no step length is tried. Default 0. */
  smallest?: number;
  /** By how much a value may exceed its bound: rounding. Default 0. */
  slack?: number;
};

/** `isAccepted` is false where the trials or the step lengths were used up; `alpha` is then shorter than any tried. */
export type ArmijoResult = { alpha: number; isAccepted: boolean };

const maximumTrials = 100;

/**
 * Armijo's rule along the negative gradient: the first of α, βα, β²α, … with
 *
 *     φ(α) ≤ φ(0) − c α ‖g‖²
 *
 * A value that is not a number satisfies nothing, so a step into the void is taken back. At most 100 are tried.
 *
 * @source L. Armijo, Minimization of functions having Lipschitz continuous first partial derivatives, 1966; the end
 * without acceptance: official code of target-based surrogates, 2023.
 */
export async function searchArmijo(
  valueAt: (alpha: number) => Promise<number>,
  { first, value, squaredNorm, c, backtrack, smallest = 0, slack = 0 }: ArmijoOptions,
): Promise<ArmijoResult> {
  let alpha = first;
  for (let trial = 0; trial < maximumTrials; trial++) {
    if ((await valueAt(alpha)) <= value - c * alpha * squaredNorm + slack) return { alpha, isAccepted: true };
    alpha *= backtrack;
    if (alpha < smallest) break;
  }
  return { alpha, isAccepted: false };
}
