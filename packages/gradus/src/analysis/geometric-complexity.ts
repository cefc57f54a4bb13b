import { grad, type numpy as np } from "@jax-js/jax";
import { nonnegative, readOptions, z } from "../core/options.ts";
import type { HasBatches, HasInitial, HasLoss, HasName, HasPredictions } from "../core/problem.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";

type Predict<P> = HasPredictions<P, unknown>["predict"];

/**
 * The geometric complexity of a function on a batch: how much its outputs change with its inputs, on the mean.
 *
 *     GC(θ) = (1/B) Σ_x ‖∂f(x; θ)/∂x‖_F²
 *
 * A linear function's is the squared Frobenius norm of its matrix. `predict` gives a row of outputs (or one number) for each row
 * of inputs, and no row may depend on another's inputs. Traceable, and differentiable in the parameters; consumes its arguments.
 *
 * Cost: one backward pass an output.
 *
 * @source B. Dherin, M. Munn, M. Rosca, D. Barrett, Why Neural Networks Find Simple Solutions: the Many Regularizers of Geometric
 * Complexity, 2022, arXiv 2209.13083, definition 3.1.
 * @example
 * const complexity = geometricComplexity(model.predict, params, inputs).item();
 */
export function geometricComplexity<P extends Tree>(predict: Predict<P>, params: P, inputs: np.Array): np.Array {
  const rows = inputs.shape[0]!;
  const outputs = predict(tree.ref(params), inputs.ref);
  const count = outputs.size / rows;
  outputs.dispose();
  const slope = (output: number) =>
    (grad as unknown as (f: (x: np.Array) => np.Array) => (x: np.Array) => np.Array)((x) =>
      predict(tree.ref(params), x).reshape([rows, count]).slice([], output).sum(),
    )(inputs.ref);
  const total = Array.from({ length: count }, (_, output) => tree.squaredNorm(slope(output))).reduce((sum, part) =>
    sum.add(part),
  );
  tree.dispose([params, inputs]);
  return total.div(rows);
}

const regularizerOptions = z.object({
  /** Weight w ≥ 0 of the complexity in the loss. */
  weight: nonnegative(),
});

type Smoothed<P, B> = HasName & HasInitial<P> & HasLoss<P, B> & Partial<HasBatches<B>>;

/**
 * The same problem with the geometric complexity of its predictions added to the loss: L + w GC, on the same batch. What else the
 * problem offers is left out, since it would not know of the addition.
 *
 * Cost: differentiated twice; a loss and gradient cost about as many backward passes more as there are outputs.
 *
 * @throws {OptionError} if the weight is not ≥ 0.
 * @source B. Dherin, M. Munn, M. Rosca, D. Barrett, 2022, arXiv 2209.13083, section 5 (explicit regularisation).
 * @example
 * const smooth = withGeometricComplexity(problem, { weight: 1e-3 });
 */
export function withGeometricComplexity<P extends Tree, B>(
  problem: HasInitial<P> & HasLoss<P, B> & HasPredictions<P, B> & Partial<HasBatches<B> & HasName>,
  options: z.input<typeof regularizerOptions>,
): Smoothed<P, B> {
  const { weight } = readOptions("withGeometricComplexity", regularizerOptions, options);
  return {
    name: `${problem.name ?? "problem"} with geometric complexity`,
    initial: (key) => problem.initial(key),
    loss(params, batch) {
      const inputs = problem.inputsOf(batch === undefined ? batch : (tree.ref(batch as Tree) as B));
      const complexity = geometricComplexity((own: P, x) => problem.predict(own, x), tree.ref(params), inputs);
      return problem.loss(params, batch).add(complexity.mul(weight));
    },
    ...(problem.batches && { batches: (seed: number) => problem.batches!(seed) }),
  };
}
