import { OptionError } from "../../core/errors.ts";
import type { Iteration } from "../../core/method.ts";
import { nonnegative, readOptions, z } from "../../core/options.ts";
import type { HasBatches } from "../../core/problem.ts";
import type { Tree } from "../../engine/tree.ts";
import type { DescentState } from "../descend.ts";
import { givenFeedback, type LayeredProblem, randomFeedback } from "./error-feedback.ts";
import { flipOptions, flippedDescent, share } from "./flipped-descent.ts";

export const directFeedbackAlignmentOptions = z.object({
  ...flipOptions,
  /** Share of a layer's neurons whose rule is flipped, the first ones, in [0, 1]. Default 0. */
  fraction: share().default(0),
  /** Feedback B is uniform in this times [−1, 1]/√neurons. Default 1 (official code's argument feedback_scale). */
  feedbackScale: nonnegative().default(1),
  /** Seed of the feedback, which stays the same in all runs. Default 0. */
  feedbackSeed: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
  /** B of each hidden layer, neurons × outputs, in place of random ones. */
  feedback: z.array(z.array(z.array(z.number("must be numbers")))).optional(),
});

export type DirectFeedbackAlignmentOptions = z.input<typeof directFeedbackAlignmentOptions>;

/** Direct feedback alignment: a method for problems with layers. */
export type DirectFeedbackAlignment = <P extends Tree, B = undefined>(
  problem: LayeredProblem<P, B> & Partial<HasBatches<B>>,
) => Iteration<DescentState<P>, P>;

/**
 * Direct feedback alignment: the outputs' error reaches each hidden layer through a fixed random matrix.
 *
 *     δ_out = e,   δ_l = (B_l e) ∘ φ′(a_l),   W_l ← W_l − η G_l D_l,  G_l = mean over samples of δ_l h_{l−1}ᵀ
 *
 * No neuron needs to know the weights of others. With a `fraction` or `signs` rules are flipped on top, as in `curlDescent`.
 *
 * Cost per step: one gradient; memory: B.
 *
 * @throws {OptionError} as `curlDescent` does, and if `feedback` does not fit the layers.
 * @throws {CapabilityError} if the problem has no `loss` or no `layers`.
 * @source A. Nøkland, Direct Feedback Alignment Provides Learning in Deep Neural Networks, 2016, arXiv 1609.01596; as in
 * the official code of arXiv 2510.02765.
 * @example
 * const { answer } = await minimize(studentTeacher(), directFeedbackAlignment(), { steps: 1000 });
 */
export function directFeedbackAlignment(options: DirectFeedbackAlignmentOptions = {}): DirectFeedbackAlignment {
  const owner = "direct-feedback-alignment";
  const { feedbackScale, feedbackSeed, feedback, ...flips } = readOptions(
    owner,
    directFeedbackAlignmentOptions,
    options,
  );
  if (flips.signs !== undefined && options.fraction !== undefined) {
    throw new OptionError(`${owner}: give either signs or a fraction`);
  }
  const matrices = feedback ? givenFeedback(owner, feedback) : randomFeedback(feedbackScale, feedbackSeed);
  return flippedDescent(owner, flips, { kind: "direct", matrices });
}
