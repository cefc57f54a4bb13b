import { numpy as np } from "@jax-js/jax";
import type { HasBatches, HasInitial, HasName, HasResiduals } from "../../core/problem.ts";
import { generator } from "../../engine/random.ts";

/* Problems for the tests of this room. */

export type Rows = { inputs: np.Array; targets: np.Array };
export type Network = { hidden: np.Array; output: np.Array };

export type Whole = HasName & HasInitial<np.Array> & HasResiduals<np.Array>;
export type Batched = HasName & HasInitial<Network> & HasResiduals<Network, Rows> & HasBatches<Rows>;

/** r = √2 (A x − b) with normal A and b, from x = 0: losses are squares. `copies` of every row. */
export function linearSystem(rows: number, columns: number, { seed = 0, copies = 1, factor = Math.SQRT2 } = {}): Whole {
  const draw = generator(seed);
  const A = draw.normals(rows * columns);
  const b = draw.normals(rows);
  const repeated = (values: Float64Array) =>
    Float64Array.from({ length: copies * values.length }, (_, i) => values[i % values.length]!);
  return {
    name: "linear system",
    initial(key) {
      key.dispose();
      return np.zeros([columns], { dtype: np.float64 });
    },
    residuals: (x) =>
      np
        .dot(np.array(repeated(A), { shape: [copies * rows, columns], dtype: np.float64 }), x)
        .sub(np.array(repeated(b), { dtype: np.float64 }))
        .mul(factor),
  };
}

export type NetworkOptions = {
  /** Samples a batch. */
  batch?: number;
  /** Numbers a sample's target has; with 1, a residual is a number. */
  outputs?: number;
  dtype?: np.DType;
  /** Residuals depend on the mean over their batch. */
  isMixed?: boolean;
};

/** A small network tanh(x W) V, 3-4-outputs, on batches of normal samples with normal targets. */
export function smallNetwork({
  batch = 6,
  outputs = 1,
  dtype = np.float64,
  isMixed = false,
}: NetworkOptions = {}): Batched {
  const array = (values: Float64Array, shape: number[]) =>
    np.array(dtype === np.float64 ? values.slice() : Float32Array.from(values), { shape, dtype });
  return {
    name: "small network",
    initial(key) {
      key.dispose();
      const draw = generator(11);
      return { hidden: array(draw.normals(12), [3, 4]), output: array(draw.normals(4 * outputs), [4, outputs]) };
    },
    residuals({ hidden, output }, { inputs, targets }) {
      const predictions = np.matmul(np.tanh(np.matmul(inputs, hidden)), output);
      const centred = isMixed ? predictions.ref.sub(np.mean(predictions, 0)) : predictions;
      const r = centred.sub(targets);
      return outputs === 1 ? r.reshape([-1]) : r;
    },
    batches: (seed) => (index) => {
      const draw = generator(1000 * (seed % 1000) + index);
      return {
        inputs: array(draw.normals(batch * 3), [batch, 3]),
        targets: array(draw.normals(batch * outputs), [batch, outputs]),
      };
    },
  };
}
