import { count, positive, readOptions, z } from "../../core/options.ts";
import type { HasLoss } from "../../core/problem.ts";
import { symmetricEigen } from "../../engine/linear-algebra/decompositions.ts";
import { addScaled, cosine, norm, scaled } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import type { Look } from "../observe.ts";
import { type Flow, flow, flowKinds } from "./flow.ts";
import { type DerivativesAt, localDerivatives } from "./local-derivatives.ts";
import { driftPerStep, stabilityCoefficient } from "./stability.ts";

const driftLookOptions = z.object({
  /** h > 0, of the gradient descent that is looked at. */
  learningRate: positive(),
  /** The flow beside the steps. Default "implicit". */
  kind: z.enum(flowKinds, `must be one of ${flowKinds.join(", ")}`).default("implicit"),
  /** Of the flow's integration over one step. Default 16. */
  substeps: count().default(16),
});

export type DriftLookOptions<P extends Tree> = z.input<typeof driftLookOptions> & {
  /** λ_max of the Hessian at the parameters (borrowed). Default: from the whole Hessian, n products and 9 n³ operations. */
  topEigenvalue?: (params: P) => number | Promise<number>;
};

/**
 * Puts a flow beside the steps of gradient descent: a look for `observe`, at each point of a run.
 *
 *     drift          (h²/2) ‖H g‖: how far a step leaves the negative gradient flow, to leading order
 *     flowDistance   ‖(θ − h g) − θ(h)‖: how far it ends from the flow that begins where it does
 *     alignment      the cosine between −g and the flow's θ′
 *     sharpness      λ_max, the largest eigenvalue of the Hessian
 *     stability      Re log(1 − h λ_max)/(h λ_max): positive where the steepest direction is unstable
 *
 * Where the flow turns complex (principal, h λ_max ≥ 1) or infinite within the step, distance and alignment are left out.
 * Programs are compiled at the first look and freed by `dispose`.
 *
 * Cost of a look: 4 fields of the flow a substep, one product with the Hessian, and λ_max.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source M. Rosca, On discretisation drift and smoothness regularisation in neural network training, 2023, arXiv 2310.14036.
 * @example
 * const look = driftLook(problem, { learningRate: 0.1, kind: "principal" });
 * const { trace } = await minimize(problem, observe(sgd({ learningRate: 0.1 }), { every: 10, look }), { steps: 100 });
 */
export function driftLook<P extends Tree>(
  problem: HasLoss<P>,
  { topEigenvalue, ...options }: DriftLookOptions<P>,
): Look<P> & { dispose(): void } {
  const { learningRate: h, kind, substeps } = readOptions("driftLook", driftLookOptions, options);
  const whole = topEigenvalue === undefined;
  let parts: { beside: Flow; derivatives: DerivativesAt<"image" | "hessian"> } | undefined;
  const partsFor = (like: P) => {
    parts ??= {
      beside: flow(problem, { kind, learningRate: h, like }),
      derivatives: localDerivatives(problem, whole ? ["image", "hessian"] : ["image"], like),
    };
    return parts;
  };

  const look: Look<P> = async (params) => {
    const { beside, derivatives } = partsFor(params);
    const x = Float64Array.from(await tree.toVector(tree.ref(params)).data());
    const { gradient, image, hessian } = await derivatives.at(x);
    const largest = whole ? symmetricEigen(hessian).values.at(-1)! : await topEigenvalue(params);
    const rows = {
      drift: driftPerStep(image, h),
      sharpness: largest,
      stability: stabilityCoefficient(largest, h).real,
    };
    try {
      const end = await beside.advance(x, h, { substeps });
      const flowDistance = norm(addScaled(addScaled(x, -h, gradient), -1, end));
      return { ...rows, flowDistance, alignment: cosine(scaled(gradient, -1), await beside.field(x)) };
    } catch (cause) {
      if (cause instanceof RangeError) return rows;
      throw cause;
    }
  };
  return Object.assign(look, {
    dispose() {
      parts?.beside.dispose();
      parts?.derivatives.dispose();
      parts = undefined;
    },
  });
}
