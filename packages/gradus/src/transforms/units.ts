import { z } from "../core/options.ts";

/** The option that says how weights are laid out. */
export const outputAxis = () => z.union([z.literal(0), z.literal(-1)], "must be 0 or -1").default(0);

/** All axes but that of a layer's units: those over which the weights of one unit lie. None for a vector. */
export const inputAxes = (ndim: number, outputAxis: 0 | -1): number[] =>
  ndim < 2 ? [] : Array.from({ length: ndim - 1 }, (_, i) => (outputAxis === 0 ? i + 1 : i));
