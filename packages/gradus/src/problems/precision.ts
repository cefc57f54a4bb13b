import { numpy as np } from "@jax-js/jax";
import { z } from "../core/options.ts";

/** The dtypes that parameters of a problem may have, as `np.float64` or by name. */
export type Precision = np.DType | "float32" | "float64";

const isPrecision = (value: unknown) => value === "float32" || value === "float64";

export const precision = () => z.custom<Precision>(isPrecision, "must be 'float32' or 'float64'");

/** An array of host numbers in the given precision. */
export function toArray(values: ArrayLike<number>, shape: number[], dtype: Precision): np.Array {
  const data = dtype === "float64" ? Float64Array.from(values) : Float32Array.from(values);
  return np.array(data, { shape, dtype: dtype as np.DType });
}
