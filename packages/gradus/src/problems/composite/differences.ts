/*
 * Differences of neighbours, as operators with their transposes: what total variation is made of. The squared norm of the
 * first is below 4, of the second below 8.
 */

/** (D x)_i = x_{i+1} − x_i, for i = 0 … n − 2. */
export function differences(x: Float64Array): Float64Array {
  const result = new Float64Array(Math.max(x.length - 1, 0));
  for (let i = 0; i < result.length; i++) result[i] = x[i + 1]! - x[i]!;
  return result;
}

/** Dᵀ y: one entry more than y. */
export function differencesTransposed(y: Float64Array): Float64Array {
  const result = new Float64Array(y.length + 1);
  for (let i = 0; i < y.length; i++) {
    result[i]! -= y[i]!;
    result[i + 1]! += y[i]!;
  }
  return result;
}

/** Of an image, row by row: for each pixel the step to its right and the step down, 0 where the image ends. */
export function imageDifferences(x: Float64Array, columns: number): Float64Array {
  const result = new Float64Array(2 * x.length);
  for (let i = 0; i < x.length; i++) {
    if ((i + 1) % columns !== 0) result[2 * i] = x[i + 1]! - x[i]!;
    if (i + columns < x.length) result[2 * i + 1] = x[i + columns]! - x[i]!;
  }
  return result;
}

/** The transpose of `imageDifferences`. */
export function imageDifferencesTransposed(y: Float64Array, columns: number): Float64Array {
  const n = y.length / 2;
  const result = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if ((i + 1) % columns !== 0) {
      result[i]! -= y[2 * i]!;
      result[i + 1]! += y[2 * i]!;
    }
    if (i + columns < n) {
      result[i]! -= y[2 * i + 1]!;
      result[i + columns]! += y[2 * i + 1]!;
    }
  }
  return result;
}
