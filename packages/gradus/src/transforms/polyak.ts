import { numpy as np } from "@jax-js/jax";
import { CapabilityError } from "../core/errors.ts";
import { positive, positiveOrSchedule, readOptions, valueAt, z } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { transformation } from "./transformation.ts";

export const scaleByPolyakOptions = z.object({
  /** The largest step size α, a number > 0 or a schedule of the step count. Default 1 (Sven's official code). */
  learningRate: positiveOrSchedule().default(1),
  /** f*, the lowest value that the loss can take. Default 0. */
  lowest: z.number("must be a number").default(0),
  /** ε > 0 beside the squared norm. Default 1e-8 (Sven's official code). */
  epsilon: positive().default(1e-8),
});

export type ScaleByPolyakOptions = z.input<typeof scaleByPolyakOptions>;

/** The last step size, of the parameters' dtype. */
export type PolyakState = { stepSize: np.Array };

/**
 * Polyak's step size, from how far the loss lies above its lowest value. It is a step of descent: nothing follows it.
 *
 *     η = min((f − f*)/(‖g‖² + ε), α),   0 where f < f*
 *     u = −η g
 *
 * State: one number, reported as "stepSize".
 * @throws {OptionError} if an option is unknown or outside its range; {CapabilityError} where no `value` is handed in.
 * @source B. T. Polyak, Introduction to Optimization, 1987, section 5.3; the cap and ε: official code of Sven, 2026.
 * @example
 * const polyak = descend("polyak", scaleByPolyak({ learningRate: 0.5 }));
 */
export function scaleByPolyak(options: ScaleByPolyakOptions = {}) {
  const { learningRate, lowest, epsilon } = readOptions("scaleByPolyak", scaleByPolyakOptions, options);
  return transformation({
    init: (params): PolyakState => ({ stepSize: np.zeros([], { dtype: tree.dtypeOf(params) }) }),
    numbers: (update) => ({ cap: valueAt(learningRate, update - 1), lowest, epsilon }),
    update(gradient, { stepSize: last }, params, { numbers, value }): [Tree, PolyakState] {
      if (value === undefined) {
        throw new CapabilityError("scaleByPolyak needs the loss: run it by 'descend', or hand { value } to the update");
      }
      last.dispose();
      const gap = np.maximum(value.ref.astype(tree.dtypeOf(params)).sub(numbers.lowest.ref), 0);
      const ratio = gap.div(tree.squaredNorm(tree.ref(gradient)).add(numbers.epsilon.ref));
      const stepSize = np.minimum(ratio, numbers.cap.ref);
      return [tree.map((g) => g.mul(stepSize.ref).neg(), gradient), { stepSize }];
    },
    report: ({ stepSize }) => ({ stepSize: stepSize.ref }),
    reportNumbers: (update) => ({ learningRate: valueAt(learningRate, update - 1) }),
  });
}
