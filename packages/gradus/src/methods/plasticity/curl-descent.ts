import { OptionError } from "../../core/errors.ts";
import { readOptions, z } from "../../core/options.ts";
import { type FlippedDescent, flipOptions, flippedDescent, share } from "./flipped-descent.ts";

export const curlDescentOptions = z.object({
  ...flipOptions,
  /** Share of a layer's neurons that are flipped, the first ones, in [0, 1]. Default 0.1 (Figure 5: one of ten). */
  fraction: share().default(0.1),
  /** What is descended: "gradient", of the loss; or "error", told back from the outputs without their derivative. Default "gradient". */
  feedback: z.enum(["gradient", "error"], "must be 'gradient' or 'error'").default("gradient"),
});

export type CurlDescentOptions = z.input<typeof curlDescentOptions>;

/**
 * Curl descent: gradient descent in which the rule of some neurons has its sign flipped.
 *
 *     W_l ← W_l − η G_l D_l   (presynaptic: D_l has a sign for each input of the layer, a column of W_l)
 *     W_l ← W_l − η D_l G_l   (postsynaptic: one for each output, a row)
 *     with `fixNorms`:  W_l ← W_l ‖W_l(0)‖/‖W_l‖
 *
 * G is the gradient of the loss or, with `feedback: "error"`, what the official code computes: δ₂ = e = ŷ − y at the outputs,
 * without the derivative of their activation (for tanh the gradient of another loss than the squared error), and
 * δ₁ = (W₂ᵀ δ₂) ∘ φ′(a). The flow −S ∘ G is the gradient of no function where flipped weights are coupled to others. A solution
 * is left alone while no eigenvalue of −J S Jᵀ is positive, J being the residuals' Jacobian (`manifoldStability`). Flips before
 * the hidden layer bring chaos beyond a critical fraction (`criticalFraction`); flips in the readout may help to leave
 * saddles. Flipped weights that are coupled to no other climb and diverge, as do all if all are flipped. `fraction: 0` is gradient descent.
 *
 * Only arrays with two or more axes are flipped by `fraction`, and have their norms fixed; the number of neurons flipped is
 * rounded. `signs` reaches any array. As a part of other chains: `scaleBySigns`, `fixNorms`.
 *
 * Cost per step: one gradient; memory: none, one number per array with `fixNorms`.
 *
 * @throws {OptionError} if an option is unknown or outside its range, if signs or layer do not fit the parameters, if the
 * norm of a matrix is to be fixed at 0, or if `signs` are given beside a fraction.
 * @throws {CapabilityError} if the problem has no `loss` or, for `feedback: "error"`, no `layers`.
 * @source H. Ninou, J. Kadmon, N. A. Cayco-Gajic, Curl Descent: Non-Gradient Learning Dynamics with Sign-Diverse Plasticity,
 * 2025, arXiv 2510.02765, and its official code.
 * @example
 * const { answer } = await minimize(studentTeacher(), curlDescent({ fraction: 0.2, fixNorms: true }), { steps: 1000 });
 */
export function curlDescent(options: CurlDescentOptions = {}): FlippedDescent {
  const { feedback, ...flips } = readOptions("curl-descent", curlDescentOptions, options);
  if (flips.signs !== undefined && options.fraction !== undefined) {
    throw new OptionError("curl-descent: give either signs or a fraction");
  }
  return flippedDescent("curl-descent", flips, { kind: feedback });
}
