import { numpy as np, random } from "@jax-js/jax";
import { CapabilityError } from "../core/errors.ts";
import type { Iteration, OracleCalls } from "../core/method.ts";
import { type HasBatches, type HasInitial, type HasLoss, requireCapabilities } from "../core/problem.ts";
import { compile, valueAndGradient } from "../engine/compile.ts";
import { seedFor } from "../engine/random.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { cachedStream } from "./batch-stream.ts";
import { type Metric, type MetricOption, metricOf } from "./metric.ts";

/*
 * Methods that try steps until one will do: value and gradient are read after each try, and what is decided is decided
 * on the host in float64. A try is one compiled program: move, value and gradient.
 */

export type SmoothProblem<P, B> = HasInitial<P> & HasLoss<P, B> & Partial<HasBatches<B>>;

/** What a method remembers from step to step. */
export type TrialMemory = { [name: string]: number | Float64Array };

/** The state of a run: a point with value and gradient, the calls so far, and what the method remembers. */
export type TrialState<P, Memory extends TrialMemory> = {
  step: number;
  seed: number;
  calls: { gradient: number; hessian: number; hessianVectorProduct: number };
  params: P;
  value: number;
  gradient: Float64Array;
  /** ‖g‖_* in the method's metric. */
  gradientNorm: number;
  /** Why the last step did not move, or "". */
  outcome: string;
  /** Numbers of the method's own about the last step. */
  reports: Record<string, number>;
  memory: Memory;
};

/** What was found at a place that was tried. */
export type Trial = { readonly value: number; readonly gradient: Float64Array };

/** What second derivatives at a point are asked for, and where it is counted. */
export type CurvatureAt<P, Curvature> = {
  /** Borrows parameters and batch, which must live for as long as the curvature is asked. */
  at(params: P, batch: Tree[], calls: TrialState<P, never>["calls"]): Promise<Curvature>;
  dispose(): void;
};

type TrialContext<Curvature> = {
  /** Steps made before. */
  step: number;
  value: number;
  gradient: Float64Array;
  gradientNorm: number;
  metric: Metric;
  curvature(): Promise<Curvature>;
  /** Value and gradient after a change of the parameters, on the step's batch. */
  attempt(change: Float64Array): Promise<Trial>;
};

type TrialResult<Memory> = {
  /** The trial to go on from, which must be the last one; the run stays where it is without one. */
  accepted?: Trial | undefined;
  memory: Memory;
  reports: { [name: string]: number | undefined };
  /** Why nothing is left to do, on a problem without batches. */
  outcome?: string;
};

export type TrialRule<P, Memory extends TrialMemory, Curvature = never> = {
  name: string;
  metric?: MetricOption | undefined;
  /** The run has finished once ‖g‖_* is at or below it. */
  gradientTolerance: number;
  curvature?: CurvatureAt<P, Curvature>;
  /** float64 parameters are asked for: the rule compares values that agree to seven digits. */
  isDouble?: boolean;
  /** What it remembers before the first step, for so many parameters. */
  remember(parameters: number): Memory;
  step(context: TrialContext<Curvature>, memory: Memory): Promise<TrialResult<Memory>>;
};

