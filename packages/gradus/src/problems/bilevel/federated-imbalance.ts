import type { BilevelProblem, Client, HasClients, LevelFunction } from "../../core/bilevel.ts";
import { count, positive, readOptions, z } from "../../core/options.ts";
import type { HasMetrics, HasName } from "../../core/problem.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { type BilevelPoint, readPoint } from "./point.ts";
import { startAt } from "./start-at.ts";

export const federatedImbalanceOptions = z.object({
  /** Classes. Default 10 (paper: MNIST's). */
  classes: count().default(10),
  /** Features, without the bias. Default 20 [reconstructed]. */
  features: count().default(20),
  /** Clients; samples are sorted by class and each gets two of 2 · clients shards. Default 10 (paper: 100). */
  clients: count().default(10),
  /** Samples to train on in the largest class. Default 400 [reconstructed]. */
  largest: count().default(400),
  /** Samples of the largest class for each of the smallest. Default 100 [reconstructed; the official code 10]. */
  imbalance: positive().default(100),
  /** Weights wy of the lower level's loss: in inverse proportion to the classes' samples, or equal. Default "inverse" (official code). */
  classWeights: z.enum(["inverse", "equal"], "must be 'inverse' or 'equal'").default("inverse"),
  /** Seed of everything drawn. Default 0. */
  instance: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
});

export type FederatedImbalanceOptions = z.input<typeof federatedImbalanceOptions>;

export type FederatedImbalance = BilevelProblem & HasClients & HasName & HasMetrics<BilevelPoint>;

type Rows = { features: Float64Array; labels: Int32Array };

/** Samples of each class to validate with and to test on. */
const [validationEach, testEach] = [20, 100];

/**
 * Tuning of a loss for classes of very different size, over clients that hold two classes or so: softmax regression whose
 * training loss adjusts the logits, the adjustment being what a balanced validation set decides on.
 *
 *     f = Σ wy_{t_i} CE(σ(dy) ∘ u_i + ly, t_i) / Σ wy_{t_i},   u_i = W (z_i, 1),   F = mean CE(u_j, t_j) over the validation samples
 *     x = (dy, ly), two numbers a class, from 0;   y = W, row by row, from 0;   no constraints
 *     z ~ N(μ_class, I),  μ ~ 0.8 N(0, I);   400 · 100^(−c/9) samples of class c to train on
 *
 * `clients` are for training without an upper level: the plain mean cross-entropy of u_i, each client on its own samples.
 * Every gradient of f is the clients' mean, weighted by their samples. Metrics: `testAccuracy` by the plain logits.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source W. Yao, C. Yu, S. Zeng, J. Zhang, 2024, arXiv 2401.16164, federated loss function tuning; the samples are
 * [reconstructed].
 * @example
 * const { trace } = await minimize(federatedImbalance(), lvHba({ alpha: 0.5, eta: 0.5 }), { steps: 50 });
 */
export function federatedImbalance(options: FederatedImbalanceOptions = {}): FederatedImbalance {
  const settings = readOptions("federatedImbalance", federatedImbalanceOptions, options);
  const { classes, features, clients: clientCount, largest, imbalance, instance } = settings;
  const random = generator(seedFor(instance, "federated imbalance"));
  const means = random.normals(classes * features).map((value) => 0.8 * value);
  const draw = (counts: readonly number[]): Rows => {
    const labels = Int32Array.from(counts.flatMap((count, c) => new Array<number>(count).fill(c)));
    const width = features + 1;
    const rows = new Float64Array(labels.length * width);
    for (const [i, label] of labels.entries()) {
      for (let j = 0; j < features; j++) rows[i * width + j] = means[label * features + j]! + random.normal();
      rows[i * width + features] = 1;
    }
    return { features: rows, labels };
  };
  const counts = Array.from({ length: classes }, (_, c) =>
    Math.max(1, Math.round(largest * imbalance ** (-c / Math.max(1, classes - 1)))),
  );
  const train = draw(counts);
  const validation = draw(new Array<number>(classes).fill(validationEach));
  const test = draw(new Array<number>(classes).fill(testEach));

  const parts = shards(train, clientCount, features + 1, random.permutation(2 * clientCount));
  const weights = Float64Array.from(counts, (count) => (settings.classWeights === "inverse" ? 1 / count : 1));
  const sum = train.labels.reduce((total, label) => total + weights[label]!, 0);
  const normalised = weights.map((weight) => (weight * train.labels.length) / sum);
  const equal = new Float64Array(classes).fill(1);
  const unadjusted = { scale: equal, shift: new Float64Array(classes) };

  const y = new Float64Array(classes * (features + 1));
  return {
    name: "federated classes of unequal size",
    initial: startAt({ x: new Float64Array(2 * classes), y }),
    bilevel: {
      sizes: { x: 2 * classes, y: y.length },
      upper: {
        value: (_x, W) => crossEntropyOf(validation, W, classes, unadjusted, equal).loss,
        gradient: (x, W) => ({
          x: new Float64Array(x.length),
          y: crossEntropyOf(validation, W, classes, unadjusted, equal).ofW,
        }),
      },
      lower: averaged(parts, classes, normalised),
    },
    clients: parts.map(
      (part): Client => ({
        samples: part.labels.length,
        gradient: (W) => crossEntropyOf(part, W, classes, unadjusted, equal).ofW,
      }),
    ),
    async metrics(answer) {
      return { testAccuracy: accuracyOf(test, (await readPoint(answer)).y, classes) };
    },
  };
}

