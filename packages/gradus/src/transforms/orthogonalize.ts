import { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { count, positive, readOptions, z as schema } from "../core/options.ts";
import * as tree from "../engine/tree.ts";
import { transformation } from "./transformation.ts";

export const orthogonalizeOptions = schema.object({
  /** Newton-Schulz iterations ≥ 1. Default 5 (official code). */
  iterations: count().default(5),
  /** ε > 0, added to the norm by which a matrix is divided first. Default 1e-7 (official code). */
  epsilon: positive().default(1e-7),
});

export type OrthogonalizeOptions = z.input<typeof orthogonalizeOptions>;

/** Coefficients of the quintic: as steep as can be at 0 while singular values end in about [0.7, 1.2]. */
const [a, b, c] = [3.4445, -4.775, 2.0315];

/**
 * Muon's step: brings all singular values of a matrix of updates close to 1, keeping its singular vectors.
 *
 *     X ← U / (‖U‖_F + ε)
 *     X ← a X + (b A + c A²) X,  A = X Xᵀ,   a few times
 *     u = √max(1, rows/columns) · X
 *
 * (a, b, c) = (3.4445, −4.7750, 2.0315) do not converge to 1: singular values end between about 0.7 and 1.2. Leaves
 * with more than two axes count as matrices whose columns run over all axes but the first; leaves with fewer than two
 * axes pass unchanged. Runs in the leaves' own precision (the official code runs in bfloat16).
 *
 * State: none. Cost: three matrix products per iteration.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source K. Jordan et al., Muon: An optimizer for hidden layers in neural networks, 2024,
 * https://kellerjordan.github.io/posts/muon/; coefficients and scale from its official code.
 * @example
 * const muon = chain(accumulateMomentum(0.95), orthogonalize(), scaleByLearningRate(0.02));
 */
export function orthogonalize(options: OrthogonalizeOptions = {}) {
  const { iterations, epsilon } = readOptions("orthogonalize", orthogonalizeOptions, options);
  return transformation({
    init: () => [],
    numbers: () => ({ a, b, c, epsilon }),
    update: (updates, state, _params, { numbers: { a, b, c, epsilon } }) => [
      tree.map((leaf) => {
        if (leaf.ndim < 2) return leaf;
        const shape = leaf.shape;
        const rows = shape[0]!;
        const columns = leaf.size / rows;
        const matrix = leaf.reshape([rows, columns]);
        // A = X Xᵀ is formed on the shorter side.
        const isTall = rows > columns;
        let x = isTall ? matrix.transpose() : matrix;
        const length = tree.norm(x.ref).add(epsilon.ref);
        x = x.div(length);
        for (let i = 0; i < iterations; i++) {
          const gram = np.matmul(x.ref, x.ref.transpose());
          const polynomial = gram.ref.mul(b.ref).add(np.matmul(gram.ref, gram).mul(c.ref));
          x = x.ref.mul(a.ref).add(np.matmul(polynomial, x));
        }
        return (isTall ? x.transpose() : x).mul(Math.sqrt(Math.max(1, rows / columns))).reshape(shape);
      }, updates),
      state,
    ],
  });
}