/** Puts a rule to work on a problem. On a problem with batches each step tries on its own batch, and never finishes. */
export function iterateTrials<P extends Tree, B, Memory extends TrialMemory, Curvature = never>(
  rule: TrialRule<P, Memory, Curvature>,
  problem: SmoothProblem<P, B>,
): Iteration<TrialState<P, Memory>, P> {
  requireCapabilities(rule.name, problem, ["initial", "loss"]);
  const lossOn = (params: P, batch: Tree[]) => problem.loss(params, batch[0] as B);
  const both = (params: P, batch: Tree[]) => {
    const [value, gradient] = valueAndGradient(lossOn)(params, batch);
    return [value, tree.toVector(gradient)] as const;
  };
  const evaluate = compile(both);
  const moved = compile((params: P, change: np.Array, batch: Tree[]) => {
    const next = tree.add(params, tree.fromVector(change, params));
    return [tree.ref(next), ...both(next, batch)] as const;
  });
  const stream = cachedStream(problem);
  let known: Metric | undefined;
  const metricFor = (n: number) => {
    known ??= metricOf(rule.name, rule.metric, n);
    return known;
  };
  const read = async (value: np.Array, gradient: np.Array): Promise<Trial> => {
    const [one, all] = await Promise.all([value.data(), gradient.data()]);
    return { value: one[0]!, gradient: Float64Array.from(all) };
  };

  return {
    async init(seed) {
      const params = problem.initial(random.key(seedFor(seed, "initial")));
      const dtype = tree.dtypeOf(params);
      if (rule.isDouble && dtype !== np.float64) {
        tree.dispose(params);
        throw new CapabilityError(`${rule.name} needs parameters in float64, got ${dtype}`);
      }
      const { value, gradient } = await read(...evaluate(tree.ref(params), stream.batch(seed, 0)));
      return {
        step: 0,
        seed,
        calls: { gradient: 1, hessian: 0, hessianVectorProduct: 0 },
        params,
        value,
        gradient,
        gradientNorm: metricFor(gradient.length).dualNorm(gradient),
        outcome: "",
        reports: {},
        memory: rule.remember(gradient.length),
      };
    },
    async step({ step, seed, params, memory, ...before }) {
      const batch = stream.batch(seed, step);
      const calls = { ...before.calls };
      const metric = metricFor(before.gradient.length);
      const dtype = tree.dtypeOf(params);
      let point: Trial = before;
      if (problem.batches && step > 0) {
        point = await read(...evaluate(tree.ref(params), tree.ref(batch) as Tree[]));
        calls.gradient++;
      }
      let latest: { params: P; trial: Trial } | undefined;
      const release = () => {
        if (latest) tree.dispose(latest.params);
        latest = undefined;
      };
      try {
        const result = await rule.step(
          {
            step,
            value: point.value,
            gradient: point.gradient,
            gradientNorm: metric.dualNorm(point.gradient),
            metric,
            curvature: () => rule.curvature!.at(params, batch, calls),
            async attempt(change) {
              release();
              const data = dtype === np.float64 ? change.slice() : Float32Array.from(change);
              const [next, ...found] = moved(tree.ref(params), np.array(data, { dtype }), tree.ref(batch) as Tree[]);
              calls.gradient++;
              latest = { params: next, trial: await read(...found) };
              return latest.trial;
            },
          },
          memory,
        );
        const isMoved = latest !== undefined && result.accepted === latest.trial;
        const { value, gradient } = isMoved ? latest!.trial : point;
        return {
          step: step + 1,
          seed,
          calls,
          params: tree.ref(isMoved ? latest!.params : params),
          value,
          gradient,
          gradientNorm: metric.dualNorm(gradient),
          outcome: result.outcome ?? "",
          reports: result.reports as Record<string, number>,
          memory: result.memory,
        };
      } finally {
        release();
        tree.dispose([params, batch] as Tree);
      }
    },
    measure: ({ calls, value, gradientNorm, reports }) => ({
      objective: value,
      calls: Object.fromEntries(Object.entries(calls).filter(([, count]) => count > 0)) as OracleCalls,
      gradientNorm,
      ...reports,
    }),
    answer: ({ params }) => tree.ref(params),
    finished({ gradientNorm, outcome }) {
      if (problem.batches) return undefined;
      if (gradientNorm <= rule.gradientTolerance) {
        return `norm of the gradient ${gradientNorm.toPrecision(2)} ≤ ${rule.gradientTolerance}`;
      }
      return outcome || undefined;
    },
    dispose() {
      stream.dispose();
      evaluate.dispose();
      moved.dispose();
      rule.curvature?.dispose();
    },
  };
}
