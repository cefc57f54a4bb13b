import type { numpy as np } from "@jax-js/jax";
import { compile, valueAndGradient } from "../../../engine/compile.ts";
import type { Tree } from "../../../engine/tree.ts";
import * as tree from "../../../engine/tree.ts";
import { applyUpdates, packNumbers, type Transformation, unpackNumbers } from "../../../transforms/transformation.ts";
import type { InnerMinimiser, InnerResult, SurrogateData } from "./inner-minimiser.ts";

/**
 * Descent on the surrogate by any gradient transformation: fixed steps, momentum, Adam, any chain. What the
 * transformation remembers, and the count that its schedules see, goes on from one outer step to the next.
 *
 * Cost per inner step: one evaluation of the model and one pullback (and one of each for every `gradientAt` that the
 * transformation asks for); one evaluation at the end.
 *
 * @source Lavington et al. 2023, arXiv 2302.02607: any deterministic method may minimise the surrogate.
 * @example
 * const method = sso({ inner: transformedDescent("adam", adam({ learningRate: 1e-3 }).transformation) });
 */
export const transformedDescent = (name: string, transformation: Transformation): InnerMinimiser => ({
  name,
  on({ surrogate }) {
    let perStep = 1;
    const advance = compile((params: Tree, inner: Tree, packed: np.Array, data: SurrogateData) => {
      perStep = 1;
      const [value, gradient] = valueAndGradient(surrogate)(tree.ref(params), tree.ref(data));
      const norm = tree.norm(tree.ref(gradient));
      const [updates, next] = transformation.update(gradient, inner, params, {
        numbers: unpackNumbers(packed, transformation.numbers?.(1)),
        value,
        gradientAt(at) {
          perStep++;
          const [valueThere, gradientThere] = valueAndGradient(surrogate)(at, tree.ref(data));
          valueThere.dispose();
          return gradientThere;
        },
      });
      tree.dispose([value, data as Tree]);
      return [applyUpdates(params, updates), next, norm] as const;
    });
    const surrogateAt = compile(surrogate);
    return {
      init: (params) => ({ updates: 0, inner: transformation.init(params) }),
      async minimise(params, state, data, { steps, tolerance }): Promise<InnerResult> {
        const dtype = tree.dtypeOf(params);
        let [omega, inner, updates] = [params, state["inner"] as Tree, state["updates"] as number];
        let norm = Number.POSITIVE_INFINITY;
        let k = 0;
        while (k < steps && !(norm <= tolerance)) {
          const packed = packNumbers(transformation.numbers?.(++updates), dtype);
          const [next, nextInner, normThere] = advance(omega, inner, packed, tree.ref(data));
          [omega, inner] = [next, nextInner];
          norm = (await normThere.data())[0]!;
          k++;
        }
        const value: number = (await surrogateAt(tree.ref(omega), tree.ref(data)).data())[0]!;
        return {
          params: omega,
          state: { updates, inner },
          value,
          steps: k,
          evaluations: k * perStep + 1,
          pullbacks: k * perStep,
          outcome: k === 1 && norm <= tolerance ? `the gradient's norm ${norm.toPrecision(2)} ≤ ${tolerance}` : "",
          reports: {},
        };
      },
      dispose() {
        advance.dispose();
        surrogateAt.dispose();
      },
    };
  },
});
