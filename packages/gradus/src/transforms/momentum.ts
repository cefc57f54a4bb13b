import { flag, readOptions, type ScalarOrSchedule, type Schedule, valueAt, z } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { transformation } from "./transformation.ts";

const range = "must be in [0, 1) or a schedule";

const momentumOptions = z.object({
  /** Momentum β in [0, 1), a number or a schedule of the step count. */
  momentum: z.union(
    [z.custom<Schedule>((value) => typeof value === "function"), z.number(range).gte(0, range).lt(1, range)],
    {
      error: range,
    },
  ),
  /** Look ahead: hand on g + β m instead of m. Default false. */
  nesterov: flag().default(false),
});

/** What `accumulateMomentum` takes besides the momentum. */
export type MomentumOptions = { nesterov?: boolean };

/**
 * Momentum: hands on a geometrically weighted sum of past updates (not a mean: a constant g grows to g / (1 − β)).
 *
 *     m_t = β m_{t−1} + g_t,   m_0 = 0
 *     u_t = m_t,   or g_t + β m_t with `nesterov`
 *
 * State: one array per parameter.
 *
 * @throws {OptionError} if momentum is outside [0, 1).
 * @source B. T. Polyak, Some methods of speeding up the convergence of iteration methods, 1964, eq. (9); the Nesterov
 * form is that of I. Sutskever et al., On the importance of initialization and momentum in deep learning, 2013, section 2.
 * @example
 * const heavyBall = chain(accumulateMomentum(0.9), scaleByLearningRate(1e-2));
 */
export function accumulateMomentum(momentum: ScalarOrSchedule, options: MomentumOptions = {}) {
  const { nesterov } = readOptions("accumulateMomentum", momentumOptions, { momentum, ...options });
  return transformation({
    init: (params): { m: Tree } => ({ m: tree.zerosLike(params) }),
    numbers: (update) => ({ beta: valueAt(momentum, update - 1) }),
    update(updates, state, _params, { numbers: { beta } }) {
      const m = tree.map((m, g) => m.mul(beta.ref).add(g), state.m, tree.ref(updates));
      if (nesterov) return [tree.map((g, m) => m.mul(beta.ref).add(g), updates, tree.ref(m)), { m }];
      tree.dispose(updates);
      return [tree.ref(m), { m }];
    },
  });
}
