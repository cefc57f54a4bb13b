import { defaultDevice, numpy as np } from "@jax-js/jax";

/** Below so many entries, starting one more kernel costs more than it saves. */
const smallest = 32_768;

/**
 * a / b for a denominator that takes arithmetic to compute, such as √v + ε. Traceable; consumes both.
 *
 * A float32 program on Wasm handles four numbers at once, except in a kernel that divides. There the denominator is
 * therefore computed by a kernel of its own, and only the division itself goes number by number: Adam's update of 10⁷
 * parameters takes three quarters of the time. The values are the same bit for bit.
 */
export function divide(a: np.Array, b: np.Array): np.Array {
  const isSeparate = b.dtype === np.float32 && b.size >= smallest && defaultDevice() === "wasm";
  return a.div(isSeparate ? separate(b) : b);
}

/** x, computed by a kernel of its own: a program stores what it pads, and cutting the padding off again is free. */
function separate(x: np.Array): np.Array {
  const padding = x.shape.map((_, axis): [number, number] => (axis === 0 ? [0, 1] : [0, 0]));
  return np.pad(x, padding).slice([0, x.shape[0]!]);
}
