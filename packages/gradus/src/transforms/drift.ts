import { numpy as np } from "@jax-js/jax";
import { CapabilityError, OptionError } from "../core/errors.ts";
import { count, positive, readOptions, z } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { type Transformation, transformation, type UpdateContext } from "./transformation.ts";

const bound = "must be a positive number or Infinity";

export const scaleByDriftOptions = z.object({
  /** p > 0: what the curvature is raised to. Default 1, with which nothing is left to tune. */
  power: positive().default(1),
  /** The longest step size, > 0; Infinity for none. Default 5 (official code). */
  maxLearningRate: z.union([z.number(bound).positive(bound), z.literal(Number.POSITIVE_INFINITY)], bound).default(5),
  /** H g by a product with the Hessian, or by the gradient at a point 0.01 away. Default "exact". */
  hessianVector: z.enum(["exact", "finiteDifference"], "must be 'exact' or 'finiteDifference'").default("exact"),
  /** The first step whose size follows the drift, the run's first being 0; `staticRate` holds before. Default 0. */
  start: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
  /** The step from which on `staticRate` holds again. Default: never. */
  stop: count().optional(),
  /** The step size outside of the window from `start` to `stop`, > 0: asked for where there is a window. */
  staticRate: positive().optional(),
});

export type ScaleByDriftOptions = z.input<typeof scaleByDriftOptions>;

/** The last step size and curvature, of the parameters' dtype. */
export type DriftState = { stepSize: np.Array; curvature: np.Array };

/** Steps of a drift as long as themselves: how far the gradient is looked at from, in the official code. */
const probe = 0.01;
/** A smaller curvature counts as this one, so that steps on flat ground stay finite. */
const flattest = 1e-12;

/**
 * Multiplies the gradient by DAL's step size, from how far the next step would drift away from the gradient flow.
 *
 *     s = ‖H g‖ / ‖g‖,   h = min(2/sᵖ, maxLearningRate)
 *     u = h g,   0 where g = 0
 *
 * H g is one product with the Hessian, or (∇f(θ + 0.01 g/‖g‖) − g) ‖g‖/0.01. s is floored at 1e-12. Reports the step size
 * as "learningRate" and s as "curvature".
 *
 * State: two numbers.
 * @throws {OptionError} if an option is unknown or outside its range, or a window and its rate do not come together;
 * {CapabilityError} where the caller offers no product with the Hessian, or no gradient at other parameters.
 * @source M. Rosca, On discretisation drift and smoothness regularisation in neural network training, 2023,
 * arXiv 2310.14036; cap, probe and window: its official code.
 * @example
 * const careful = descend("careful", chain(scaleByDrift({ power: 1.5 }), clipByGlobalNorm(1), scale(-1)));
 */
export function scaleByDrift(options: ScaleByDriftOptions = {}): Transformation<DriftState> {
  return driftScaling("scaleByDrift", readOptions("scaleByDrift", scaleByDriftOptions, options));
}

/** The same from options that were read, for the method `owner`. */
export function driftScaling(
  owner: string,
  { power, maxLearningRate, hessianVector, start, stop, staticRate }: z.output<typeof scaleByDriftOptions>,
): Transformation<DriftState> {
  const hasWindow = start > 0 || stop !== undefined;
  if (hasWindow && staticRate === undefined) {
    throw new OptionError(`${owner}: a window from start to stop needs staticRate, the step size outside of it`);
  }
  if (!hasWindow && staticRate !== undefined) {
    throw new OptionError(`${owner}: staticRate ${staticRate} is never used without a window, give start or stop`);
  }
  if (stop !== undefined && stop <= start) {
    throw new OptionError(`${owner}: the window is empty, it starts at step ${start} and stops at ${stop}`);
  }
  const isInside = (step: number) => step >= start && (stop === undefined || step < stop);
  const imageOf = hessianVector === "exact" ? imageByProduct : imageByDifference;

  return transformation({
    init(params): DriftState {
      const dtype = tree.dtypeOf(params);
      return { stepSize: np.zeros([], { dtype }), curvature: np.zeros([], { dtype }) };
    },
    numbers: (update) => ({
      power,
      cap: maxLearningRate,
      isInside: Number(isInside(update - 1)),
      staticRate: staticRate ?? 0,
    }),
    update(gradient, last, params, { numbers, ...context }): [Tree, DriftState] {
      tree.dispose(last);
      const { direction, isZero } = unitOf(gradient);
      const image = imageOf(owner, direction, gradient, params, context);
      const curvature = np.maximum(tree.norm(image), flattest);
      const rate = np.exp(np.log(curvature.ref).mul(numbers.power.ref).neg()).mul(2);
      const capped = np.where(
        numbers.isInside.ref.greater(0),
        np.minimum(rate, numbers.cap.ref),
        numbers.staticRate.ref,
      );
      const stepSize = np.where(isZero, 0, capped);
      return [tree.scale(gradient, stepSize), { stepSize, curvature }];
    },
    report: ({ stepSize, curvature }) => ({ learningRate: stepSize.ref, curvature: curvature.ref }),
  });
}

/** g/‖g‖, 0 where g = 0. The largest entry is divided out first: squares of small ones would vanish. Borrows g. */
function unitOf(gradient: Tree): { direction: Tree; isZero: np.Array } {
  const largest = tree.maximumNorm(tree.ref(gradient));
  const isZero = largest.ref.equal(0);
  const divisor = np.where(isZero.ref, 1, largest);
  const scaled = tree.map((g) => g.div(divisor.ref), tree.ref(gradient));
  divisor.dispose();
  const length = np.where(isZero.ref, 1, tree.norm(tree.ref(scaled)));
  const direction = tree.map((g) => g.div(length.ref), scaled);
  length.dispose();
  return { direction, isZero };
}

/** What H makes of a unit vector. Consumes the direction; borrows the rest. */
type Image = (
  owner: string,
  direction: Tree,
  gradient: Tree,
  params: Tree,
  context: Omit<UpdateContext, "numbers">,
) => Tree;

const imageByProduct: Image = (owner, direction, _gradient, _params, { hessianTimes }) => {
  if (!hessianTimes) {
    throw new CapabilityError(
      `${owner} needs products with the Hessian, which the caller does not offer: run it by 'descend', hand 'hessianTimes' to the update, or take finite differences`,
    );
  }
  return hessianTimes(direction);
};

const imageByDifference: Image = (owner, direction, gradient, params, { gradientAt }) => {
  if (!gradientAt) {
    throw new CapabilityError(
      `${owner} needs the gradient at other parameters: run it by 'descend', or hand 'gradientAt' to the update`,
    );
  }
  const near = gradientAt(tree.add(tree.ref(params), tree.scale(direction, probe)));
  return tree.scale(tree.subtract(near, tree.ref(gradient)), 1 / probe);
};
