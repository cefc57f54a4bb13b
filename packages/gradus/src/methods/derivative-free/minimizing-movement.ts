import { grad, hessian, numpy as np, random } from "@jax-js/jax";
import type { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { count, positive, positiveOrSchedule, readOptions, z as schema, valueAt } from "../../core/options.ts";
import { type HasInitial, type HasLoss, requireCapabilities } from "../../core/problem.ts";
import { compile } from "../../engine/compile.ts";
import { fromArray } from "../../engine/linear-algebra/matrix.ts";
import { solve } from "../../engine/linear-algebra/solve.ts";
import { addScaled, dot, norm } from "../../engine/linear-algebra/vector.ts";
import { seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";

export const minimizingMovementOptions = schema.object({
  /** τ > 0, a number or a schedule of the step: α s² of the consensus hop that it stands for. Default 0.1. */
  tau: positiveOrSchedule().default(0.1),
  /** Newton steps for one proximal point at most. Default 50. */
  newtonSteps: count().default(50),
  /** The gradient of the proximal objective at which it counts as solved, relative to 1 + ‖∇E‖. Default 1e-12. */
  tolerance: positive().default(1e-12),
});

export type MinimizingMovementOptions = z.input<typeof minimizingMovementOptions>;

/** The state of a run. */
type MinimizingMovementState<P> = {
  step: number;
  params: P;
  value: number;
  gradientCalls: number;
  hessianCalls: number;
  lossCalls: number;
  outcome: string;
};

/** A method for any problem with a loss and no batches. */
export type MinimizingMovement = <P extends Tree>(
  problem: HasInitial<P> & HasLoss<P>,
) => Iteration<MinimizingMovementState<P>, P>;

/**
 * The minimizing movement scheme, implicit gradient descent: what consensus hopping does with infinitely many samples.
 *
 *     x_{k+1} = argmin_x E(x) + ‖x − x_k‖²/(2τ),   that is  x_{k+1} = x_k − τ ∇E(x_{k+1})
 *
 * Each proximal point is found by Newton's method with backtracking from x_k. Where E is not convex there may be several,
 * unless τ times the most negative curvature is above −1.
 *
 * Cost per step: a Hessian (d Hessian-vector products), a gradient and a loss for each Newton step, and d³/3 operations;
 * one Newton step on a quadratic. Memory: d² numbers. Needs float64.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `loss` or no `initial`.
 * @source E. De Giorgi, New problems on minimizing movements, 1993; K. Riedl et al., 2023, arXiv 2306.09778.
 * @example
 * const { answer } = await minimize(rosenbrock(), minimizingMovement({ tau: 1 }), { steps: 20 });
 */
export function minimizingMovement(options: MinimizingMovementOptions = {}): MinimizingMovement {
  const { tau, newtonSteps, tolerance } = readOptions("minimizing-movement", minimizingMovementOptions, options);

  return named("minimizing-movement", <P extends Tree>(problem: HasInitial<P> & HasLoss<P>) => {
    requireCapabilities("minimizing-movement", problem, ["initial", "loss"]);
    let like: P | undefined;
    const shape = () => {
      like ??= problem.initial(random.key(0));
      return like;
    };
    const energy = (x: np.Array) => problem.loss(tree.fromVector(x, shape()), undefined);
    const programs = { value: compile(energy), slope: compile(grad(energy)), curvature: compile(hessian(energy)) };
    const toEngine = (x: Float64Array) => np.array(x.slice() as never, { dtype: tree.dtypeOf(shape()) });
    const energyAt = async (x: Float64Array) => (await programs.value(toEngine(x)).data())[0]!;
    const slopeAt = async (x: Float64Array) => Float64Array.from(await programs.slope(toEngine(x)).data());
    const curvatureAt = async (x: Float64Array) => {
      const array = programs.curvature(toEngine(x)) as np.Array;
      const H = await fromArray(array);
      array.dispose();
      return H;
    };

    return {
      async init(seed) {
        const params = problem.initial(random.key(seedFor(seed, "initial")));
        const x = Float64Array.from(await tree.toVector(tree.ref(params)).data());
        const value = await energyAt(x);
        return { step: 0, params, value, gradientCalls: 0, hessianCalls: 0, lossCalls: 1, outcome: "" };
      },
      async step(state) {
        const t = valueAt(tau, state.step);
        const center = Float64Array.from(await tree.toVector(state.params).data());
        let y: Float64Array = center;
        let { value, gradientCalls, hessianCalls, lossCalls } = state;
        let outcome = "";
        const distance = (z: Float64Array) => {
          const d = addScaled(z, -1, center);
          return dot(d, d) / (2 * t);
        };
        for (let k = 0; k < newtonSteps; k++) {
          const slope = await slopeAt(y);
          gradientCalls++;
          const residual = slope.map((g, j) => g + (y[j]! - center[j]!) / t);
          if (norm(residual) <= tolerance * (1 + norm(slope))) {
            if (k === 0) outcome = "the gradient is 0";
            break;
          }
          const H = await curvatureAt(y);
          hessianCalls += y.length;
          for (let j = 0; j < y.length; j++) H.data[j * y.length + j]! += 1 / t;
          const newton = solve(H, residual);
          // A direction that does not descend is replaced by that of steepest descent.
          const direction = newton && dot(newton, residual) > 0 ? newton : residual.map((r) => t * r);
          const before = value + distance(y);
          let length = 1;
          let next = y;
          for (let halvings = 0; halvings < 60; halvings++, length /= 2) {
            next = addScaled(y, -length, direction);
            value = await energyAt(next);
            lossCalls++;
            if (value + distance(next) <= before + 1e-14 * Math.abs(before)) break;
          }
          if (next.every((z, j) => z === y[j])) break;
          y = next;
        }
        const params = tree.fromVector(toEngine(y), shape());
        return { step: state.step + 1, params, value, gradientCalls, hessianCalls, lossCalls, outcome };
      },
      measure: ({ value, gradientCalls, hessianCalls, lossCalls }) => ({
        objective: value,
        calls: { gradient: gradientCalls, hessianVectorProduct: hessianCalls, loss: lossCalls },
      }),
      answer: ({ params }) => tree.ref(params),
      finished: ({ outcome }) => outcome || undefined,
      dispose() {
        for (const program of Object.values(programs)) program.dispose();
        if (like) tree.dispose(like);
        like = undefined;
      },
    };
  });
}