/** f: each client's loss and gradients, weighted by its samples. */
function averaged(parts: Rows[], classes: number, weights: Float64Array): LevelFunction {
  const total = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  const adjustment = (x: Float64Array) => ({
    scale: x.slice(0, classes).map((value) => 1 / (1 + Math.exp(-value))),
    shift: x.slice(classes),
  });
  return {
    value: (x, y) =>
      parts.reduce(
        (sum, part) =>
          sum + (part.labels.length / total) * crossEntropyOf(part, y, classes, adjustment(x), weights).loss,
        0,
      ),
    gradient(x, y) {
      const adjusted = adjustment(x);
      const gradient = { x: new Float64Array(x.length), y: new Float64Array(y.length) };
      for (const part of parts) {
        const share = part.labels.length / total;
        const { ofW, ofScale, ofShift } = crossEntropyOf(part, y, classes, adjusted, weights);
        for (let k = 0; k < y.length; k++) gradient.y[k]! += share * ofW[k]!;
        for (let c = 0; c < classes; c++) {
          const s = adjusted.scale[c]!;
          gradient.x[c]! += share * ofScale[c]! * s * (1 - s);
          gradient.x[classes + c]! += share * ofShift[c]!;
        }
      }
      return gradient;
    },
  };
}

/** Samples in the order of their classes, cut into shards of which each client gets two. */
function shards({ features, labels }: Rows, clients: number, width: number, order: Int32Array): Rows[] {
  const border = (shard: number) => Math.round((shard * labels.length) / (2 * clients));
  return Array.from({ length: clients }, (_, i) => {
    const ranges = [order[2 * i]!, order[2 * i + 1]!].map((shard) => [border(shard), border(shard + 1)] as const);
    return {
      labels: Int32Array.from(ranges.flatMap(([from, to]) => [...labels.subarray(from, to)])),
      features: Float64Array.from(ranges.flatMap(([from, to]) => [...features.subarray(from * width, to * width)])),
    };
  }).filter(({ labels }) => labels.length > 0);
}

/** The weighted mean cross-entropy of scale ∘ u + shift, and its gradients. */
function crossEntropyOf(
  { features, labels }: Rows,
  W: Float64Array,
  classes: number,
  { scale, shift }: { scale: Float64Array; shift: Float64Array },
  weights: Float64Array,
) {
  const width = W.length / classes;
  const N = labels.length;
  const ofW = new Float64Array(W.length);
  const ofScale = new Float64Array(classes);
  const ofShift = new Float64Array(classes);
  const [u, v] = [new Float64Array(classes), new Float64Array(classes)];
  let loss = 0;
  for (let i = 0; i < N; i++) {
    const row = i * width;
    let most = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classes; c++) {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += W[c * width + j]! * features[row + j]!;
      u[c] = sum;
      v[c] = scale[c]! * sum + shift[c]!;
      most = Math.max(most, v[c]!);
    }
    let total = 0;
    for (let c = 0; c < classes; c++) total += Math.exp(v[c]! - most);
    const label = labels[i]!;
    const weight = weights[label]! / N;
    loss += weight * (most + Math.log(total) - v[label]!);
    for (let c = 0; c < classes; c++) {
      const error = weight * (Math.exp(v[c]! - most) / total - Number(c === label));
      ofShift[c]! += error;
      ofScale[c]! += error * u[c]!;
      const factor = error * scale[c]!;
      for (let j = 0; j < width; j++) ofW[c * width + j]! += factor * features[row + j]!;
    }
  }
  return { loss, ofW, ofScale, ofShift };
}

function accuracyOf({ features, labels }: Rows, W: Float64Array, classes: number): number {
  const width = W.length / classes;
  let right = 0;
  for (const [i, label] of labels.entries()) {
    let [best, most] = [-1, Number.NEGATIVE_INFINITY];
    for (let c = 0; c < classes; c++) {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += W[c * width + j]! * features[i * width + j]!;
      if (sum > most) [best, most] = [c, sum];
    }
    right += Number(best === label);
  }
  return right / labels.length;
}
