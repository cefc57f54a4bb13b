import { numpy as np, random } from "@jax-js/jax";
import type { z } from "zod";
import { OptionError } from "../../core/errors.ts";
import { readOptions, z as schema } from "../../core/options.ts";
import { seedFor } from "../../engine/random.ts";
import type { Aggregator } from "./aggregator.ts";
import { clippedAdamOptions, withAdam } from "./with-adam.ts";

/** Numbers in [0, 1) for update 0, 1, 2, …: one for each shared parameter, in the order of the parameters. */
export type Thresholds = (update: number) => ArrayLike<number>;

const graddropAggregatorOptions = schema.object({
  /** The numbers U in place of random ones. */
  thresholds: schema
    .custom<Thresholds>((value) => typeof value === "function", "must be a function of the update")
    .optional(),
});

export const graddropOptions = graddropAggregatorOptions.extend(clippedAdamOptions);

export type GraddropAggregatorOptions = z.input<typeof graddropAggregatorOptions>;
export type GraddropOptions = z.input<typeof graddropOptions>;

/**
 * The aggregator of GradDrop: in each coordinate only the positive or only the negative entries are added, chosen at
 * random with the odds of their sizes.
 *
 *     P = ½ (1 + Σ_k g_k / (Σ_k |g_k| + 1e-8)),  U uniform in [0, 1), coordinate by coordinate
 *     d = Σ_k (g_k > 0 and P > U, or g_k < 0 and P < U ? g_k : 0)
 *
 * U is drawn from the run's seed. In expectation, d is near the sum where the tasks agree.
 *
 * Cost per update: O(K n); no memory.
 * @throws {OptionError} if an option is unknown, or there is not one threshold for each shared parameter.
 * @source Z. Chen et al., Just Pick a Sign, 2020, arXiv 2010.06808, algorithm 1, with the gradients of the parameters.
 * @example
 * descendTasks("GradDrop and SGD", graddropAggregator(), scaleByLearningRate(0.1));
 */
export function graddropAggregator(options: GraddropAggregatorOptions = {}): Aggregator<Record<string, never>> {
  const { thresholds } = readOptions("graddropAggregator", graddropAggregatorOptions, options);
  return {
    name: "graddrop",
    looksAt: "lengths",
    remember: () => ({}),
    // A coordinate that is not a number is kept by no comparison: what is not finite must not be dropped silently.
    decide: ({ norms }, memory) => ({
      weights: norms.map((norm) => (Number.isFinite(norm) ? 1 : Number.NaN)),
      memory,
      diagnostics: {},
    }),
    draw(widths, dtype, { update, seed }) {
      if (!thresholds) return [random.key(seedFor(seed, "graddrop", update))];
      const given = thresholds(update);
      const total = totalOf(widths);
      if (given.length !== total) {
        throw new OptionError(`graddropAggregator: thresholds must be ${total} numbers, got ${given.length}`);
      }
      return [np.array(Float64Array.from(given), { dtype: np.float64 }).astype(dtype)];
    },
    combine({ gradients, weights, arrays, drawn }) {
      const widths = gradients.map(({ shape }) => shape[1]!);
      const [source] = drawn as [np.Array];
      const U = thresholds ? source.ref : random.uniform(source.ref, [totalOf(widths)]).astype(gradients[0]!.dtype);
      const thresholdsOf = cut(U, widths);
      const known = weights.ref.min();
      const direction = gradients.map((g, l) => {
        const size = np.absolute(g.ref).sum(0).add(1e-8);
        const P = g.ref.sum(0).div(size).add(1).mul(0.5);
        const goesUp = P.ref.greater(thresholdsOf[l]!.ref);
        const goesDown = P.less(thresholdsOf[l]!);
        const up = np.where(goesUp, np.maximum(g.ref, 0).sum(0), 0);
        const down = np.where(goesDown, np.minimum(g, 0).sum(0), 0);
        return up.add(down).mul(known.ref);
      });
      known.dispose();
      return { direction, arrays };
    },
  };
}

const totalOf = (widths: number[]): number => widths.reduce((sum, width) => sum + width, 0);

/** A vector in pieces. Consumes it. */
function cut(vector: np.Array, widths: number[]): np.Array[] {
  let start = 0;
  const pieces = widths.map((width) => {
    start += width;
    return vector.ref.slice([start - width, start]);
  });
  vector.dispose();
  return pieces;
}

/**
 * GradDrop with Adam: a sign is picked for each coordinate (see `graddropAggregator`), the direction is clipped to a
 * length, then Adam's step.
 *
 * Cost per step: K gradients; memory: K n numbers for the gradients, 2 n for Adam.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `taskLosses` or no `initial`.
 * @source Z. Chen et al., 2020, arXiv 2010.06808, algorithm 1; clipping as in the official code of arXiv 2506.06130.
 * @example
 * const { answer } = await minimize(multiTaskToy1(), graddrop({ learningRate: 1e-2 }), { steps: 500 });
 */
export function graddrop(options: GraddropOptions = {}) {
  const { thresholds, ...behind } = readOptions("graddrop", graddropOptions, options);
  return withAdam(graddropAggregator({ ...(thresholds && { thresholds }) }), behind);
}
