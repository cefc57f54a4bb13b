import type { Iteration } from "../../core/method.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import type { Tree } from "../../engine/tree.ts";
import { type ConstrainedMemory, type ConstrainedState, iterateConstrained } from "./constrained-iteration.ts";
import type { EqualityConstrained, KktPoint } from "./kkt-programs.ts";
import { modelReduction, reductionAsked, type StepModel, searchL1, stepModel } from "./l1-merit.ts";
import { fullGradient, type NewtonSystemOptions, newtonSystem } from "./newton-system.ts";

/*
 * Sequential quadratic programming with a line search on the l1 merit function f + μ ‖c‖₁: what methods of this kind differ
 * in is how exactly they solve K d = −∇L, and when they raise μ.
 */

/** What a direction is made from. */
type L1System = {
  point: KktPoint;
  K: Matrix;
  /** ∇L */
  gradient: Float64Array;
  /** What the model of the merit function says of a step. */
  modelOf(d: Float64Array): StepModel;
};

/** A direction, what the model says of it, and what to remember; or why there is none. */
type L1Direction<Memory> = { d: Float64Array; model: StepModel; memory: Memory } | { outcome: string };

export type L1Rule<Memory extends ConstrainedMemory & { mu: number }> = {
  name: string;
  options: NewtonSystemOptions & { tolerance: number; beta: number };
  remember(point: KktPoint): Memory;
  direction(system: L1System, memory: Memory): Promise<L1Direction<Memory>> | L1Direction<Memory>;
};

/** Puts a rule to work on a problem. */
export const iterateL1Sqp = <P extends Tree, Memory extends ConstrainedMemory & { mu: number }>(
  { name, options, remember, direction }: L1Rule<Memory>,
  problem: EqualityConstrained<P>,
): Iteration<ConstrainedState<Memory>, P> =>
  iterateConstrained(
    {
      name,
      tolerance: options.tolerance,
      remember,
      async step(context, before) {
        const { point, matrices } = context;
        const { H, G } = await matrices();
        const system = newtonSystem({ H, G }, point, options);
        if ("outcome" in system) return { memory: before, outcome: system.outcome };
        const { B, K, shift } = system;
        const modelOf = (d: Float64Array) => stepModel(point, { B, G }, d);
        const found = await direction({ point, K, gradient: fullGradient(point), modelOf }, before);
        if ("outcome" in found) return { memory: before, outcome: found.outcome };
        const { d, model, memory } = found;
        const next = await searchL1(context, d, model, { mu: memory.mu, beta: options.beta });
        const reports = { ...memory, stepLength: next?.alpha ?? 0, shift };
        return next
          ? { next: next.point, memory, reports }
          : { memory, reports, outcome: "line search failed: no step length passed Armijo's test" };
      },
    },
    problem,
  );

/** μ, raised to where the model promises enough of the step, if it does not. */
export function raisedMu(model: StepModel, mu: number, { sigma, tau }: { sigma: number; tau: number }): number {
  const { increase, violation, predicted } = model;
  if (modelReduction(model, mu) >= reductionAsked(model, mu, sigma) || violation <= predicted) return mu;
  return Math.max(increase / ((1 - tau) * (violation - predicted)), mu) + 1e-4;
}
