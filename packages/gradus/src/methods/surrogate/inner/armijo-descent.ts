import { numpy as np } from "@jax-js/jax";
import { flag, fraction, nonnegative, positive, readOptions, z } from "../../../core/options.ts";
import { compile, valueAndGradient } from "../../../engine/compile.ts";
import type { Tree } from "../../../engine/tree.ts";
import * as tree from "../../../engine/tree.ts";
import { roundingUnit } from "../../../transforms/lbfgs.ts";
import { searchArmijo } from "../../first-order/armijo.ts";
import type { InnerMinimiser, InnerResult, SurrogateData } from "./inner-minimiser.ts";

const armijoDescentOptions = z.object({
  /** c in [0, 1): the decrease asked for. Default 0.1 (official code). */
  c: fraction().default(0.1),
  /** What a step that fails is multiplied by, in [0, 1). Default 0.9 (official code); 0.5 where the model is costly. */
  backtrack: fraction().default(0.9),
  /** What the last step is multiplied by before each search, > 0. Default 2^(B/n) (official code). */
  expand: positive().optional(),
  /** α₀ > 0: the step before the first. Default 20/(p · mean w): the official code's 10, in the scale of S. */
  initial: positive().optional(),
  /** Start each outer step from α₀ again, rather than from the last α. Default true (official code). */
  reset: flag().default(true),
  /** Below this a step is taken without a test. Default 1e-6 (official code). */
  smallest: nonnegative().default(1e-6),
});

export type ArmijoDescentOptions = z.input<typeof armijoDescentOptions>;

/**
 * Gradient descent on the surrogate with Armijo's rule.
 *
 *     a ← α · expand;  while S(ω − a g) > S(ω) − c a ‖g‖²:  a ← 0.9 a
 *     ω ← ω − a g,  α ← a
 *
 * It ends after the step whose gradient was no longer than the tolerance; that step is counted. In float32 a value may
 * exceed its bound by four units of rounding of S.
 *
 * Cost per inner step: one evaluation of the model and one pullback, and an evaluation for each α tried: with `reset`
 * about 40 in the first inner step.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source Lavington et al. 2023, arXiv 2302.02607; official code (`LSOpt`); the slack: [reconstructed].
 * @example
 * const method = sso({ inner: armijoDescent({ backtrack: 0.5, reset: false }) });
 */
export function armijoDescent(options: ArmijoDescentOptions = {}): InnerMinimiser {
  const settings = readOptions("armijoDescent", armijoDescentOptions, options);
  return {
    name: "armijo",
    on({ surrogate }) {
      const slope = compile((params: Tree, data: SurrogateData) => {
        const [value, gradient] = valueAndGradient(surrogate)(params, data);
        return [gradient, np.stack([value, tree.squaredNorm(tree.ref(gradient))])] as const;
      });
      const trial = compile((params: Tree, gradient: Tree, alpha: np.Array, data: SurrogateData) => {
        const next = tree.subtract(params, tree.scale(gradient, alpha));
        alpha.dispose();
        return [next, surrogate(tree.ref(next), data)] as const;
      });
      return {
        init: () => ({ alpha: 0 }),
        async minimise(params, state, data, { steps, tolerance, batchShare, scale }): Promise<InnerResult> {
          const dtype = tree.dtypeOf(params);
          const { c, backtrack, expand = 2 ** batchShare, initial = 20 * scale, reset, smallest } = settings;
          let alpha = reset || state["alpha"] === 0 ? initial : (state["alpha"] as number);
          let omega = params;
          let value = 0;
          let norm = 0;
          let trials = 0;
          let k = 0;
          while (k < steps) {
            const [gradient, pair] = slope(tree.ref(omega), tree.ref(data));
            const [before, squaredNorm] = await pair.data();
            let next: Tree | undefined;
            const valueAt = async (a: number) => {
              if (next) tree.dispose(next);
              trials++;
              const length = np.array(a, { dtype });
              const [there, valueThere] = trial(tree.ref(omega), tree.ref(gradient), length, tree.ref(data));
              next = there;
              value = (await valueThere.data())[0]!;
              return value;
            };
            const found = await searchArmijo(valueAt, {
              first: alpha * expand,
              value: before!,
              squaredNorm: squaredNorm!,
              c,
              backtrack,
              smallest,
              slack: dtype === np.float64 ? 0 : 4 * roundingUnit(dtype) * Math.abs(before!),
            });
            if (!found.isAccepted) await valueAt(found.alpha);
            tree.dispose([gradient, omega]);
            omega = next!;
            alpha = found.alpha;
            norm = Math.sqrt(squaredNorm!);
            k++;
            if (norm <= tolerance) break;
          }
          return {
            params: omega,
            state: { alpha },
            value,
            steps: k,
            evaluations: k + trials,
            pullbacks: k,
            outcome: k === 1 && norm <= tolerance ? `the gradient's norm ${norm.toPrecision(2)} ≤ ${tolerance}` : "",
            reports: { alpha },
          };
        },
        dispose() {
          slope.dispose();
          trial.dispose();
        },
      };
    },
  };
}
