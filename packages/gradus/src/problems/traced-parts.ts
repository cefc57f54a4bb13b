import type { numpy as np } from "@jax-js/jax";
import { compile, valueAndGradient } from "../engine/compile.ts";
import type { Constraints, DifferentiableNetwork, Score } from "./penalised-network.ts";
import { type Precision, toArray } from "./precision.ts";

/** What was compiled can be freed. */
type Disposable = { dispose(): void };

/** The precision in which a traced part computes; the host's numbers are float64. Default float64. */
export type TracedOptions = { dtype?: Precision };

const read = async (array: np.Array): Promise<Float64Array> => Float64Array.from(await array.data());

const writer =
  ({ dtype = "float64" }: TracedOptions) =>
  (values: Float64Array): np.Array =>
    toArray(values, [values.length], dtype);

/**
 * A network written with array functions, or loaded from a file, as a part for `penalise`: a vector in, a vector out.
 * It is compiled at its first use. A vector-Jacobian product costs a forward and a backward pass.
 */
export function tracedNetwork(
  network: (x: np.Array) => np.Array,
  options: TracedOptions = {},
): DifferentiableNetwork & Disposable {
  const array = writer(options);
  const forward = compile(network);
  const product = compile(valueAndGradient((x: np.Array, w: np.Array) => network(x).mul(w).sum()));
  return {
    outputs: async (x) => read(forward(array(x))),
    async pullBack(x, weights) {
      const [value, gradient] = product(array(x), array(weights));
      value.dispose();
      return read(gradient);
    },
    dispose() {
      forward.dispose();
      product.dispose();
    },
  };
}

/** A function of a network's outputs, written with array functions, as a part for `penalise`: a vector in, a number out. */
export function tracedScore(f: (y: np.Array) => np.Array, options: TracedOptions = {}): Score & Disposable {
  const array = writer(options);
  const rate = compile(valueAndGradient(f));
  return {
    async rate(y) {
      const [value, gradient] = rate(array(y));
      return { value: (await value.data())[0]!, gradient: await read(gradient) };
    },
    dispose: () => rate.dispose(),
  };
}

/** Constraints written with array functions, as a part for `penalise`: two vectors in, a vector out. */
export function tracedConstraints(
  c: (x: np.Array, y: np.Array) => np.Array,
  options: TracedOptions = {},
): Constraints & Disposable {
  const array = writer(options);
  const values = compile(c);
  const product = compile(
    valueAndGradient(({ x, y }: { x: np.Array; y: np.Array }, w: np.Array) => c(x, y).mul(w).sum()),
  );
  return {
    values: async (x, y) => read(values(array(x), array(y))),
    async pullBack(x, y, weights) {
      const [value, gradient] = product({ x: array(x), y: array(y) }, array(weights));
      value.dispose();
      return { x: await read(gradient.x), y: await read(gradient.y) };
    },
    dispose() {
      values.dispose();
      product.dispose();
    },
  };
}
