import { numpy as np } from "@jax-js/jax";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { type OptimizerState, type StandaloneOptimizer, standalone } from "./optimizer.ts";
import type { Transformation } from "./transformation.ts";

/*
 * Transformations and optimizers on plain numbers, to be compared with formulas: parameters are one float64 vector.
 */

const optimizers = new WeakMap<Transformation, StandaloneOptimizer>();

/** `standalone`, compiled once for each transformation. */
export function compiledOnce(transformation: Transformation): StandaloneOptimizer {
  const optimizer = optimizers.get(transformation) ?? standalone(transformation);
  optimizers.set(transformation, optimizer);
  return optimizer;
}

/** What a transformation hands on for one gradient after another, the parameters held fixed (at 0 if not given). */
export function updatesFor(transformation: Transformation, gradients: number[][], params?: number[]): number[][] {
  const { rows, state } = statesFor(transformation, gradients, params);
  tree.dispose(state);
  return rows;
}

/** The same, with the transformation's last state, which the caller owns. */
export function statesFor<State extends Tree>(
  transformation: Transformation<State>,
  gradients: number[][],
  params: number[] = gradients[0]!.map(() => 0),
): { rows: number[][]; state: State } {
  const optimizer = compiledOnce(transformation);
  const at = vector(params);
  let state = optimizer.init(at);
  const rows = gradients.map((gradient) => {
    const [updates, next] = optimizer.update(vector(gradient), state, at);
    state = next;
    return Array.from(updates.dataSync());
  });
  at.dispose();
  return { rows, state: state.inner as State };
}

/** The points that an optimizer visits, the first one left out. */
export function iterates(
  optimizer: StandaloneOptimizer,
  start: number[],
  gradientAt: (x: number[], step: number) => number[],
  steps: number,
): number[][] {
  let params = vector(start);
  let state: OptimizerState = optimizer.init(params);
  let x = start;
  const points = Array.from({ length: steps }, (_, step) => {
    [params, state] = optimizer.step(vector(gradientAt(x, step)), state, params);
    x = Array.from(params.ref.dataSync());
    return x;
  });
  tree.dispose([params, state.inner]);
  return points;
}

const vector = (values: number[]): np.Array => np.array(Float64Array.from(values), { dtype: np.float64 });
