import { type numpy as np, random } from "@jax-js/jax";
import type { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { count, nonnegative, readOptions, z as schema } from "../../core/options.ts";
import { type HasBatches, type HasInitial, type HasLoss, requireCapabilities } from "../../core/problem.ts";
import { compile, valueAndGradient } from "../../engine/compile.ts";
import { seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import { scaleByLbfgsOptions } from "../../transforms/lbfgs.ts";
import { cachedStream } from "../batch-stream.ts";
import { compileStep, initialState, type LbfgsState, type Point, type ValueAndGradient } from "./lbfgs-step.ts";

const between0And1 = () => schema.number("must be in (0, 1)").gt(0, "must be in (0, 1)").lt(1, "must be in (0, 1)");

export const lbfgsOptions = scaleByLbfgsOptions.extend({
  /** c₁ in (0, 1), below c₂: the decrease asked for. Default 1e-4 (Nocedal and Wright, section 3.1). */
  c1: between0And1().default(1e-4),
  /** c₂ in (0, 1): the slope that may remain. Default 0.9 (Nocedal and Wright, section 3.1). */
  c2: between0And1().default(0.9),
  /** Evaluations of one line search. Default 20 (L-BFGS-B 3.0). */
  maximumEvaluations: count().default(20),
  /** The run has finished once no entry of the gradient is larger. Default 1e-8 (SciPy has 1e-5). */
  gradientTolerance: nonnegative().default(1e-8),
});

export type LbfgsOptions = z.input<typeof lbfgsOptions>;

/** The state of a run: parameters, and objective, gradient and its largest entry at them. */
export type LbfgsRunState<P> = LbfgsState & Point<P> & { step: number; seed: number; gradientNorm: number };

/** What an update needs besides the gradient. */
export type LbfgsExtras<P> = {
  /** The objective at the parameters (borrowed). */
  value: np.Array;
  /** Objective and gradient at other parameters (consumes them). */
  valueAndGradient: ValueAndGradient<P>;
};

/** L-BFGS: a method for any problem with a loss, and an `init`/`update` pair for a loop of one's own. */
export interface Lbfgs {
  <P extends Tree, B = undefined>(
    problem: HasInitial<P> & HasLoss<P, B> & Partial<HasBatches<B>>,
  ): Iteration<LbfgsRunState<P>, P>;
  /** The state before the first update. Borrows the parameters. */
  init(params: Tree): LbfgsState;
  /**
   * The updates to add to the parameters (zero where the line search found nothing), and the next state.
   * Consumes gradient and state; borrows the parameters and `value`.
   */
  update<P extends Tree>(gradient: P, state: LbfgsState, params: P, extras: LbfgsExtras<P>): Promise<[P, LbfgsState]>;
}

/**
 * L-BFGS: quasi-Newton steps from the last m steps and changes of the gradient, with a line search.
 *
 *     d_t = −H_t g_t                          H_t: see `scaleByLbfgs`
 *     θ_{t+1} = θ_t + α_t d_t                  α_t: strong Wolfe conditions, tried from 1
 *     s_t = θ_{t+1} − θ_t,  y_t = g_{t+1} − g_t
 *
 * On strongly convex functions it converges linearly; near a minimum α = 1 is usual and a step costs one gradient. For
 * up to m parameters it is nearly BFGS. Where no decrease is found, the memory is emptied and the negative gradient is
 * tried; where that fails too, or the gradient vanishes, the run has finished. A function without a lower bound is
 * followed down until the budget ends. Batches: each step reads both gradients on its own batch and never finishes.
 *
 * Cost per step: one gradient for each evaluation of the line search, one more with batches; memory: 2 m + 4 copies of
 * the parameters. Precision follows the parameters' dtype; in float32 the objective's rounding ends a run at gradients
 * of about √1e-7 times its scale.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or c1 ≥ c2.
 * @throws {CapabilityError} if the problem has no `loss` or no `initial`.
 * @source D. C. Liu, J. Nocedal, On the Limited Memory BFGS Method for Large Scale Optimization, 1989, algorithm 2.1;
 * J. Nocedal, S. J. Wright, Numerical Optimization, 2nd edition 2006, algorithm 7.5.
 * @example
 * const { answer } = await minimize(rosenbrock(), lbfgs(), { steps: 100 });
 */
export function lbfgs(options: LbfgsOptions = {}): Lbfgs {
  const settings = readOptions(
    "lbfgs",
    lbfgsOptions.refine(({ c1, c2 }) => c1 < c2, { path: ["c1"], error: "must be below c2" }) as typeof lbfgsOptions,
    options,
  );
  const step = compileStep(settings);

  const method = <P extends Tree, B>(problem: HasInitial<P> & HasLoss<P, B> & Partial<HasBatches<B>>) => {
    requireCapabilities("lbfgs", problem, ["initial", "loss"]);
    return iterate(step, settings, problem);
  };
  const standalone: Pick<Lbfgs, "init" | "update"> = {
    init: (params) => initialState(params, settings.memory),
    async update(gradient, state, params, { value, valueAndGradient }) {
      const start = { params: tree.ref(params), gradient, value: (await value.ref.data())[0]! };
      const [end, next] = await step(start, state, valueAndGradient);
      tree.dispose(end.gradient);
      return [tree.subtract(end.params, tree.ref(params)), next];
    },
  };
  return Object.assign(named("lbfgs", method), standalone) as Lbfgs;
}

function iterate<P extends Tree, B>(
  step: ReturnType<typeof compileStep>,
  { memory, gradientTolerance }: z.output<typeof lbfgsOptions>,
  problem: HasInitial<P> & HasLoss<P, B> & Partial<HasBatches<B>>,
): Iteration<LbfgsRunState<P>, P> {
  const objective = compile(valueAndGradient((params: P, batch: Tree[]) => problem.loss(params, batch[0] as B)));
  const largestEntry = compile((gradient: Tree) => tree.maximumNorm(gradient));
  const stream = cachedStream(problem);

  const read = async (scalar: np.Array): Promise<number> => (await scalar.data())[0]!;
  const pointAt = async (params: P, batch: Tree[]): Promise<Point<P>> => {
    const [value, gradient] = objective(tree.ref(params), batch);
    return { params, gradient, value: await read(value) };
  };
  const withNorm = async <S extends Point<P>>(state: S) => ({
    ...state,
    gradientNorm: await read(largestEntry(tree.ref(state.gradient))),
  });

  return {
    async init(seed) {
      const params = problem.initial(random.key(seedFor(seed, "initial")));
      const point = await pointAt(params, stream.batch(seed, 0));
      return withNorm({ step: 0, seed, ...initialState(params, memory), ...point, gradientCalls: 1 });
    },
    async step({ step: count, seed, params, gradient, value, gradientNorm: _, ...state }) {
      let point: Point<P> = { params, gradient, value };
      const isNewBatch = problem.batches !== undefined && count > 0;
      if (isNewBatch) {
        tree.dispose(gradient);
        point = await pointAt(params, stream.batch(seed, count));
      }
      const before = { ...state, gradientCalls: state.gradientCalls + Number(isNewBatch) };
      const [end, next] = await step(point, before, (at: P) => objective(at, stream.batch(seed, count)));
      return withNorm({ step: count + 1, seed, ...next, ...end });
    },
    measure: ({ step: count, value, gradientCalls, gradientNorm, stepLength }) => ({
      objective: value,
      calls: { gradient: gradientCalls },
      gradientNorm,
      ...(count > 0 && { stepLength }),
    }),
    answer: ({ params }) => tree.ref(params),
    finished({ gradientNorm, outcome }) {
      if (problem.batches) return undefined;
      if (gradientNorm <= gradientTolerance) {
        return `largest entry of the gradient ${gradientNorm.toPrecision(2)} ≤ ${gradientTolerance}`;
      }
      return outcome || undefined;
    },
    dispose() {
      stream.dispose();
      objective.dispose();
      largestEntry.dispose();
    },
  };
}
