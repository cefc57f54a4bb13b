import { numpy as np } from "@jax-js/jax";
import type { BilevelStart } from "../../core/bilevel.ts";

type HostStart = { x: Float64Array; y: Float64Array; theta?: Float64Array; lambda?: Float64Array };

/** `initial` of a problem that always starts at the same place, which may be computed when it is first asked for. */
export const startAt =
  (start: HostStart | (() => HostStart)) =>
  (key: np.Array): BilevelStart => {
    key.dispose();
    const { x, y, theta, lambda } = typeof start === "function" ? start() : start;
    return {
      x: toArray(x),
      y: toArray(y),
      ...(theta && { theta: toArray(theta) }),
      ...(lambda && { lambda: toArray(lambda) }),
    };
  };

const toArray = (values: Float64Array): np.Array => np.array(values.slice(), { dtype: np.float64 });
