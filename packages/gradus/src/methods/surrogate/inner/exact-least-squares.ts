import { numpy as np } from "@jax-js/jax";
import { CapabilityError, OptionError } from "../../../core/errors.ts";
import { compile } from "../../../engine/compile.ts";
import { apply } from "../../../engine/linear-algebra/matrix.ts";
import { minimumNormSolution } from "../../../engine/linear-algebra/solve.ts";
import type { Tree } from "../../../engine/tree.ts";
import * as tree from "../../../engine/tree.ts";
import { conditionPrograms } from "../../second-order/jacobian.ts";
import type { InnerMinimiser, InnerResult, SurrogateData } from "./inner-minimiser.ts";

/** How far the surrogate may lie from the one of linear predictions. */
const tolerances = { float64: 1e-6, float32: 1e-2 };

/**
 * The minimum of the surrogate of a model that is linear in its parameters: the exact projection on what it can predict.
 *
 *     δ = argmin ‖W^½ J δ + W^(−½) G‖,  of these the smallest;   θ ← θ + δ
 *
 * J is the derivative of all predictions of the batch. Where J has not full rank (more parameters than predictions, equal
 * samples, inputs that depend on one another) the smallest δ is taken.
 *
 * Cost: one evaluation and one pullback for each prediction, mapped over the samples (counted as one), one evaluation
 * after; B p × d singular values in float64 on the host, whatever m. Memory: B p d numbers.
 *
 * @throws {OptionError} if the predictions turn out not to be linear; {CapabilityError} with a penalty or a divergence.
 * @source Lavington et al. 2023, arXiv 2302.02607: exact minimisation is projected gradient descent.
 */
export const exactLeastSquares = (): InnerMinimiser => ({
  name: "least-squares",
  on({ surrogate, predictions, isQuadratic }) {
    if (!isQuadratic) {
      throw new CapabilityError(
        "sso: inner 'least-squares' needs a loss without penalty, and an outer rule with squares",
      );
    }
    const programs = conditionPrograms<Tree, Tree | undefined>({ residuals: predictions }, { of: "entries" });
    const moved = compile((params: Tree, step: np.Array, data: SurrogateData) => {
      const next = tree.add(params, tree.fromVector(step, params));
      return [next, surrogate(tree.ref(next), data)] as const;
    });
    return {
      init: () => ({}),
      async minimise(params, _state, data): Promise<InnerResult> {
        const dtype = tree.dtypeOf(params);
        const host = async (array: np.Array) => Float64Array.from(await array.ref.data());
        const [gradient, own] = [await host(data.gradient), await host(data.weights)];
        const weightOf = (k: number) => own[own.length === 1 ? 0 : k]!;
        const samples = data.targets.shape[0]!;

        const conditions = await programs.at(params, data.batch);
        const J = await conditions.rows([0, gradient.length]);
        const scaled = J.data.map((entry, i) => entry * Math.sqrt(weightOf(Math.floor(i / J.columns))));
        const right = gradient.map((g, k) => -g / Math.sqrt(weightOf(k)));
        const step = minimumNormSolution({ ...J, data: scaled }, right);

        const shift = apply(J, step);
        const foretold = shift.reduce((sum, d, k) => sum + gradient[k]! * d + 0.5 * weightOf(k) * d * d, 0) / samples;
        const vector = np.array(dtype === np.float64 ? step.slice() : Float32Array.from(step), { dtype });
        const [next, valueThere] = moved(params, vector, tree.ref(data));
        const value: number = (await valueThere.data())[0]!;
        const size = gradient.reduce((sum, g, k) => sum + Math.abs(g * shift[k]!), 0) / samples;
        const allowed = tolerances[dtype === np.float64 ? "float64" : "float32"] * size;
        if (Number.isFinite(value) && Math.abs(value - foretold) > allowed) {
          tree.dispose(next);
          throw new OptionError(
            `sso: inner 'least-squares' is for models that are linear in their parameters; the surrogate is ` +
              `${value.toPrecision(3)} where linear predictions would make it ${foretold.toPrecision(3)}`,
          );
        }
        const isStill = step.every((d) => d === 0);
        return {
          params: next,
          state: {},
          value,
          steps: 1,
          evaluations: 2,
          pullbacks: 1,
          outcome: isStill ? "the predictions are as near to their targets as the model can bring them" : "",
          reports: {},
        };
      },
      dispose() {
        programs.dispose();
        moved.dispose();
      },
    };
  },
});
