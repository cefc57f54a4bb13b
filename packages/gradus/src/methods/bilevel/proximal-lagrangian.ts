import type { Bilevel, ByLevel, LevelFunction, LowerConstraints } from "../../core/bilevel.ts";
import { OptionError } from "../../core/errors.ts";
import { nonnegative, positive, readOptions, z } from "../../core/options.ts";
import { apply, type Matrix } from "../../engine/linear-algebra/matrix.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import { projectionOn } from "./projection.ts";

type Constraints = Pick<LowerConstraints, "values" | "pullBack">;

/** s g, or no constraints. */
export function scaledConstraints(constraints: LowerConstraints | undefined, scale: number): Constraints {
  if (!constraints) {
    return {
      values: () => new Float64Array(),
      pullBack: (x, y) => ({ x: new Float64Array(x.length), y: new Float64Array(y.length) }),
    };
  }
  return {
    values: async (x, y) => (await constraints.values(x, y)).map((value) => scale * value),
    pullBack: (x, y, lambda) =>
      constraints.pullBack(
        x,
        y,
        lambda.map((value) => scale * value),
      ),
  };
}

/** The projection on Z: [0, r] for each multiplier of an inequality, [−r, r] for one of an equality. */
export const clipped = (kind: LowerConstraints["kind"] | undefined, r: number) => {
  const least = kind === "equality" ? -r : 0;
  return (lambda: Float64Array) => lambda.map((value) => Math.min(Math.max(value, least), r));
};

/** −(B x + c): what A θ must equal. */
export const affineRightHandSide = (affine: { x: Matrix; offset: Float64Array }, x: Float64Array): Float64Array =>
  apply(affine.x, x).map((value, i) => -(value + affine.offset[i]!));

type Parts = { f: LevelFunction; g: Constraints; gamma1: number; gamma2: number };
type Place = ByLevel & { z: Float64Array };

/** L_γ(x, θ, λ; y, z) = f(x, θ) + λᵀ g(x, θ) + ‖θ − y‖²/(2γ₁) − ‖λ − z‖²/(2γ₂). */
export async function lagrangianOf(
  { f, g, gamma1, gamma2 }: Parts,
  { x, y, z }: Place,
  theta: Float64Array,
  lambda: Float64Array,
): Promise<number> {
  const near = theta.map((value, i) => value - y[i]!);
  const beside = lambda.map((value, i) => value - z[i]!);
  return (
    (await f.value(x, theta)) +
    dot(lambda, await g.values(x, theta)) +
    dot(near, near) / (2 * gamma1) -
    dot(beside, beside) / (2 * gamma2)
  );
}

const valueFunctionOptions = z.object({
  /** γ₁ > 0. Default 2, as for `lvHba`. */
  gamma1: positive().default(2),
  /** γ₂ > 0. Default 2, as for `lvHba`. */
  gamma2: positive().default(2),
  /** r > 0, bound of the multipliers. Default 1000 (official code, toys). */
  r: positive().default(1000),
  /** Ends at a step of θ below this, relative to 1 + ‖θ‖. Default 1e-13. */
  tolerance: nonnegative().default(1e-13),
});

export type ValueFunctionOptions = z.input<typeof valueFunctionOptions>;

/** The saddle point, the value and its gradients; `status` tells whether the tolerance was reached. */
export type ValueFunction = {
  theta: Float64Array;
  lambda: Float64Array;
  value: number;
  gradient: ByLevel & { z: Float64Array };
  status: "converged" | "maximum iterations";
};

const mostIterations = 200_000;

