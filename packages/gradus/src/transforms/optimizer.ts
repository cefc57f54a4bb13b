import type { numpy as np } from "@jax-js/jax";
import { compile } from "../engine/compile.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { applyUpdates, packNumbers, type Transformation, unpackNumbers } from "./transformation.ts";

/** The state of an optimizer in a user's own loop: the count of updates made, and the transformation's arrays. */
export type OptimizerState = { step: number; inner: Tree };

/** What a user's own loop may hand to an update besides the gradient. */
export type UpdateExtras = {
  /** The objective at the parameters (borrowed); some rules want it. */
  value?: np.Array;
  /** The gradient at other parameters (consumes them), for rules that look around; such an update is not compiled. */
  gradientAt?: (params: Tree) => Tree;
  /** The Hessian's product with a vector (consumed), for rules that ask for curvature; such an update is not compiled. */
  hessianTimes?: (v: Tree) => Tree;
};

/** An optimizer standing on its own, for a loop that the user writes. */
export interface StandaloneOptimizer {
  readonly transformation: Transformation;
  /** The state before the first update. Borrows the parameters. */
  init(params: Tree): OptimizerState;
  /**
   * The updates to add to the parameters, and the next state. Compiled; call it outside `jit`.
   * Consumes gradient and state; borrows the parameters.
   */
  update<P extends Tree>(gradient: Tree, state: OptimizerState, params: P, extras?: UpdateExtras): [P, OptimizerState];
  /** The new parameters and the next state, fused into one program: the fast path. Consumes all three. */
  step<P extends Tree>(gradient: Tree, state: OptimizerState, params: P, extras?: UpdateExtras): [P, OptimizerState];
  /** The parameters to evaluate with (averages, where the optimizer keeps some). Borrows both. */
  answer<P extends Tree>(params: P, state: OptimizerState): P;
}

/**
 * Compiles a transformation for use in a user's own loop.
 *
 * @example
 * const optimizer = standalone(chain(scaleByAdam(), scaleByLearningRate(1e-3)));
 * let state = optimizer.init(params);
 * [params, state] = optimizer.step(gradient, state, params);
 */
export function standalone(transformation: Transformation): StandaloneOptimizer {
  const trace = (
    gradient: Tree,
    inner: Tree,
    params: Tree,
    packed: np.Array,
    value: np.Array[],
    extras?: UpdateExtras,
  ) => {
    const numbers = unpackNumbers(packed, transformation.numbers?.(1)) as Tree & object;
    const result = transformation.update(gradient, inner, params, {
      numbers,
      ...(value[0] && { value: value[0] }),
      ...(extras?.gradientAt && { gradientAt: extras.gradientAt }),
      ...(extras?.hessianTimes && { hessianTimes: extras.hessianTimes }),
    });
    tree.dispose([numbers, value]);
    return result;
  };
  const traceUpdate = (...[gradient, inner, params, ...rest]: Parameters<typeof trace>): [Tree, Tree] => {
    const result = trace(gradient, inner, params, ...rest);
    tree.dispose(params);
    return result;
  };
  const traceStep = (...[gradient, inner, params, ...rest]: Parameters<typeof trace>): [Tree, Tree] => {
    const [updates, next] = trace(gradient, inner, params, ...rest);
    return [applyUpdates(params, updates), next];
  };

  // A program cannot take a function as an argument, so an update with one is run uncompiled.
  const runner = (traced: typeof trace) => {
    const compiled = compile((...[gradient, inner, params, packed, value]: Parameters<typeof trace>) =>
      traced(gradient, inner, params, packed, value),
    );
    return <P extends Tree>(gradient: Tree, state: OptimizerState, params: P, extras: UpdateExtras = {}) => {
      if (typeof state.step !== "number") {
        throw new TypeError(
          "an optimizer counts its updates on the host: call it outside jit, or trace its .transformation",
        );
      }
      const step = state.step + 1;
      const packed = packNumbers(transformation.numbers?.(step), tree.dtypeOf(params));
      const value = extras.value ? [extras.value.ref] : [];
      const [out, inner] =
        extras.gradientAt || extras.hessianTimes
          ? traced(gradient, state.inner, params, packed, value, extras)
          : compiled(gradient, state.inner, params, packed, value);
      return [out as P, { step, inner }] as [P, OptimizerState];
    };
  };
  const update = runner(traceUpdate);
  const step = runner(traceStep);

  return {
    transformation,
    init: (params) => ({ step: 0, inner: transformation.init(params) }),
    update: (gradient, state, params, extras) => update(gradient, state, tree.ref(params), extras),
    step,
    answer<P extends Tree>(params: P, state: OptimizerState): P {
      if (!transformation.answer) return tree.ref(params);
      return transformation.answer(tree.ref(params), tree.ref(state.inner)) as P;
    },
  };
}
