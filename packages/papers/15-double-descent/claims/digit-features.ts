import { loadMnist, takeSamples } from "@gradus/datasets";
import {
  type FeatureModelOptions,
  type FeatureRegression,
  generator,
  randomFeatureModel,
  seedFor,
  standardize,
} from "gradus";
import { type Conditioned, conditioned } from "./feature-runs.ts";

const samples = 1000;

export const digitSizes = {
  threshold: samples,
  wide: 5 * samples,
  narrow: samples / 2,
  sizes: [0.1, 0.25, 0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 5, 10].map((share) => share * samples),
};

export const digitSetup =
  "Random tanh features of 1000 handwritten digits (MNIST: drawn anew for each seed of 8000, and 2000 held out), " +
  "inputs standardised, W₀ ~ N(0, 1/784), w₀ = 0, squares of one-hot targets, float64";

/** Makes random-feature models on a draw of the digits. */
export async function digitModel(
  seed: number,
): Promise<(model: FeatureModelOptions, batchSize?: number) => Conditioned> {
  const { train: all, test: held } = await loadMnist();
  const order = generator(seedFor(seed, "digits of double descent")).permutation(all.targets.length);
  const chosen = takeSamples(all, order.subarray(0, samples));
  const [train, test] = standardize(chosen, held);
  const data = { name: "MNIST", train: train!, test: test! };
  return (model, batchSize) =>
    conditioned(
      randomFeatureModel(
        data,
        { ...model, seed },
        { classes: 10, ...(batchSize && { batchSize }) },
      ) as unknown as FeatureRegression,
    );
}
