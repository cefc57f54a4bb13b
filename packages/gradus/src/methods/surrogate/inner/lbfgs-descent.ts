import { readOptions, type z } from "../../../core/options.ts";
import { compile, valueAndGradient } from "../../../engine/compile.ts";
import type { Tree } from "../../../engine/tree.ts";
import * as tree from "../../../engine/tree.ts";
import { lbfgsOptions } from "../../first-order/lbfgs.ts";
import { compileStep, initialState } from "../../first-order/lbfgs-step.ts";
import type { InnerMinimiser, InnerResult } from "./inner-minimiser.ts";

const lbfgsDescentOptions = lbfgsOptions.omit({ gradientTolerance: true });

export type LbfgsDescentOptions = z.input<typeof lbfgsDescentOptions>;

/**
 * L-BFGS on the surrogate, with strong Wolfe conditions: m counts its iterations. Each outer step starts with an empty
 * memory, since it has another surrogate.
 *
 * Cost per inner step: an evaluation of the model and a pullback for each evaluation of the line search, usually one; one
 * of each at the start.
 *
 * @param options those of `lbfgs` but for the tolerance, which is that of `sso`.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source Lavington et al. 2023, arXiv 2302.02607: any deterministic method may minimise the surrogate; see `lbfgs`.
 * @example
 * const method = sso({ inner: lbfgsDescent({ memory: 5 }), innerSteps: 5 });
 */
export function lbfgsDescent(options: LbfgsDescentOptions = {}): InnerMinimiser {
  const settings = readOptions("lbfgsDescent", lbfgsDescentOptions, options);
  return {
    name: "lbfgs",
    on({ surrogate }) {
      const step = compileStep(settings);
      const objective = compile(valueAndGradient(surrogate));
      const normOf = compile((gradient: Tree) => tree.norm(gradient));
      return {
        init: () => ({}),
        async minimise(params, _state, data, { steps, tolerance }): Promise<InnerResult> {
          const at = (params: Tree) => objective(params, tree.ref(data));
          const norm = async (gradient: Tree): Promise<number> => (await normOf(tree.ref(gradient)).data())[0]!;
          const [value, gradient] = at(tree.ref(params));
          let state = { ...initialState(params, settings.memory), gradientCalls: 1 };
          let point = { params, gradient, value: (await value.data())[0]! as number };
          let k = 0;
          const before = await norm(gradient);
          let length = before;
          while (k < steps && length > tolerance && state.outcome === "") {
            [point, state] = await step(point, state, at);
            length = await norm(point.gradient);
            k++;
          }
          tree.dispose([point.gradient, state.memory as unknown as Tree]);
          const isThere = before <= tolerance;
          return {
            params: point.params,
            state: {},
            value: point.value,
            steps: k,
            evaluations: state.gradientCalls,
            pullbacks: state.gradientCalls,
            outcome: isThere
              ? `the gradient's norm ${before.toPrecision(2)} ≤ ${tolerance}`
              : k === 1
                ? state.outcome
                : "",
            reports: {},
          };
        },
        dispose() {
          objective.dispose();
          normOf.dispose();
        },
      };
    },
  };
}
