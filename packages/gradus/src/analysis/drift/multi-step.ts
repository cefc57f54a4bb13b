import { numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { positive, readOptions, z } from "../../core/options.ts";
import type { HasLoss } from "../../core/problem.ts";
import { compile, valueAndGradient } from "../../engine/compile.ts";
import { addScaled, scaled } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";

const multiStepOptions = z.object({
  /** h > 0, the learning rate of the steps. */
  learningRate: positive(),
});

/**
 * The loss whose gradient flow several steps of stochastic gradient descent follow: n steps with rate h on the losses
 * E_0, …, E_{n−1} in this order, from an anchor θ_0, end after time n h where this flow does, up to O(h³).
 *
 *     Ẽ(θ) = Ē + (n h/4) ‖∇Ē‖² − (h/n) Σ_{i ≥ 1} ∇E_i(θ) · Σ_{j < i} ∇E_j(θ_0),   Ē = mean of the E_i
 *
 * The gradients at the anchor are constants. The last sum is what the order of the batches adds to the implicit
 * regularisation of one step; it holds near the anchor alone. Reconstructed: the formula is derived anew from the paper's
 * idea. The answer is a problem with a `loss`, so that `flow` and every method with a loss take it.
 *
 * Cost: n gradients at once; each value of the loss n gradients, its gradient n products with a Hessian more.
 *
 * @param losses E_0, E_1, …: traceable, consuming the parameters.
 * @throws {OptionError} if there are no losses, or the learning rate is not > 0.
 * @source M. Rosca, M. P. Deisenroth, Implicit regularisation in stochastic gradient descent: from single-objective to
 * two-player games, 2023, arXiv 2307.05789.
 * @example
 * const modified = await multiStepModifiedLoss([first.loss, second.loss], { learningRate: 0.05, anchor });
 * const after = await flow(modified, { kind: "gradient", learningRate: 0.05 }).advance(x, 2 * 0.05);
 */
export async function multiStepModifiedLoss<P extends Tree>(
  losses: readonly ((params: P) => np.Array)[],
  {
    anchor,
    ...options
  }: z.input<typeof multiStepOptions> & {
    /** θ_0. Borrowed. */
    anchor: P;
  },
): Promise<HasLoss<P>> {
  const { learningRate: h } = readOptions("multiStepModifiedLoss", multiStepOptions, options);
  const n = losses.length;
  if (n === 0) throw new OptionError("multiStepModifiedLoss: there must be at least one loss");
  const before = await gradientsBefore(losses, anchor);

  return {
    loss(params) {
      const dtype = tree.dtypeOf(params);
      const parts = losses.map((loss) => {
        const [value, gradient] = valueAndGradient(loss)(tree.ref(params));
        return { value, gradient: tree.toVector(gradient) };
      });
      tree.dispose(params);
      const mean = parts
        .map(({ gradient }) => gradient.ref)
        .reduce((sum, g) => sum.add(g))
        .div(n);
      let result = parts
        .map(({ value }) => value)
        .reduce((sum, value) => sum.add(value))
        .div(n);
      result = result.add(
        np
          .square(mean)
          .sum()
          .mul((n * h) / 4),
      );
      for (const [i, { gradient }] of parts.entries()) {
        if (i === 0) gradient.dispose();
        else {
          const constant = scaled(before[i]!, h / n);
          const fixed = np.array(dtype === np.float64 ? Float64Array.from(constant) : Float32Array.from(constant), {
            dtype,
          });
          result = result.sub(gradient.mul(fixed).sum());
        }
      }
      return result;
    },
  };
}

/** For each loss the sum of the gradients at the anchor of those before it. */
async function gradientsBefore<P extends Tree>(losses: readonly ((params: P) => np.Array)[], anchor: P) {
  const program = compile((params: P) => {
    const gradients = losses.map((loss) => {
      const [value, gradient] = valueAndGradient(loss)(tree.ref(params));
      value.dispose();
      return tree.toVector(gradient);
    });
    tree.dispose(params);
    return gradients;
  });
  try {
    const gradients = await Promise.all(
      program(tree.ref(anchor)).map(async (array) => Float64Array.from(await array.data())),
    );
    let sum: Float64Array = new Float64Array(gradients[0]!.length);
    return gradients.map((gradient) => {
      const before = sum;
      sum = addScaled(sum, 1, gradient);
      return before;
    });
  } finally {
    program.dispose();
  }
}
