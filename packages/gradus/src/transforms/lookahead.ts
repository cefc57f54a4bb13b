import { count, readOptions, z } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { answerOf, numbersOf, reportNumbersOf, reportOf } from "./inner.ts";
import { applyUpdates, type Transformation, transformation } from "./transformation.ts";

const lookaheadOptions = z.object({
  /** Number k ≥ 1 of inner updates between synchronisations. Default 5 (the authors' code). */
  period: count().default(5),
  /** Share α in (0, 1] of the way that the slow weights go. Default 0.8 (the authors' code). */
  stepSize: z.number("must be in (0, 1]").gt(0, "must be in (0, 1]").lte(1, "must be in (0, 1]").default(0.8),
});

export type LookaheadOptions = z.input<typeof lookaheadOptions>;

/** slow: the slow weights φ; inner: the state of the transformation inside. */
type LookaheadState = { slow: Tree; inner: Tree };

/**
 * Lookahead: every k steps of an optimizer, slow weights go part of the way to where it got, and it starts again there.
 *
 *     θ_t = θ_{t−1} + inner(g_t)
 *     t divisible by k:  φ ← φ + α (θ_t − φ),  θ_t ← φ
 *
 * The problem is trained at the fast weights θ; the answer is the slow weights φ, as in the paper's evaluations. `inner`
 * must be a whole optimizer, learning rate included; its state lives on across synchronisations. Averages of parameters
 * belong around `lookahead`, not in it, since `inner` does not see the synchronisation.
 *
 * State: inner's and one array per parameter.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source M. Zhang, J. Lucas, G. Hinton, J. Ba, Lookahead Optimizer: k steps forward, 1 step back, 2019,
 * arXiv 1907.08610, algorithm 1.
 * @example
 * const method = descend("lookahead", lookahead(chain(scaleByAdam(), scaleByLearningRate(1e-3)), { period: 6 }));
 */
export function lookahead(inner: Transformation, options: LookaheadOptions = {}) {
  const { period, stepSize } = readOptions("lookahead", lookaheadOptions, options);
  return transformation({
    init: (params): LookaheadState => ({ slow: tree.ref(params), inner: inner.init(params) }),
    numbers: (update) => ({
      inner: numbersOf(inner, update),
      isSynchronisation: Number(update % period === 0),
      stepSize,
    }),
    update(gradient, state, params, { numbers, ...context }): [Tree, LookaheadState] {
      const [updates, next] = inner.update(gradient, state.inner, params, { ...context, numbers: numbers.inner });
      const isSynchronisation = numbers.isSynchronisation.ref.greater(0);

      const fast = applyUpdates(tree.ref(params), tree.ref(updates));
      const pulled = tree.map(
        (slow, fast) => slow.ref.add(fast.sub(slow).mul(numbers.stepSize.ref)),
        tree.ref(state.slow),
        fast,
      );
      const toPulled = tree.subtract(tree.ref(pulled), tree.ref(params));
      const result: [Tree, LookaheadState] = [
        tree.select(isSynchronisation, toPulled, updates),
        { slow: tree.select(isSynchronisation, pulled, state.slow), inner: next },
      ];
      isSynchronisation.dispose();
      return result;
    },
    answer(params, state) {
      tree.dispose(params);
      return answerOf(inner, state.slow, state.inner);
    },
    report: (state) => reportOf(inner, state.inner),
    reportNumbers: (update) => reportNumbersOf(inner, update),
  });
}