/**
 * The truncated proximal Lagrangian value function, its saddle point and its gradient, to high accuracy: f − v certifies how
 * far y is from solving the lower level.
 *
 *     v(x, y, z) = min over θ ∈ Y of  φ(θ),   φ(θ) = f(x, θ) + ‖θ − y‖²/(2γ₁) + max over λ ∈ Z of (λᵀ g(x, θ) − ‖λ − z‖²/(2γ₂))
 *     λ*(θ) = Π_Z(z + γ₂ g(x, θ)),   ∇φ = ∇_y f + ∇_y gᵀ λ* + (θ − y)/γ₁
 *     ∇_x v = ∇_x f(x, θ*) + ∇_x g(x, θ*)ᵀ λ*,   ∇_y v = (y − θ*)/γ₁,   ∇_z v = (λ* − z)/γ₂
 *
 * φ is strongly convex with modulus 1/γ₁ and minimised by accelerated projected gradients with backtracking and restarts.
 * For (x, y) ∈ C and z ∈ Z of inequalities f(x, y) − v ≥ 0, and 0 exactly where y solves the lower level and z is a
 * multiplier. x has n entries, y m and z l.
 *
 * Cost: about √(γ₁ L) log(1/tolerance) iterations of a gradient of f, g, and a product with its transposed Jacobian.
 * @throws {OptionError} if an option is unknown or outside its range, or z has another length than g.
 * @source W. Yao, C. Yu, S. Zeng, J. Zhang, 2024, arXiv 2401.16164; O'Donoghue and Candès 2015 (restarts).
 * @example
 * const { value, gradient } = await valueFunction(llc().bilevel, { x, y, z }, { gamma1: 10, gamma2: 10 });
 */
export async function valueFunction(
  { lower: f, constraints, lowerSet }: Pick<Bilevel, "lower" | "constraints" | "lowerSet">,
  place: Place,
  options: ValueFunctionOptions = {},
): Promise<ValueFunction> {
  const { gamma1, gamma2, r, tolerance } = readOptions("valueFunction", valueFunctionOptions, options);
  const { x, y, z } = place;
  const l = constraints?.count ?? 0;
  if (z.length !== l) throw new OptionError(`valueFunction: z must have ${l} entries, got ${z.length}`);
  const g = scaledConstraints(constraints, 1);
  const clip = clipped(constraints?.kind, r);
  const projectY = projectionOn(lowerSet);
  const parts = { f, g, gamma1, gamma2 };

  const multipliersAt = async (theta: Float64Array) => {
    const values = await g.values(x, theta);
    return clip(z.map((value, i) => value + gamma2 * values[i]!));
  };
  const phi = async (theta: Float64Array) => lagrangianOf(parts, place, theta, await multipliersAt(theta));
  const slope = async (theta: Float64Array) => {
    const lambda = await multipliersAt(theta);
    const [ofF, ofG] = [await f.gradient(x, theta), await g.pullBack(x, theta, lambda)];
    return theta.map((value, i) => ofF.y[i]! + ofG.y[i]! + (value - y[i]!) / gamma1);
  };

  let theta = projectY(y).point;
  let ahead = theta.slice();
  let t = 1;
  let L = 1 / gamma1;
  let status: ValueFunction["status"] = "maximum iterations";
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const gradient = await slope(ahead);
    const value = await phi(ahead);
    let next: Float64Array;
    while (true) {
      next = projectY(ahead.map((at, i) => at - gradient[i]! / L)).point;
      const step = next.map((at, i) => at - ahead[i]!);
      const bound = value + dot(gradient, step) + (L / 2) * dot(step, step);
      // What rounding alone may do near the end is let pass.
      if ((await phi(next)) <= bound + 1e-15 * (1 + Math.abs(value)) || !(L < 1e300)) break;
      L *= 2;
    }
    const moved = next.map((at, i) => at - theta[i]!);
    const left = ahead.map((at, i) => at - next[i]!);
    const size = Math.sqrt(dot(left, left));
    if (size <= tolerance * (1 + Math.sqrt(dot(next, next)))) {
      theta = next;
      status = "converged";
      break;
    }
    // Restart where the momentum points uphill.
    const isUphill = dot(left, moved) > 0;
    const nextT = isUphill ? 1 : (1 + Math.sqrt(1 + 4 * t * t)) / 2;
    const momentum = isUphill ? 0 : (t - 1) / nextT;
    ahead = next.map((at, i) => at + momentum * moved[i]!);
    theta = next;
    t = nextT;
  }
  const lambda = await multipliersAt(theta);
  const [ofF, ofG] = [await f.gradient(x, theta), await g.pullBack(x, theta, lambda)];
  return {
    theta,
    lambda,
    value: await lagrangianOf(parts, place, theta, lambda),
    gradient: {
      x: ofF.x.map((value, i) => value + ofG.x[i]!),
      y: y.map((value, i) => (value - theta[i]!) / gamma1),
      z: z.map((value, i) => (lambda[i]! - value) / gamma2),
    },
    status,
  };
}
