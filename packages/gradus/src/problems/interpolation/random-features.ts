import { count, flag, nonnegative, positive, readOptions, z } from "../../core/options.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { precision } from "../precision.ts";
import type { LabelledParts } from "../recipe.ts";
import { type Samples, standardize } from "../samples.ts";
import { featureActivation, featureMap, randomLayer } from "./feature-map.ts";
import {
  type FeatureRegression,
  type FeatureRegressionOptions,
  featureRegression,
  featuresOf,
  type SampledFeatureRegression,
} from "./feature-regression.ts";
import { noisySampleSizes, noisySamples, seedOption } from "./noisy-samples.ts";

const featureModelOptions = z.object({
  /** P: features, which is the number of parameters (of each output). Default 40: as many as samples, the threshold. */
  features: count().default(40),
  /** φ. Default "tanh" (the companion script). */
  activation: featureActivation().default("tanh"),
  /** W₀ has entries of deviation layerScale/√d. Default 1; small makes features nearly linear and κ huge. */
  layerScale: positive().default(1),
  /** Factor on all features: multiplies all singular values. Default 1. */
  featureScale: positive().default(1),
  /** Shift and scale each feature by its mean and deviation over the samples to train on. Default false. */
  normalise: flag().default(false),
  /** w_0 has entries of deviation startScale/√P. Default 0; what of it lies outside Z's rows stays for ever. */
  startScale: nonnegative().default(0),
  /** Of the first layer, the start, and data that are drawn. Default 0. */
  seed: seedOption(),
});

export type FeatureModelOptions = z.input<typeof featureModelOptions>;

/**
 * A random-feature model on samples: Z = φ(X W₀) with a fixed random first layer, of which the second is to be trained by
 * `featureRegression`. First layers of one seed are nested over P.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source C. Y. Liu, J. Flanigan, 2023, arXiv 2312.03951. Reconstructed: the scales.
 * @example
 * const problem = randomFeatureModel(standardize(split(await loadDigits())), { features: 500 }, { classes: 10 });
 */
export function randomFeatureModel(
  data: LabelledParts,
  options: FeatureModelOptions,
  layer: Omit<FeatureRegressionOptions, "start"> & { batchSize: number },
): SampledFeatureRegression;
export function randomFeatureModel(
  data: LabelledParts,
  options?: FeatureModelOptions,
  layer?: Omit<FeatureRegressionOptions, "start">,
): FeatureRegression;
export function randomFeatureModel(
  { name, train, test }: LabelledParts,
  options: FeatureModelOptions = {},
  layer: Omit<FeatureRegressionOptions, "start"> = {},
): FeatureRegression | SampledFeatureRegression {
  const read = readOptions("randomFeatureModel", featureModelOptions, options);
  const { features, activation, layerScale, featureScale, normalise, startScale, seed } = read;
  const inputs = featuresOf(train).columns;
  const W0 = randomLayer({ inputs, count: features, scale: layerScale, seed });
  const mapped = (samples: Samples): Samples => {
    const Z = featureMap(featuresOf(samples), W0, activation);
    return { inputs: Z.data, shape: [features], targets: samples.targets };
  };
  const scaled = (samples: Samples): Samples =>
    featureScale === 1 ? samples : { ...samples, inputs: samples.inputs.map((value) => featureScale * value) };
  const [first, ...others] = [train, ...(test ? [test] : [])].map(mapped) as [Samples, ...Samples[]];
  const [trained, held] = (normalise ? standardize(first, ...others) : [first, ...others]).map(scaled);
  const draw = generator(seedFor(seed, "random features", "start"));
  const start = draw
    .normals(features * (layer.classes ?? 1))
    .map((value) => (value * startScale) / Math.sqrt(features));
  const parts: LabelledParts = { ...(name !== undefined && { name }), train: trained!, ...(held && { test: held }) };
  return featureRegression(parts, { ...layer, ...(startScale > 0 && { start }) });
}

export const randomFeaturesOptions = featureModelOptions.extend({
  ...noisySampleSizes,
  /** d: inputs. Default 20. */
  inputs: count().default(20),
  /** Deviation of normal noise on the targets to train on. Default 0.3; more makes the peak higher. */
  noise: nonnegative().default(0.3),
  /** Samples a batch; left out, the objective is that of all samples. */
  batchSize: count().optional(),
  /** Precision of weights and features. Default float64: near P = N the features are nearly singular. */
  dtype: precision().default("float64"),
});

export type RandomFeaturesOptions = z.input<typeof randomFeaturesOptions>;

/**
 * Random features of few noisy samples, for double descent over P: least squares on Z = φ(X W₀) with y = tanh(1.5 x · b) + noise,
 * x ~ N(0, I), b ~ N(0, I/d), inputs standardised by the samples to train on. The interpolation threshold is at P = N, where
 * κ(Z) peaks; data and first layer of one seed are the same for all P.
 *
 * Metrics: those of `featureRegression`; held-out targets have no noise.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source C. Y. Liu, J. Flanigan, 2023, arXiv 2312.03951: random feature models. Reconstructed: data, sizes and scales.
 * @example
 * const problem = randomFeatures({ features: 200, seed: 1 });
 * const { answer } = await minimize(problem, sgd({ learningRate: 1 / conditioning(problem.features).smoothness }), { steps: 100 });
 */
export function randomFeatures(options: RandomFeaturesOptions & { batchSize: number }): SampledFeatureRegression;
export function randomFeatures(options?: RandomFeaturesOptions): FeatureRegression;
export function randomFeatures(options: RandomFeaturesOptions = {}): FeatureRegression | SampledFeatureRegression {
  const read = readOptions("randomFeatures", randomFeaturesOptions, options);
  const { samples, testSamples, inputs, noise, batchSize, dtype, ...model } = read;
  const draw = generator(seedFor(model.seed, "random features", "data"));
  const b = draw.normals(inputs).map((value) => value / Math.sqrt(inputs));
  const raw = noisySamples(draw, { samples, testSamples, inputs, noise }, b, (t) => Math.tanh(1.5 * t));
  const [train, test] = standardize(raw.train, raw.test) as [Samples, Samples];
  const name = `${model.features} random features of ${samples} samples`;
  return randomFeatureModel({ name, train, test }, model, { dtype, ...(batchSize !== undefined && { batchSize }) });
}
