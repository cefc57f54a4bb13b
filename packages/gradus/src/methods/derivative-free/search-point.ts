import { numpy as np, random } from "@jax-js/jax";
import type { Measurement } from "../../core/method.ts";
import type { HasInitial } from "../../core/problem.ts";
import { seedFor } from "../../engine/random.ts";

/** Where a search is, what that is worth, and what it took to get there. */
export type SearchPoint = {
  step: number;
  seed: number;
  x: Float64Array;
  /** The objective at x. */
  value: number;
  /** Evaluations of trial points; that of the start is not counted. */
  evaluations: number;
  /** Of these, how many threw or gave no finite number; they count as worse than any other. */
  failures: number;
  lastFailure: string;
};

/** The objective of one point; may throw, or give what is not a number. */
export type Objective = (x: Float64Array) => number | Promise<number>;

/** The objective of a black box, one point at a time. */
export const objectiveOf =
  ({ evaluate }: { evaluate(points: Float64Array[]): number[] | Promise<number[]> }): Objective =>
  async (x) =>
    (await evaluate([x]))[0] ?? Number.NaN;

/**
 * The point at which a run starts. An objective that throws here has thrown for good.
 * @throws {RangeError} if the initial parameters are no vector, or not of the problem's dimension.
 */
export async function startAt(
  method: string,
  problem: HasInitial<np.Array> & { dimension?: number },
  objective: Objective,
  seed: number,
): Promise<SearchPoint> {
  const initial = problem.initial(random.key(seedFor(seed, "initial")));
  const { shape } = initial;
  const x = Float64Array.from(await initial.data());
  if (shape.length !== 1 || shape[0] === 0) {
    throw new RangeError(`${method}: initial must be a vector with an entry or more, got shape [${shape}]`);
  }
  if (problem.dimension !== undefined && problem.dimension !== x.length) {
    throw new RangeError(`${method}: initial must have ${problem.dimension} entries, got ${x.length}`);
  }
  return { step: 0, seed, x, value: await objective(x), evaluations: 0, failures: 0, lastFailure: "" };
}

/** The point with one more failure on record. */
export const withFailure = <P extends SearchPoint>(point: P, cause: unknown): P => ({
  ...point,
  failures: point.failures + 1,
  lastFailure: String((cause as Error)?.message ?? cause).split("\n")[0]!,
});

/**
 * Tries x + d for one direction after another and moves to the first that is strictly better.
 * @returns the point after that, and the direction that it moved along, if it did.
 */
export async function scan<P extends SearchPoint>(
  objective: Objective,
  point: P,
  directions: readonly Float64Array[],
): Promise<[P, Float64Array | undefined]> {
  let at = point;
  for (const d of directions) {
    const x = at.x.map((value, i) => value + d[i]!);
    at = { ...at, evaluations: at.evaluations + 1 };
    try {
      const value = await objective(x);
      if (value < at.value && Number.isFinite(value)) return [{ ...at, x, value }, d];
      if (!Number.isFinite(value)) at = withFailure(at, `objective ${value}`);
    } catch (cause) {
      at = withFailure(at, cause);
    }
  }
  return [at, undefined];
}

/** What a run reports of a point. */
export const measurementOf = ({ value, evaluations, failures }: SearchPoint): Measurement => ({
  objective: value,
  calls: { evaluation: evaluations },
  failedEvaluations: failures,
});

/** The point as an array that the caller owns. */
export const answerOf = ({ x }: { x: Float64Array }): np.Array => np.array(x.slice(), { dtype: np.float64 });

/** Why a run is at its end, with a word on evaluations that failed. */
export const ending = (reason: string, { failures, evaluations, lastFailure }: SearchPoint): string =>
  failures === 0
    ? reason
    : `${reason}; ${failures} of ${evaluations} evaluations failed, the last with '${lastFailure}'`;
