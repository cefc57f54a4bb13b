import type { numpy as np } from "@jax-js/jax";
import { type HasInitial, type HasLoss, logCoshOf, quadratic } from "gradus";
import type { GoldenCase } from "../../src/golden/runner.ts";

/** The objective of a case: a quadratic, or a sum of log cosh. */
export function objectiveOf(
  { type, A, b, B, c, mu }: GoldenCase["objective"],
  start: number[],
): HasInitial<np.Array> & HasLoss<np.Array> {
  switch (type) {
    case "quadratic":
      return quadratic({ A, b: b ?? start.map(() => 0), start });
    case "logcosh":
      return logCoshOf({ B, c, ridge: mu ?? 0, start });
    default:
      throw new RangeError(`unknown objective '${type}'`);
  }
}
