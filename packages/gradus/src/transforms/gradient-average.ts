import type { z } from "zod";
import { flag, fraction, readOptions, z as schema } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { averaging, movingAverage } from "./moving-average.ts";
import { transformation } from "./transformation.ts";

export const averageGradientsOptions = schema.object({
  /** Momentum β in [0, 1). Default 0.9. */
  momentum: fraction().default(0.9),
  /** Look ahead: hand on (1 − s) d + s g. Default false. */
  nesterov: flag().default(false),
  /** s in [0, 1): the gradient's share of a look ahead. Default 1 − β. */
  gradientShare: fraction().optional(),
  /** What the average begins with: the first gradient, or 0. Default "gradient". */
  start: schema.enum(["gradient", "zero"], "must be 'gradient' or 'zero'").default("gradient"),
});

export type AverageGradientsOptions = z.input<typeof averageGradientsOptions>;

/**
 * Momentum in the form of an average: hands on the exponentially weighted mean of past gradients.
 *
 *     d ← β d + (1 − β) g,   the first d is g, or (1 − β) g with `start: "zero"`
 *     u = d,   or (1 − s) d + s g with `nesterov`,  s = 1 − β unless told otherwise
 *
 * It is `accumulateMomentum` times 1 − β, but for the first steps, where d already has a gradient's size; from "zero" it is
 * that throughout.
 *
 * State: one array per parameter.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source The fixed-momentum family of K. Topollai, A. Choromanska, 2025, arXiv 2510.04988.
 * @example
 * const momentum = chain(averageGradients({ momentum: 0.95 }), scaleByLearningRate(0.5));
 */
export function averageGradients(options: AverageGradientsOptions = {}) {
  const { momentum, nesterov, gradientShare, start } = readOptions(
    "averageGradients",
    averageGradientsOptions,
    options,
  );
  return transformation({
    init: (params): { d: Tree } => ({ d: tree.zerosLike(params) }),
    numbers: (t) => ({
      weights: averaging(momentum),
      ahead: averaging(gradientShare === undefined ? momentum : 1 - gradientShare),
      isFirst: Number(t === 1 && start === "gradient"),
    }),
    update(gradient, state, _params, { numbers: { weights, ahead, isFirst } }) {
      const isStart = isFirst.ref.greater(0);
      const mixed = movingAverage(state.d, tree.ref(gradient), weights);
      const d = tree.select(isStart, tree.ref(gradient), mixed);
      isStart.dispose();
      if (!nesterov) {
        tree.dispose(gradient);
        return [tree.ref(d), { d }];
      }
      return [movingAverage(tree.ref(d), gradient, ahead), { d }];
    },
  });
}
