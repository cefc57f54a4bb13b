import { numpy as np } from "@jax-js/jax";
import { OptionError } from "../core/errors.ts";
import { count, readOptions, z } from "../core/options.ts";
import type { HasInitial, HasLoss, HasMinimum, HasName, HasPoweredNorm } from "../core/problem.ts";
import type { Matrix } from "../engine/linear-algebra/matrix.ts";
import { powerOf } from "../engine/scalar-power.ts";

export type PoweredNorm = HasName & HasInitial<np.Array> & HasLoss<np.Array> & HasPoweredNorm<np.Array> & HasMinimum;

export type PoweredNormParts = {
  name: string;
  /** u(x). Traceable; consumes x. */
  normed(x: np.Array): np.Array;
  power: number;
  start: ArrayLike<number>;
};

/**
 * f(x) = ‖u(x)‖^p/p: equations u(x) = 0 with a power p ≥ 2 that flattens the minimum. float64.
 *
 * @throws {OptionError} if power is below 2.
 * @example
 * const problem = poweredNormOf({ name: "circle", normed: (x) => x.mul(x.ref).sum().sub(1).reshape([1]), power: 3, start: [2, 1] });
 */
export function poweredNormOf({ name, normed, power, start }: PoweredNormParts): PoweredNorm {
  if (!(power >= 2)) throw new OptionError(`poweredNormOf: power must be a number ≥ 2, got ${power}`);
  return {
    name: `${name}, power ${power}`,
    initial(key) {
      key.dispose();
      return np.array(Float64Array.from(start), { dtype: np.float64 });
    },
    loss: (x) => powerOf(np.square(normed(x)).sum(), power / 2).mul(1 / power),
    normed,
    power,
    minimum: { value: 0 },
  };
}

const power = () => z.number("must be a number ≥ 2").gte(2, "must be a number ≥ 2");
const start = z.array(z.number(), "must be a list of numbers").optional();

export const poweredRosenbrockOptions = z.object({
  /** p ≥ 2. Default 5. */
  power: power().default(5),
  /** a in u = (a − x₁, √b (x₂ − x₁²)). Default 1. */
  a: z.number("must be a number").default(1),
  /** b > 0. Default 100. */
  b: z.number("must be a positive number").positive("must be a positive number").default(100),
  /** Default (−2, 2). */
  start,
});

/**
 * Rosenbrock's valley as ‖u‖^p/p with u = (a − x₁, √b (x₂ − x₁²)): not convex, minimum 0 at (a, a²).
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @example
 * const problem = poweredRosenbrock({ power: 3 });
 */
export function poweredRosenbrock(options: z.input<typeof poweredRosenbrockOptions> = {}): PoweredNorm {
  const { power, a, b, start = [-2, 2] } = readOptions("poweredRosenbrock", poweredRosenbrockOptions, options);
  requireLength("poweredRosenbrock", start, 2);
  const parts = poweredNormOf({
    name: "Rosenbrock",
    normed(x) {
      const [first, second] = [x.ref.slice(0), x.slice(1)];
      return np.stack([first.ref.neg().add(a), second.sub(np.square(first)).mul(Math.sqrt(b))]);
    },
    power,
    start,
  });
  return { ...parts, minimum: { value: 0, at: [[a, a * a]] } };
}

export const poweredChebyshevOptions = z.object({
  /** n ≥ 2. Default 50. */
  dimension: count().default(50),
  /** p ≥ 2. Default 4. */
  power: power().default(4),
  /** Default (½, …, ½). */
  start,
});

/**
 * Nesterov's Chebyshev-Rosenbrock function as ‖u‖^p/p: u₁ = (1 − x₁)/2, u_i = x_i − (2 x_{i−1}² − 1). Minimum 0 at
 * (1, …, 1); from most starts runs end at one of its many other stationary points.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source F. Jarre, On Nesterov's Smooth Chebyshev-Rosenbrock Function, 2011.
 * @example
 * const problem = poweredChebyshev({ dimension: 4 });
 */
export function poweredChebyshev(options: z.input<typeof poweredChebyshevOptions> = {}): PoweredNorm {
  const { dimension, power, start } = readOptions("poweredChebyshev", poweredChebyshevOptions, options);
  if (dimension < 2) throw new OptionError(`poweredChebyshev: dimension must be at least 2, got ${dimension}`);
  if (start) requireLength("poweredChebyshev", start, dimension);
  const parts = poweredNormOf({
    name: `Chebyshev-Rosenbrock in ${dimension} dimensions`,
    normed(x) {
      const first = x.ref.slice([0, 1]).neg().add(1).mul(0.5);
      const before = x.ref.slice([0, dimension - 1]);
      return np.concatenate([first, x.slice([1, dimension]).sub(np.square(before).mul(2).sub(1))]);
    },
    power,
    start: start ?? new Float64Array(dimension).fill(0.5),
  });
  return { ...parts, minimum: { value: 0, at: [Array<number>(dimension).fill(1)] } };
}

/**
 * f(x) = ‖A x − b‖^p/p of given data: convex, for p > 2 without a Lipschitz gradient or strong convexity.
 *
 * @example
 * const problem = poweredLinear({ A: linearAlgebra.fromRows([[1, 2]]), b: [1], power: 4, start: [0, 0] });
 */
export function poweredLinear({
  A,
  b,
  power,
  start,
}: {
  A: Matrix;
  b: ArrayLike<number>;
  power: number;
  start: ArrayLike<number>;
}): PoweredNorm {
  const rows = Float64Array.from(A.data);
  const offsets = Float64Array.from(b);
  return poweredNormOf({
    name: `linear equations, ${A.rows} × ${A.columns}`,
    normed: (x) =>
      np
        .dot(np.array(rows, { shape: [A.rows, A.columns], dtype: np.float64 }), x)
        .sub(np.array(offsets, { dtype: np.float64 })),
    power,
    start,
  });
}

function requireLength(owner: string, start: ArrayLike<number>, dimension: number): void {
  if (start.length !== dimension) {
    throw new OptionError(`${owner}: start must have ${dimension} entries, got ${start.length}`);
  }
}
