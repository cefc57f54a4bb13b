import { DataError, generator, type Samples, standardize as standardizeAll } from "gradus";

/** A table of numbers: samples with names for features, target and classes. */
export type TabularData = Samples & {
  name: string;
  /** One name a feature. */
  featureNames: string[];
  targetName: string;
  /** The names of the classes, where `targets` are indices of them. */
  classes?: string[];
};

/** Images of one size, grey levels in [0, 1]; shape [channels, height, width]. */
export type ImageData = Samples & { name: string; classes: string[] };

/** Two parts of one data set. */
export type Parts<D extends Samples = Samples> = { train: D; test: D };

/** The chosen samples, in that order. */
export function takeSamples<D extends Samples>(data: D, rows: ArrayLike<number>): D {
  const width = data.shape.reduce((product, n) => product * n, 1);
  const inputs = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    inputs.set(data.inputs.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
  }
  return { ...data, inputs, targets: Float64Array.from(rows, (row) => data.targets[row]!) };
}

/**
 * Splits samples at random, by seed: the share `test` (0.2 unless told otherwise) is held out. Where the targets are
 * classes, the same share of each class (rounded).
 *
 * @throws {DataError} if a part would be empty.
 * @example
 * const { train, test } = split(await loadIris(), { test: 0.3, seed: 1 });
 */
export function split<D extends Samples & { classes?: string[] }>(
  data: D,
  { test = 0.2, seed = 0 }: { test?: number; seed?: number } = {},
): Parts<D> {
  const order = generator(seed).permutation(data.targets.length);
  const groups = data.classes
    ? data.classes.map((_, index) => order.filter((row) => data.targets[row] === index))
    : [order];
  const held = new Set(groups.flatMap((rows) => [...rows.subarray(0, Math.round(rows.length * test))]));
  if (held.size === 0 || held.size === order.length) {
    throw new DataError(`a share of ${test} of ${order.length} samples leaves one part empty`);
  }
  return {
    train: takeSamples(
      data,
      order.filter((row) => !held.has(row)),
    ),
    test: takeSamples(
      data,
      order.filter((row) => held.has(row)),
    ),
  };
}

/**
 * Shifts and scales every feature of both parts by its mean and standard deviation in the training part; a feature that
 * is constant there is only shifted.
 */
export function standardize<D extends Samples>({ train, test }: Parts<D>): Parts<D> {
  const [scaledTrain, scaledTest] = standardizeAll(train, test) as [Samples, Samples];
  return { train: { ...train, ...scaledTrain }, test: { ...test, ...scaledTest } };
}
