import { nn, numpy as np, random } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import type { FiniteGroup } from "../../core/finite-group.ts";
import { count, flag, nonnegative, positive, readOptions, z } from "../../core/options.ts";
import type { HasInitial, HasLoss, HasMetrics, HasName } from "../../core/problem.ts";
import { fromArray, type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import { precision, toArray } from "../precision.ts";
import { activationForms, type HiddenActivation, hiddenActivation } from "./hidden-activation.ts";
import { pairOptions, pairsAsked } from "./pair-options.ts";
import type { PairSamples } from "./pair-samples.ts";
import { accuracyOf, meanLoss, type PairLoss } from "./pair-scores.ts";

/** A network of two layers without biases on pairs: W is 2 M inputs × K hidden nodes, V is K × M classes. */
export type PairNetwork = { W: np.Array; V: np.Array };

/** A network that learns products of pairs, with what instruments ask of it. */
export type PairProblem = HasName &
  HasInitial<PairNetwork> &
  HasLoss<PairNetwork> &
  HasMetrics<PairNetwork> & {
    order: number;
    train: PairSamples;
    test: PairSamples;
    /** The class of each training sample. */
    labels: Int32Array;
    /** O of every pair, row a · M + b. Traceable; consumes the parameters. */
    outputsOf(params: PairNetwork): np.Array;
    /** W and V on the host. Borrow the parameters. */
    hiddenWeights(params: PairNetwork): Promise<Matrix>;
    topWeights(params: PairNetwork): Promise<Matrix>;
    /** F = σ(X W) of the training samples, a row a sample, on the host. Borrows the parameters. */
    features(params: PairNetwork): Promise<Matrix>;
  };

export type PairProblemParts = {
  name?: string;
  /** M. */
  order: number;
  train: PairSamples;
  test?: PairSamples;
  /** Where to begin. Consumes the key. */
  initial(key: np.Array): PairNetwork;
  /** σ. Default "sqr". */
  activation?: HiddenActivation;
  /** Default "mse". */
  loss?: PairLoss;
  /** O is multiplied by this. Default 1. */
  outputScale?: number;
  dtype?: np.DType;
};

/**
 * A network of two layers, O = σ([onehot a; onehot b] W) V, on samples of one's own.
 *
 *     mse: C = O − mean over classes,  loss = mean_i (Σ_c C_ic² − 2 C_i,y_i) + 1 − 1/M
 *     nll: mean_i −log softmax(O_i)_y_i
 *
 * Pairs are laid out on their grid, where X W is a sum of two rows: no one-hot matrix is formed, and what is held out is
 * answered by the same product. Cost of a loss with its gradient: about 6 M³ K operations; memory: a few times M² K numbers.
 *
 * @throws {OptionError} if there are no samples to train on.
 * @source Y. Tian, 2025, arXiv 2509.21519, section 2, and its official code (modular_addition_simple2.py): a mean over samples
 * without the theory's ½, centred over classes instead of samples.
 */
export function pairProblemOf(parts: PairProblemParts): PairProblem {
  const { order: M, train, activation = "sqr", loss = "mse", outputScale = 1, dtype = np.float32 } = parts;
  const test = parts.test ?? { first: new Int32Array(), second: new Int32Array(), labels: new Int32Array() };
  const n = train.labels.length;
  if (n === 0) throw new OptionError("groupArithmetic: there must be samples to train on");
  const { traced, value } = activationForms(activation);

  const outputsOf = ({ W, V }: PairNetwork) => {
    const K = W.shape[1]!;
    const [u, v] = [W.ref.slice([0, M]), W.slice([M, 2 * M])];
    const features = traced(u.reshape([M, 1, K]).add(v.reshape([1, M, K]))).reshape([M * M, K]);
    const outputs = np.matmul(features, V);
    return outputScale === 1 ? outputs : outputs.mul(outputScale);
  };

  // How often each pair and each of its labels is among the training samples, as shares.
  const [often, targets] = [new Float64Array(M * M), new Float64Array(M * M * M)];
  for (let i = 0; i < n; i++) {
    const pair = train.first[i]! * M + train.second[i]!;
    often[pair]! += 1 / n;
    targets[pair * M + train.labels[i]!]! += 1 / n;
  }
  const lossOf = (outputs: np.Array) => {
    const wanted = toArray(targets, [M * M, M], dtype);
    if (loss === "nll") return nn.logSoftmax(outputs).mul(wanted).sum().mul(-1);
    const centred = outputs.ref.sub(outputs.mean(1, { keepdims: true }));
    const squares = np
      .square(centred.ref)
      .mul(toArray(often, [M * M, 1], dtype))
      .sum();
    return squares.sub(centred.mul(wanted).sum().mul(2)).add(1 - 1 / M);
  };

  const hiddenWeights = ({ W }: PairNetwork) => fromArray(W);
  return {
    name: parts.name ?? `pairs of ${M} elements`,
    order: M,
    train,
    test,
    labels: train.labels,
    initial: parts.initial,
    loss: (params) => lossOf(outputsOf(params)),
    outputsOf,
    hiddenWeights,
    topWeights: ({ V }) => fromArray(V),
    async features(params) {
      const { columns: K, data } = await hiddenWeights(params);
      const F = zeros(n, K);
      for (let i = 0; i < n; i++) {
        const [a, b] = [train.first[i]! * K, (M + train.second[i]!) * K];
        for (let j = 0; j < K; j++) F.data[i * K + j] = value(data[a + j]! + data[b + j]!);
      }
      return F;
    },
    async metrics({ W, V }) {
      const outputs = await outputsOf({ W: W.ref, V: V.ref }).data();
      const of = (samples: PairSamples, kind: string) =>
        samples.labels.length === 0
          ? {}
          : {
              [`${kind}Accuracy`]: accuracyOf(outputs, M, samples),
              [`${kind}Loss`]: meanLoss(outputs, M, samples, loss),
            };
      return { ...of(train, "train"), ...of(test, "test") } as Record<string, number>;
    },
  };
}

export const groupArithmeticOptions = z.object({
  ...pairOptions(0.6),
  /** K. Default 128 (official code: 512). */
  hidden: count().default(128),
  /** σ. Default "sqr", x² (official code). */
  activation: hiddenActivation().default("sqr"),
  /** Default "mse" (official code). */
  loss: z.enum(["mse", "nll"], "must be 'mse' or 'nll'").default("mse"),
  /** The first V is multiplied by this; 0 begins with V = 0. Default 1 (official code: topLayerInit). */
  topInit: nonnegative().default(1),
  /** O is multiplied by this. Default 1. */
  outputScale: positive().default(1),
  /** Whether W starts as N(0, 1), as in the theory, instead of uniform. Default false. */
  isNormal: flag().default(false),
  /** Precision of the parameters. Default float32. */
  dtype: precision().default("float32"),
});

export type GroupArithmeticOptions = z.input<typeof groupArithmeticOptions>;

/**
 * Learns the product of a group from some of its pairs, by a network of two layers: grokking's own problem. Where weights
 * begin is told by the run's seed, which pairs are held out by `seed`.
 *
 *     O = σ([onehot a; onehot b] W) V,   W ~ U(±1/√(2M)),  V ~ U(±1/√K)
 *
 * Metrics: `trainAccuracy`, `testAccuracy`, `trainLoss`, `testLoss`. About (2.75 − δ) c log(M)/M of all pairs are needed to
 * generalise (`criticalTrainFraction`). See `pairProblemOf` for the loss and what it costs.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or there are not as many pairs as `trainSamples` asks for.
 * @source Y. Tian, 2025, arXiv 2509.21519, and its official code, github.com/yuandong-tian/understanding (cogo).
 * @example
 * const problem = groupArithmetic({ group: "17", trainFraction: 0.7, hidden: 96 });
 * const { trace } = await minimize(problem, adam({ learningRate: 5e-3, weightDecay: 5e-4 }), { steps: 300, every: 10 });
 */
export function groupArithmetic(options: GroupArithmeticOptions = {}): PairProblem & { group: FiniteGroup } {
  const settings = readOptions("groupArithmetic", groupArithmeticOptions, options);
  const { hidden: K, activation, loss, topInit, outputScale, isNormal } = settings;
  const { group, ...samples } = pairsAsked("groupArithmetic", settings);
  const M = group.order;
  const dtype = settings.dtype as np.DType;
  const problem = pairProblemOf({
    name: `products of ${group.name}`,
    order: M,
    ...samples,
    activation,
    loss,
    outputScale,
    dtype,
    initial(key) {
      const [own, top] = [...(random.split(key, 2) as unknown as Iterable<np.Array>)] as [np.Array, np.Array];
      const uniform = (key: np.Array, shape: number[], bound: number) =>
        random.uniform(key, shape, { minval: -bound, maxval: bound }).astype(dtype);
      return {
        W: isNormal ? random.normal(own, [2 * M, K]).astype(dtype) : uniform(own, [2 * M, K], 1 / Math.sqrt(2 * M)),
        V: uniform(top, [K, M], 1 / Math.sqrt(K)).mul(topInit),
      };
    },
  });
  return { ...problem, group };
}
