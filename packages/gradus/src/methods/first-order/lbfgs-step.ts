import { numpy as np } from "@jax-js/jax";
import { compile } from "../../engine/compile.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import { applyInverseHessian, emptyMemory, type LbfgsMemory, remember, roundingUnit } from "../../transforms/lbfgs.ts";
import { type LinePoint, searchStrongWolfe } from "./strong-wolfe.ts";

/** What L-BFGS keeps from step to step. */
export type LbfgsState = {
  memory: LbfgsMemory;
  /** Pairs put into the memory since it was last emptied. */
  pairs: number;
  /** The last step length α, 0 where the search found none. */
  stepLength: number;
  /** Calls of the gradient in all line searches. */
  gradientCalls: number;
  /** Why there is nothing left to do, or "". */
  outcome: string;
};

/** Parameters, and objective and gradient at them. */
export type Point<P> = { params: P; gradient: P; value: number };

/** Objective and gradient at some parameters (consumes them). */
export type ValueAndGradient<P> = (params: P) => [np.Array, P];

/** The state before the first step, for a memory of `size` pairs. Borrows the parameters. */
export const initialState = (params: Tree, size: number): LbfgsState => ({
  memory: emptyMemory(params, size),
  pairs: 0,
  stepLength: 0,
  gradientCalls: 0,
  outcome: "",
});

/** Compiles one step: along the quasi-Newton direction as far as the line search says. It consumes point and state. */
export function compileStep({
  memory: size,
  ...search
}: {
  memory: number;
  c1: number;
  c2: number;
  maximumEvaluations: number;
}) {
  const descentDirection = compile((gradient: Tree, memory: LbfgsMemory) => {
    const direction = tree.scale(applyInverseHessian(memory, tree.ref(gradient)), -1);
    tree.dispose(memory);
    return [tree.ref(direction), tree.dot(gradient, direction)] as const;
  });
  const move = compile((params: Tree, direction: Tree, alpha: np.Array) => {
    const next = tree.add(params, tree.scale(direction, alpha));
    alpha.dispose();
    return next;
  });
  const slopeAlong = compile((value: np.Array, gradient: Tree, direction: Tree) =>
    np.stack([value, tree.dot(gradient, direction)]),
  );
  const rememberStep = compile((memory: LbfgsMemory, from: Tree, to: Tree, gradient: Tree, nextGradient: Tree) =>
    remember(memory, tree.subtract(to, from), tree.subtract(nextGradient, gradient)),
  );

  return async function step<P extends Tree>(
    start: Point<P>,
    state: LbfgsState,
    valueAndGradient: ValueAndGradient<P>,
  ): Promise<[Point<P>, LbfgsState]> {
    const dtype = tree.dtypeOf(start.params);
    const [direction, slopeArray] = descentDirection(tree.ref(start.gradient), tree.ref(state.memory));
    const slope: number = (await slopeArray.data())[0]!;

    let { gradientCalls } = state;
    /** The point evaluated last; the search nearly always ends with it. */
    let latest: { alpha: number; params: P; gradient: P } | undefined;
    const release = () => {
      if (latest) tree.dispose([latest.params, latest.gradient]);
      latest = undefined;
    };
    const evaluate = async (alpha: number): Promise<LinePoint> => {
      release();
      const length = np.array(alpha, { dtype });
      const params = move(tree.ref(start.params), tree.ref(direction), length) as P;
      const [value, gradient] = valueAndGradient(tree.ref(params));
      gradientCalls++;
      latest = { alpha, params, gradient };
      const pair = await slopeAlong(value, tree.ref(gradient), tree.ref(direction)).data();
      return { alpha, value: pair[0]!, slope: pair[1]! };
    };

    const origin: LinePoint = { alpha: 0, value: start.value, slope };
    let found = origin;
    if (slope < 0) {
      found = await searchStrongWolfe(evaluate, origin, { ...search, first: 1, valueError: 10 * roundingUnit(dtype) });
      if (found.alpha !== 0 && found.alpha !== latest?.alpha) await evaluate(found.alpha);
    }
    tree.dispose(direction);

    if (found.alpha === 0) {
      release();
      if (state.pairs === 0) {
        const outcome = "the line search found no lower point";
        return [start, { ...state, gradientCalls, stepLength: 0, outcome }];
      }
      tree.dispose(state.memory);
      const memory = emptyMemory(start.params, size);
      return step(start, { ...state, gradientCalls, memory, pairs: 0 }, valueAndGradient);
    }
    const { params, gradient } = latest!;
    const memory = rememberStep(state.memory, start.params, tree.ref(params), start.gradient, tree.ref(gradient));
    return [
      { params, gradient, value: found.value },
      { memory, pairs: state.pairs + 1, stepLength: found.alpha, gradientCalls, outcome: "" },
    ];
  };
}
