import { numpy as np, vjp } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { type HasInitial, type HasLayers, type HasLoss, requireCapabilities } from "../../core/problem.ts";
import { valueAndGradient } from "../../engine/compile.ts";
import { generator, seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import type { Ascent } from "../descend.ts";

// biome-ignore lint/suspicious/noExplicitAny: the engine's own types cannot express tuples of trees.
type Any = any;

/** A problem whose layers can be told errors. */
export type LayeredProblem<P, B> = HasInitial<P> & HasLoss<P, B> & HasLayers<P, B>;

/** How errors at the outputs reach the layers. */
export type Feedback =
  /** The gradient of the loss. */
  | { kind: "gradient" }
  /** Backwards through the layers, from the outputs' error as it is told. */
  | { kind: "error" }
  /** By a fixed matrix for each hidden layer: neurons × outputs, row by row. */
  | { kind: "direct"; matrices: (layer: number, neurons: number, outputs: number) => Float64Array<ArrayBuffer> };

/** Random feedback, uniform in scale/√neurons · [−1, 1]: the same for each run, since it is not learnt. */
export const randomFeedback =
  (scale: number, seed: number) =>
  (layer: number, neurons: number, outputs: number): Float64Array<ArrayBuffer> => {
    const { uniform } = generator(seedFor(seed, "feedback", layer));
    const bound = scale / Math.sqrt(neurons);
    return Float64Array.from({ length: neurons * outputs }, () => bound * (2 * uniform() - 1));
  };

/** Feedback by given matrices, one a hidden layer. @throws {OptionError} where one is missing or of another shape. */
export const givenFeedback =
  (owner: string, given: readonly (readonly (readonly number[])[])[]) =>
  (layer: number, neurons: number, outputs: number): Float64Array<ArrayBuffer> => {
    const rows = given[layer];
    if (rows?.length !== neurons || rows.some((row) => row.length !== outputs)) {
      throw new OptionError(`${owner}: feedback must have ${neurons} rows of ${outputs} for hidden layer ${layer}`);
    }
    return Float64Array.from(rows.flat());
  };

/**
 * Loss and the direction that a rule takes for its gradient: from the outputs' error e (no derivative of the outputs'
 * activation), δ_out = e, and for each hidden layer δ = (Wᵀ δ_next) ∘ φ′(a) or, fed back directly, (B e) ∘ φ′(a).
 *
 * @throws {CapabilityError} if the problem has no `layers`, except for the loss's own gradient.
 */
export function ascentBy<P extends Tree, B>(
  name: string,
  problem: LayeredProblem<P, B>,
  feedback: Feedback,
): Ascent<P> {
  if (feedback.kind === "gradient") {
    return valueAndGradient((params: P, batch: Tree[]) => problem.loss(params, batch[0] as B));
  }
  requireCapabilities(name, problem, ["layers"]);
  const { inputsOf, parts, assemble, forward, errorOf } = problem.layers;
  return (params, batch) => {
    const value = problem.loss(tree.ref(params), tree.ref(batch)[0] as B);
    const own = parts(params);
    let rows = inputsOf(tree.ref(batch)[0] as B);
    const pullbacks = forward.map((layer, i) => {
      // Nobody asks what the inputs of the first layer should have been.
      const [f, at] = i === 0 ? [(own: never) => layer(own, rows), [own[0]!]] : [layer, [own[i]!, rows]];
      const [outputs, pullback] = (vjp as Any)(f, at) as [np.Array, Any];
      rows = outputs;
      return pullback as { (cotangent: np.Array): [Tree, np.Array?]; dispose(): void };
    });
    const samples = rows.shape[0]!;
    const error = errorOf(rows, batch[0] as B).div(samples);
    const gradients: Tree[] = [];
    let told = error.ref;
    for (let i = forward.length - 1; i >= 0; i--) {
      const [gradient, back] = pullbacks[i]!(told);
      pullbacks[i]!.dispose();
      gradients[i] = gradient;
      if (back === undefined) break;
      if (feedback.kind === "error") {
        told = back;
        continue;
      }
      const [neurons, outputs] = [back.shape[1]!, error.shape[1]!];
      back.dispose();
      const B = np.array(feedback.matrices(i - 1, neurons, outputs), { shape: [neurons, outputs], dtype: np.float64 });
      told = np.dot(error.ref, np.transpose(B.astype(error.dtype)));
    }
    error.dispose();
    return [value, assemble(gradients)];
  };
}
