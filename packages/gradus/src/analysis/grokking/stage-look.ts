import { nonnegative, readOptions, z } from "../../core/options.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import type { Look } from "../observe.ts";
import { featurePower, featurePurity } from "./feature-purity.ts";
import type { IrreduciblePart } from "./irreducible-parts.ts";
import {
  type Classes,
  featureGradient,
  featureInteraction,
  matrixNorm,
  offDiagonalRatio,
  repelledShare,
  ridgeTop,
} from "./stage-gradients.ts";
import { updateCosine } from "./update-cosine.ts";

/** What can be read of a network with a hidden layer and a linear top: see `stageLook`. */
export type StageReading = "gradient" | "ridge" | "gram" | "purity" | "repulsion" | "updates";

/** How to get at the layers of an answer; all borrow it. `groupArithmetic` problems offer just this. */
export type StagedNetwork<Answer> = {
  /** F: a row a training sample. */
  features(answer: Answer): Matrix | Promise<Matrix>;
  /** V: features × classes. */
  topWeights(answer: Answer): Matrix | Promise<Matrix>;
  /** W: inputs × features. */
  hiddenWeights(answer: Answer): Matrix | Promise<Matrix>;
  labels: ArrayLike<number>;
  /** How many classes there are. */
  order: number;
};

const readings = ["gradient", "ridge", "gram", "purity", "repulsion", "updates"] as const;

const stageLookOptions = z.object({
  /** What to read. Default gradient, gram and updates. */
  read: z.array(z.enum(readings, `must be of ${readings.join(", ")}`)).default(["gradient", "gram", "updates"]),
  /** η ≥ 0 of "ridge" and "repulsion". For a mean loss without ½ and coupled decay w it is n w/2. Default 1e-4. */
  eta: nonnegative().default(1e-4),
  /** What "purity" parts weights into: `irreducibleParts(group)`. */
  parts: z.custom<readonly IrreduciblePart[]>((value) => Array.isArray(value), "must be a list of parts").optional(),
});

/**
 * Reads, of a network's answer, what tells the stages of feature learning apart; for `observe`.
 *
 *     gradient    featureGradient = ‖G_F‖ at the network's own top layer
 *     ridge       ridgeGradient = ‖G_F‖ at the ridge solution: what is left to tell once the top layer is at rest
 *     gram        offDiagonal: mean |off-diagonal| over mean diagonal of F̃ᵀF̃, near 0 while features are independent
 *     purity      purity: the mean share of nodes' weights in their strongest part; distinct: how many parts have a pure node
 *     repulsion   repelled: the share of the 200 most similar pairs of features that repel each other
 *     updates     updateCosine: of W's change since the last look with the one before (NaN at first)
 *
 * Cost of a look: gradient O(n K M), gram O(n K²), ridge O(n K min(n, K)), repulsion O(n K² + K³), purity O(M² K).
 *
 * @throws {OptionError} if an option is unknown or outside its range, or "purity" is read without `parts`.
 * @source Y. Tian, Provable Scaling Laws of Feature Emergence, 2025, arXiv 2509.21519, sections 4 to 6 and figure 3.
 * @example
 * const problem = groupArithmetic({ group: "17" });
 * const look = stageLook(problem, { read: ["gradient", "purity"], parts: irreducibleParts(problem.group) });
 * const watched = observe(adam({ learningRate: 5e-3, weightDecay: 5e-4 })<PairNetwork>, { every: 10, look });
 */
export function stageLook<Answer>(
  network: StagedNetwork<Answer>,
  options: z.input<typeof stageLookOptions> = {},
): Look<Answer> {
  const { read, eta, parts } = readOptions(
    "stageLook",
    stageLookOptions.refine(({ read, parts }) => parts !== undefined || !read.includes("purity"), {
      error: "need parts where purity is read",
    }) as unknown as typeof stageLookOptions,
    options,
  );
  const wants = (...some: StageReading[]) => some.some((one) => read.includes(one));
  const updates = updateCosine();
  const classes: Classes = { labels: network.labels, classes: network.order };
  return async (answer) => {
    const F = wants("gradient", "ridge", "gram", "repulsion") ? await network.features(answer) : undefined;
    const W = wants("purity", "updates") ? await network.hiddenWeights(answer) : undefined;
    const numbers: Record<string, number> = {};
    if (F && wants("gradient")) {
      numbers["featureGradient"] = matrixNorm(featureGradient(F, classes, await network.topWeights(answer)));
    }
    if (F && wants("ridge")) {
      numbers["ridgeGradient"] = matrixNorm(featureGradient(F, classes, ridgeTop(F, classes, eta)));
    }
    if (F && wants("gram")) numbers["offDiagonal"] = offDiagonalRatio(F);
    if (F && wants("repulsion")) numbers["repelled"] = repelledShare(F, featureInteraction(F, eta));
    if (W && parts && wants("purity")) {
      const { purity, distinct } = featurePurity(featurePower(W, parts), parts);
      numbers["purity"] = purity.reduce((sum, p) => sum + p, 0) / purity.length;
      numbers["distinct"] = distinct;
    }
    if (W && wants("updates")) {
      updates.add(W.data);
      numbers["updateCosine"] = updates.cosine();
    }
    return numbers;
  };
}
