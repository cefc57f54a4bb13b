import type { z } from "zod";
import { fraction, readOptions } from "../../core/options.ts";
import { chain } from "../../transforms/chain.ts";
import { driftScaling, scaleByDriftOptions } from "../../transforms/drift.ts";
import { accumulateMomentum } from "../../transforms/momentum.ts";
import { scale } from "../../transforms/scale.ts";
import { descend } from "../descend.ts";

export const dalOptions = scaleByDriftOptions.extend({
  /** Momentum β in [0, 1). Default 0. */
  momentum: fraction().default(0),
});

export type DalOptions = z.input<typeof dalOptions>;

/**
 * Drift adjusted learning rate: gradient descent whose step is as long as the drift that it makes, without a rate to tune.
 *
 *     s = ‖H g‖ / ‖g‖,   h = min(2/sᵖ, maxLearningRate)
 *     θ ← θ − h g,   or m ← β m + h g,  θ ← θ − m,  with momentum
 *
 * A step of h leaves the gradient flow by (h²/2) ‖H g‖; 2/s makes that equal to its length h ‖g‖. With p = 1 and no cap the
 * iterates do not change when the loss is multiplied by a number. h = 2/s lies at the edge of stability: 40 to 50 % of the
 * steps raise the loss. Where s > 1, a larger p takes shorter and steadier steps; where s < 1 it takes longer ones, and the
 * cap alone holds them. Reconstructed: how the step enters the momentum. Outside of a window from `start` to `stop` the step
 * size is `staticRate`; the product is computed there too. Where g = 0 the parameters stay.
 *
 * Cost per step: one gradient and one product with the Hessian (two gradients with "finiteDifference"); memory: none, one
 * copy of the parameters with momentum. Reports learningRate (h) and curvature (s).
 *
 * @throws {OptionError} if an option is unknown or outside its range, or a window and its rate do not come together.
 * @throws {CapabilityError} if the problem has no `loss` or no `initial`.
 * @source M. Rosca, On discretisation drift and smoothness regularisation in neural network training, 2023,
 * arXiv 2310.14036; the same as M. Rosca et al., On a continuous time model of gradient descent dynamics and instability in
 * deep learning, 2023, arXiv 2302.01952; the cap: their official code.
 * @example
 * const { answer } = await minimize(rosenbrock(), dal({ power: 1.5 }), { steps: 1000 });
 */
export function dal(options: DalOptions = {}) {
  const { momentum, ...drift } = readOptions("dal", dalOptions, options);
  return descend(
    "dal",
    chain(driftScaling("dal", drift), ...(momentum === 0 ? [] : [accumulateMomentum(momentum)]), scale(-1)),
  );
}
