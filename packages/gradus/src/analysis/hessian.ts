import { numpy as np } from "@jax-js/jax";
import { OptionError } from "../core/errors.ts";
import type { HasBatches, HasLoss } from "../core/problem.ts";
import { type Compiled, compile, valueAndGradient } from "../engine/compile.ts";
import { copyOf, disposeBatch, hessianTimes } from "../engine/derivatives.ts";
import type { LinearOperator } from "../engine/linear-algebra/operator.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import type { Instrument, Look } from "./observe.ts";

/**
 * A loss to look at: a function of the parameters, traceable, which consumes them; or a problem. Of a problem with batches
 * it is the loss on one batch that stays the same, number 0 of seed 0: for the loss on all samples give a function.
 */
export type Watched<P extends Tree, B = undefined> =
  | ((params: P) => np.Array)
  | (HasLoss<P, B> & Partial<HasBatches<B>>);

/** Derivatives of one loss, compiled once for all the points at which they are asked. */
export type Hessian<P extends Tree> = {
  /** ∇L, leaf after leaf. Borrows the parameters. */
  gradient(params: P): Promise<Float64Array>;
  /** v ↦ ∇²L v at a point. Borrows the parameters, which must live for as long as products are asked. */
  times(params: P): LinearOperator;
  /** Frees programs and batch. Whoever asks later pays for them anew. */
  dispose(): void;
};

/**
 * Exact second derivatives of a loss along vectors, in the parameters' precision: the gradient of a directional derivative,
 * about three gradients' work each. Nothing is compiled before it is asked for, and nothing twice.
 *
 * @throws {OptionError} if there is no loss.
 * @example
 * const hessian = hessianOf((w: np.Array) => np.square(w).sum());
 * const image = await hessian.times(params)(direction);
 */
export function hessianOf<P extends Tree, B>(watched: Watched<P, B>): Hessian<P> {
  const problem: Partial<HasBatches<B>> = typeof watched === "function" ? {} : watched;
  if (typeof watched !== "function" && typeof watched.loss !== "function") {
    throw new OptionError("hessianOf: there must be a loss, a function of the parameters or a problem that has one");
  }
  const loss = (params: P, batch: Tree[]) =>
    typeof watched === "function" ? watched(params) : watched.loss(params, batch[0] as B);
  const programs = () => ({
    slope: compile((params: P, batch: Tree[]) => {
      const [value, gradient] = valueAndGradient(loss)(params, batch);
      value.dispose();
      return tree.toVector(gradient);
    }),
    product: compile((params: P, vector: np.Array, batch: Tree[]) => {
      const along = tree.fromVector(vector, params);
      const product = tree.toVector(hessianTimes(loss, params, along, batch));
      disposeBatch(batch);
      return product;
    }),
  });
  let compiled:
    | { [Name in keyof ReturnType<typeof programs>]: Compiled<ReturnType<typeof programs>[Name]> }
    | undefined;
  let batch: Tree[] | undefined;
  const batchToUse = () => {
    batch ??= problem.batches ? [problem.batches(0)(0) as Tree] : [];
    return copyOf(batch);
  };
  const ready = () => {
    compiled ??= programs();
    return compiled;
  };
  const onHost = async (array: np.Array) => Float64Array.from(await array.data());
  return {
    gradient: (params) => onHost(ready().slope(tree.ref(params), batchToUse())),
    times(params) {
      const dtype = tree.dtypeOf(params);
      return (v) => {
        const vector = np.array(dtype === np.float64 ? v.slice() : Float32Array.from(v), { dtype });
        return onHost(ready().product(tree.ref(params), vector, batchToUse()));
      };
    },
    dispose() {
      compiled?.slope.dispose();
      compiled?.product.dispose();
      disposeBatch(batch);
      [compiled, batch] = [undefined, undefined];
    },
  };
}

/** A look that asks for derivatives of one loss: compiled at the first look, freed when the run ends. */
export function lookAtHessian<P extends Tree, B>(
  watched: Watched<P, B>,
  look: (hessian: Hessian<P>, ...moment: Parameters<Look<P>>) => ReturnType<Look<P>>,
): Instrument<P> {
  const hessian = hessianOf(watched);
  return Object.assign(((answer, at) => look(hessian, answer, at)) as Look<P>, { dispose: hessian.dispose });
}
