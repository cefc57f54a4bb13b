import { numpy as np, random } from "@jax-js/jax";
import type { FiniteGroup } from "../../core/finite-group.ts";
import { count, readOptions, z } from "../../core/options.ts";
import type { HasFeatureEnergy, HasInitial, HasLoss, HasName } from "../../core/problem.ts";
import { activationForms, hiddenActivation } from "./hidden-activation.ts";
import { pairEnergyOf } from "./pair-energy.ts";
import { pairOptions, pairsAsked } from "./pair-options.ts";
import type { PairSamples } from "./pair-samples.ts";

export const independentFeaturesOptions = z.object({
  ...pairOptions(1),
  /** K: nodes, each on its own. Default 64. */
  nodes: count().default(64),
  /** σ. Default "sqr", x². */
  activation: hiddenActivation().default("sqr"),
});

export type IndependentFeaturesOptions = z.input<typeof independentFeaturesOptions>;

/** Hidden nodes that climb their energies, each on its own sphere. */
export type IndependentFeatures = HasName &
  HasInitial<np.Array> &
  HasLoss<np.Array> &
  HasFeatureEnergy & { group: FiniteGroup; train: PairSamples };

/**
 * Hidden nodes that learn features of a group's products independently of each other: W is 2 M × K in float64, a column a
 * node, and only directions matter.
 *
 *     loss = −mean_j E(w_j/‖w_j‖),   E(w) = ½ ‖Ỹᵀ σ(X w)‖²
 *
 * Starts are N(0, 1), normalised. With all pairs of an odd M, σ = x², the loss is −M/4 where every node has one Fourier
 * frequency. See `pairEnergyOf`, which `energyAscent` climbs without the engine.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source Y. Tian, 2025, arXiv 2509.21519, theorems 1 and 2.
 * @example
 * const { trace } = await minimize(independentFeatures({ group: "23" }), energyAscent(), { steps: 40 });
 */
export function independentFeatures(options: IndependentFeaturesOptions = {}): IndependentFeatures {
  const settings = readOptions("independentFeatures", independentFeaturesOptions, options);
  const { nodes: K, activation } = settings;
  const { group, train } = pairsAsked("independentFeatures", settings);
  const M = group.order;
  const { traced } = activationForms(activation);
  const dtype = np.float64;

  // Ỹᵀ: a row a class, a column a pair.
  const n = train.labels.length;
  const classes = new Float64Array(M ** 3);
  const counts = new Float64Array(M);
  const pairs = Array.from(train.first, (a, i) => a * M + train.second[i]!);
  for (const label of train.labels) counts[label]!++;
  for (const [i, pair] of pairs.entries()) {
    for (let c = 0; c < M; c++) classes[c * M * M + pair]! += Number(train.labels[i] === c) - counts[c]! / n;
  }

  return {
    name: `features of ${group.name}`,
    group,
    train,
    initial: (key) => unitColumns(random.normal(key, [2 * M, K]).astype(dtype)),
    loss(W) {
      const unit = unitColumns(W);
      const [u, v] = [unit.ref.slice([0, M]), unit.slice([M, 2 * M])];
      const features = traced(u.reshape([M, 1, K]).add(v.reshape([1, M, K]))).reshape([M * M, K]);
      const sums = np.matmul(np.array(classes.slice(), { shape: [M, M * M], dtype }), features);
      return np
        .square(sums)
        .sum()
        .mul(-0.5 / K);
    },
    ...pairEnergyOf({ order: M, samples: train, activation }),
  };
}

const unitColumns = (W: np.Array) => W.ref.div(np.sqrt(np.square(W).sum(0, { keepdims: true })));
