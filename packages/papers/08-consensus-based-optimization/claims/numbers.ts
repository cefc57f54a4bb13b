import type { numpy as np } from "@jax-js/jax";

/** The numbers of an array, which it borrows. */
export const numbersIn = async (array: np.Array): Promise<Float64Array> => Float64Array.from(await array.ref.data());
