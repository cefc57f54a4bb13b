import { numpy as np } from "@jax-js/jax";
import {
  compile,
  disposeState,
  type HasLoss,
  type OptimizerState,
  type StandaloneOptimizer,
  type Tree,
  trees,
  valueAndGradient,
} from "gradus";

/** Loss and gradient at parameters, for step 0, 1, 2, …; a list of given gradients has no loss. Consumes the parameters. */
export type Oracle<P extends Tree> = (params: P, step: number) => { value?: np.Array; gradient: P };

/** The oracle of a problem, as its optimizers see it. */
export function oracleOf<P extends Tree>(problem: HasLoss<P>): Oracle<P> {
  const evaluate = compile(valueAndGradient((params: P) => problem.loss(params, undefined)));
  return (params) => {
    const [value, gradient] = evaluate(params);
    return { value, gradient };
  };
}

/** The oracle that answers gradients from a list, wherever it is asked. */
export function listedGradients<P extends Tree>(gradients: (() => P)[]): Oracle<P> {
  return (params, step) => {
    trees.dispose(params);
    return { gradient: gradients[step]!() };
  };
}

/** Steps an optimizer from `start` (consumed) and returns what `observe` saw after each step; it borrows its arguments. */
export function follow<P extends Tree, Row>(
  optimizer: StandaloneOptimizer,
  oracle: Oracle<P>,
  start: P,
  steps: number,
  observe: (params: P, state: OptimizerState) => Row,
): Row[] {
  let params = start;
  let state = optimizer.init(params);
  const rows: Row[] = [];
  for (let step = 0; step < steps; step++) {
    const { value, gradient } = oracle(trees.ref(params), step);
    [params, state] = optimizer.step(gradient, state, params, value ? { value } : {});
    value?.dispose();
    rows.push(observe(params, state));
  }
  trees.dispose(params);
  disposeState(state);
  return rows;
}

/** The state of the link of a chain that has `key`. */
export function linkWith<State>(state: OptimizerState, key: keyof State & string): State {
  const link = (state.inner as Tree[]).find((link) => Object.hasOwn(link as object, key));
  if (link === undefined) throw new RangeError(`no link of the chain has a state with '${key}'`);
  return link as State;
}

export const vector = (values: number[]): np.Array => np.array(values, { dtype: np.float64 });

/** The numbers of an array, which it borrows. */
export const numbersOf = (array: np.Array): number[] => Array.from(array.ref.dataSync());

/** The learning rate of step 0, 1, 2, … from one number or a list. */
export const rateOf = (rate: number | number[]) => (step: number) => (Array.isArray(rate) ? rate[step]! : rate);
