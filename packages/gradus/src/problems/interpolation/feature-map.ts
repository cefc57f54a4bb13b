import { OptionError } from "../../core/errors.ts";
import { count, positive, readOptions, z } from "../../core/options.ts";
import { type Matrix, multiply, transpose } from "../../engine/linear-algebra/matrix.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { normalMatrix } from "../random-matrix.ts";

const phi = { tanh: Math.tanh, relu: (x: number) => Math.max(x, 0) } as const;

export type FeatureActivation = keyof typeof phi;

export const featureActivation = () =>
  z.enum(Object.keys(phi) as [FeatureActivation, ...FeatureActivation[]], "must be 'tanh' or 'relu'");

const randomLayerOptions = z.object({
  /** d: inputs. */
  inputs: count(),
  /** P: features. */
  count: count(),
  /** Entries have the deviation scale/√d. Default 1. A small scale makes nearly linear features of tanh. */
  scale: positive().default(1),
  /** Default 0. */
  seed: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
});

export type RandomLayerOptions = z.input<typeof randomLayerOptions>;

/**
 * A fixed random first layer W₀, d × P, with entries N(0, scale²/d). Layers of the same seed are nested: the first P columns
 * of a wider one are the narrower one, so that a test error against P is smoother than with layers drawn anew.
 *
 * @throws {OptionError} if an option is missing, unknown or outside its range.
 * @source C. Y. Liu, github.com/chrisliu298/min_double_descent (nested layers). Reconstructed: the deviation.
 * @example
 * const W0 = randomLayer({ inputs: 20, count: 40 });
 */
export function randomLayer(options: RandomLayerOptions): Matrix {
  const { inputs, count, scale, seed } = readOptions("randomLayer", randomLayerOptions, options);
  // Feature by feature, which makes them nested.
  return transpose(
    normalMatrix(generator(seedFor(seed, "random features", "layer")), count, inputs, scale / Math.sqrt(inputs)),
  );
}

/**
 * Features Z = φ(X W₀) of each row of X, N × P, on the host in float64.
 *
 * Cost: 2 N d P operations and N P values of φ.
 * @throws {OptionError} if the sizes do not fit.
 * @source C. Y. Liu, J. Flanigan, 2023, arXiv 2312.03951 (random feature models), with tanh in the companion script.
 * @example
 * const Z = featureMap(X, randomLayer({ inputs: X.columns, count: 100 }));
 */
export function featureMap(X: Matrix, W0: Matrix, activation: FeatureActivation = "tanh"): Matrix {
  if (X.columns !== W0.rows) {
    throw new OptionError(`featureMap: the layer must have ${X.columns} rows, one an input, got ${W0.rows}`);
  }
  const Z = multiply(X, W0);
  return { ...Z, data: Z.data.map(phi[activation]) };
}
