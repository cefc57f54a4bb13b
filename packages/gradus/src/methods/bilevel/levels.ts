import { numpy as np, random } from "@jax-js/jax";
import type { BilevelProblem, ByLevel, LowerConstraints } from "../../core/bilevel.ts";
import { CapabilityError, OptionError } from "../../core/errors.ts";
import { requireCapabilities } from "../../core/problem.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import { seedFor } from "../../engine/random.ts";
import * as tree from "../../engine/tree.ts";

/** What a run of a bilevel method answers: x, y, and the multipliers of g where the method has them. Float64. */
export type BilevelAnswer = { x: np.Array; y: np.Array; lambda?: np.Array };

/** A start on the host. */
type HostStart = ByLevel & { theta: Float64Array; lambda: Float64Array };

/**
 * Reads where a run begins; θ starts at y and λ at 0 unless told otherwise.
 * @throws {CapabilityError} if the problem has no `bilevel` or no `initial`; {OptionError} if sizes do not fit.
 */
export async function startOf(method: string, problem: BilevelProblem, seed: number): Promise<HostStart> {
  const { sizes, constraints } = problem.bilevel;
  const start = problem.initial(random.key(seedFor(seed, "initial")));
  const read = async (name: string, array: np.Array, size: number) => {
    const values = Float64Array.from((await array.ref.data()) as ArrayLike<number>);
    if (values.length === size) return values;
    throw new OptionError(`${method}: the start's ${name} must have ${size} entries, got ${values.length}`);
  };
  try {
    const y = await read("y", start.y, sizes.y);
    const l = constraints?.count ?? 0;
    return {
      x: await read("x", start.x, sizes.x),
      y,
      theta: start.theta ? await read("theta", start.theta, sizes.y) : y.slice(),
      lambda: start.lambda ? await read("lambda", start.lambda, l) : new Float64Array(l),
    };
  } finally {
    tree.dispose(start);
  }
}

/** @throws {CapabilityError} if the problem has no levels or no start. */
export const requireLevels = (method: string, problem: BilevelProblem): void =>
  requireCapabilities(method, problem, ["initial", "bilevel"]);

/** g = B x + A y + c. @throws {CapabilityError} if the constraints are not said to be affine. */
export function affineOf(
  method: string,
  constraints: LowerConstraints,
): { x: Matrix; y: Matrix; offset: Float64Array } {
  if (constraints.affine) return constraints.affine;
  throw new CapabilityError(`${method} needs constraints that are affine ('bilevel.constraints.affine')`);
}

/** An answer as arrays of the engine; the caller owns them. */
export const toAnswer = (parts: ByLevel & { lambda?: Float64Array }): BilevelAnswer => ({
  x: toArray(parts.x),
  y: toArray(parts.y),
  ...(parts.lambda && { lambda: toArray(parts.lambda) }),
});

const toArray = (values: Float64Array): np.Array => np.array(values.slice(), { dtype: np.float64 });

/** (x, y) as one vector, and back. */
export function joined({ x, y }: ByLevel): Float64Array {
  const w = new Float64Array(x.length + y.length);
  w.set(x);
  w.set(y, x.length);
  return w;
}

export const parted = (w: Float64Array, n: number): ByLevel => ({ x: w.slice(0, n), y: w.slice(n) });
