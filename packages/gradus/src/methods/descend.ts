import { type numpy as np, random } from "@jax-js/jax";
import { type Iteration, named } from "../core/method.ts";
import { type HasBatches, type HasInitial, type HasLoss, requireCapabilities } from "../core/problem.ts";
import { compile, valueAndGradient } from "../engine/compile.ts";
import { hessianTimes } from "../engine/derivatives.ts";
import { seedFor } from "../engine/random.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { type StandaloneOptimizer, standalone } from "../transforms/optimizer.ts";
import {
  applyUpdates,
  packNumbers,
  reportsOf,
  type Transformation,
  unpackNumbers,
} from "../transforms/transformation.ts";
import { cachedStream } from "./batch-stream.ts";

/** The state of a first-order run: parameters, and objective and gradient at them. */
export type DescentState<P> = {
  step: number;
  seed: number;
  gradientCalls: number;
  productCalls: number;
  params: P;
  value: np.Array;
  gradient: P;
  inner: Tree;
};

/** Objective and direction of ascent at some parameters. Traceable; consumes its arguments. */
export type Ascent<P extends Tree> = (params: P, batch: Tree[]) => [np.Array, P];

/** A first-order optimizer: a method for any problem with a loss, and an `init`/`update` pair for a loop of one's own. */
export interface Optimizer extends StandaloneOptimizer {
  <P extends Tree, B = undefined>(
    problem: HasInitial<P> & HasLoss<P, B> & Partial<HasBatches<B>>,
  ): Iteration<DescentState<P>, P>;
}

/**
 * Makes a method of a gradient transformation.
 *
 *     θ_0 = initial(key),  g_0 = ∇f_0(θ_0)
 *     u_t, s_t = transformation(g_{t−1}, s_{t−1}, θ_{t−1})
 *     θ_t = θ_{t−1} + u_t,  g_t = ∇f_t(θ_t)
 *
 * f_t is the loss on batch t. One step is one compiled program: update, loss and gradient at the new parameters. The
 * state thus always holds the objective at its own parameters; on a problem with batches that is the loss on a batch
 * that was not yet trained on.
 *
 * Cost per step: one gradient (and one for every `gradientAt`, a product with the Hessian for every `hessianTimes` that the
 * transformation asks for); memory: parameters, gradient, the transformation's state.
 *
 * @throws {CapabilityError} if the problem has no `loss` or no `initial`.
 * @example
 * const clippedAdam = descend("clipped adam", chain(clipByGlobalNorm(1), scaleByAdam(), scaleByLearningRate(1e-3)));
 */
export function descend(name: string, transformation: Transformation): Optimizer {
  const method = <P extends Tree, B>(problem: HasInitial<P> & HasLoss<P, B> & Partial<HasBatches<B>>) => {
    requireCapabilities(name, problem, ["initial", "loss"]);
    return iterateDescent(transformation, problem);
  };
  return Object.assign(named(name, method), standalone(transformation)) as Optimizer;
}

/** Puts a transformation to work on a problem, along the gradient of its loss or another direction in its place. */
export function iterateDescent<P extends Tree, B>(
  transformation: Transformation,
  problem: HasInitial<P> & HasLoss<P, B> & Partial<HasBatches<B>>,
  direction?: Ascent<P>,
): Iteration<DescentState<P>, P> {
  // Batches travel through the compiled programs as lists, empty for a deterministic objective.
  const lossOn = (params: P, batch: Tree[]) => problem.loss(params, batch[0] as B);
  const ascent: Ascent<P> = direction ?? valueAndGradient(lossOn);
  let gradientsPerStep = 1;
  let productsPerStep = 0;

  const evaluate = compile(ascent);

  const advance = compile(
    (params: P, inner: Tree, value: np.Array, gradient: P, packed: np.Array, batch: Tree[], nextBatch: Tree[]) => {
      [gradientsPerStep, productsPerStep] = [1, 0];
      const [updates, nextInner] = transformation.update(gradient, inner, params, {
        numbers: unpackNumbers(packed, transformation.numbers?.(1)),
        value,
        gradientAt(at) {
          gradientsPerStep++;
          const [valueThere, gradientThere] = ascent(at as P, tree.ref(batch) as Tree[]);
          valueThere.dispose();
          return gradientThere;
        },
        // A direction that is not a gradient has no Hessian.
        ...(!direction && {
          hessianTimes(v: Tree) {
            productsPerStep++;
            return hessianTimes(lossOn, tree.ref(params), v as P, batch);
          },
        }),
      });
      tree.dispose([value, batch]);
      const next = applyUpdates(params, updates) as P;
      const [nextValue, nextGradient] = ascent(tree.ref(next), nextBatch);
      return [next, nextInner, nextValue, nextGradient] as const;
    },
  );

  const stream = cachedStream(problem);

  return {
    init(seed) {
      const params = problem.initial(random.key(seedFor(seed, "initial")));
      const [value, gradient] = evaluate(tree.ref(params), stream.batch(seed, 0));
      const inner = transformation.init(params);
      return { step: 0, seed, gradientCalls: 1, productCalls: 0, params, value, gradient, inner };
    },
    step({ step, seed, gradientCalls, productCalls, params, value, gradient, inner }) {
      const packed = packNumbers(transformation.numbers?.(step + 1), tree.dtypeOf(params));
      const batch = stream.batch(seed, step);
      const nextBatch = stream.batch(seed, step + 1);
      const [nextParams, nextInner, nextValue, nextGradient] = advance(
        params,
        inner,
        value,
        gradient,
        packed,
        batch,
        nextBatch,
      );
      return {
        step: step + 1,
        seed,
        gradientCalls: gradientCalls + gradientsPerStep,
        productCalls: productCalls + productsPerStep,
        params: nextParams,
        value: nextValue,
        gradient: nextGradient,
        inner: nextInner,
      };
    },
    async measure({ step, gradientCalls, productCalls, value, inner }) {
      return {
        objective: (await value.ref.data())[0]!,
        calls: { gradient: gradientCalls, ...(productCalls > 0 && { hessianVectorProduct: productCalls }) },
        ...(await reportsOf(transformation, inner, step)),
      };
    },
    answer({ params, inner }) {
      return (transformation.answer?.(tree.ref(params), tree.ref(inner)) as P | undefined) ?? tree.ref(params);
    },
    dispose() {
      stream.dispose();
      evaluate.dispose();
      advance.dispose();
    },
  };
}
