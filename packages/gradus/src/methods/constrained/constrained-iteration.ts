import type { Iteration, OracleCalls } from "../../core/method.ts";
import { norm } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import {
  type EqualityConstrained,
  type KktCalls,
  type KktMatrices,
  type KktPoint,
  kktPrograms,
  kktResidual,
  type Values,
} from "./kkt-programs.ts";

/*
 * What all methods for equality constraints have in common: a point of variables and multipliers on the host, the KKT
 * residual, counts, and the ways a run can end.
 */

/** What a method remembers from step to step. */
export type ConstrainedMemory = { [name: string]: number };

/** The state of a run. */
export type ConstrainedState<Memory extends ConstrainedMemory> = {
  step: number;
  seed: number;
  calls: KktCalls;
  point: KktPoint;
  /** As the authors' code counts: 2 for each point with derivatives, and for each trial of a line search. */
  evaluations: { objective: number; gradient: number };
  /** Why nothing is left to do, or "". */
  outcome: string;
  /** Numbers of the method's own about the last step. */
  reports: Record<string, number>;
  memory: Memory;
};

export type ConstrainedContext = {
  /** Steps made before. */
  step: number;
  seed: number;
  point: KktPoint;
  evaluations: { objective: number; gradient: number };
  /** f, c and ∇ₓL elsewhere. */
  evaluate(x: Float64Array, multipliers: Float64Array): Promise<KktPoint>;
  /** f and c elsewhere. */
  values(x: Float64Array): Promise<Values>;
  /** ∇²ₓₓL and G at the point, with these multipliers in place of its own if they are given. */
  matrices(multipliers?: Float64Array): Promise<KktMatrices>;
};

type ConstrainedResult<Memory> = {
  /** Where to go on from. Default: where the step began. */
  next?: KktPoint;
  memory: Memory;
  reports?: Record<string, number>;
  /** Why nothing is left to do. */
  outcome?: string;
};

export type ConstrainedRule<Memory extends ConstrainedMemory> = {
  name: string;
  /** The run has finished once ‖(∇ₓL, c)‖ is at or below it. */
  tolerance: number;
  remember(point: KktPoint): Memory;
  step(context: ConstrainedContext, memory: Memory): Promise<ConstrainedResult<Memory>>;
};

/** An objective below this is taken for unbounded, as IPOPT takes iterates beyond it for diverging. */
const lowestObjective = -1e20;

/** Puts a rule to work on a problem. */
export function iterateConstrained<P extends Tree, Memory extends ConstrainedMemory>(
  rule: ConstrainedRule<Memory>,
  problem: EqualityConstrained<P>,
): Iteration<ConstrainedState<Memory>, P> {
  const programs = kktPrograms(rule.name, problem);
  return {
    async init(seed) {
      const calls: KktCalls = { loss: 0, gradient: 0, hessianVectorProduct: 0 };
      const point = await programs.start(seed, calls);
      const evaluations = { objective: 2, gradient: 2 };
      return { step: 0, seed, calls, point, evaluations, outcome: "", reports: {}, memory: rule.remember(point) };
    },
    async step({ step, seed, point, memory, reports, ...before }) {
      const calls = { ...before.calls };
      const evaluations = { ...before.evaluations };
      const result = await rule.step(
        {
          step,
          seed,
          point,
          evaluations,
          evaluate: (x, multipliers) => programs.evaluate(x, multipliers, calls),
          values: (x) => programs.values(x, calls),
          matrices: (multipliers = point.multipliers) => programs.matrices(point.x, multipliers, calls),
        },
        memory,
      );
      return {
        step: step + 1,
        seed,
        calls,
        point: result.next ?? point,
        evaluations,
        outcome: result.outcome ?? "",
        reports: result.reports ?? reports,
        memory: result.memory,
      };
    },
    measure: ({ calls, point, evaluations, reports }) => ({
      objective: point.value,
      calls: Object.fromEntries(Object.entries(calls).filter(([, count]) => count > 0)) as OracleCalls,
      kktResidual: kktResidual(point),
      constraintNorm: norm(point.constraints),
      objectiveEvaluations: evaluations.objective,
      gradientEvaluations: evaluations.gradient,
      ...reports,
    }),
    answer: ({ point }) => programs.params(point.x),
    finished({ point, outcome }) {
      const residual = kktResidual(point);
      if (residual <= rule.tolerance) {
        return `converged: KKT residual ${residual.toPrecision(2)} ≤ ${rule.tolerance}`;
      }
      if (outcome !== "") return outcome;
      if (!Number.isFinite(residual)) return "not finite: a constraint or a derivative is not a finite number";
      if (point.value < lowestObjective) return `unbounded: the objective fell to ${point.value.toPrecision(2)}`;
      return undefined;
    },
    dispose: () => programs.dispose(),
  };
}
