import { numpy as np } from "@jax-js/jax";
import { OptionError } from "../core/errors.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { named, readLeaves } from "./selection.ts";
import { transformation } from "./transformation.ts";

/** Factors in [−1, 1] in the nesting of an array's axes; missing leading axes and axes of length 1 are repeated. */
export type SignEntries = number | readonly SignEntries[];

/**
 * The factors of each array of the parameters: a number (one sign a layer), nested lists that broadcast to the array (a
 * sign for each neuron: [s₁, …] for the columns, [[s₁], …] for the rows; or one for each weight), a tree of these in which
 * a number may stand for a whole branch, or a function of path and array that gives a number or lists.
 */
export type Signs =
  | SignEntries
  | readonly Signs[]
  | { readonly [key: string]: Signs }
  | ((path: string, array: np.Array) => SignEntries);

/** Factors on the host, with the shape in which they are broadcast. */
type Factors = { shape: number[]; data: number[] };

/**
 * u ← S ∘ u: each entry of the update times a factor of its own in [−1, 1]. A factor of −1 flips the rule: that weight
 * climbs where it would descend. Flips of some weights and not of others, where the Hessian couples them, make the flow
 * −S ∇f that of no function: its Jacobian −S H has the antisymmetric part (H S − S H)/2, the curl. Factors between −1 and
 * 1 are the smooth form of this [reconstructed].
 *
 * On a coordinate that is coupled to no other a factor of −1 is plain ascent, and diverges; so does −1 everywhere.
 *
 * State: none. Cost: one product per entry.
 *
 * @throws {OptionError} at the first update, if the factors do not fit the parameters or lie outside [−1, 1].
 * @source H. Ninou, J. Kadmon, N. A. Cayco-Gajic, Curl Descent, 2025, arXiv 2510.02765, and its official code.
 * @example
 * const flippedAdam = chain(scaleByAdam(), scaleBySigns({ hidden: 1, readout: [-1, 1, 1, 1] }), scaleByLearningRate(1e-3));
 */
export const scaleBySigns = (signs: Signs) =>
  transformation({
    init(params): [] {
      factorsOf(signs, params);
      return [];
    },
    update(updates, state: [], params): [Tree, []] {
      const factors = factorsOf(signs, params).values();
      return [
        tree.map((u) => {
          const { shape, data } = factors.next().value!;
          if (data.every((factor) => factor === 1)) return u;
          return u.mul(np.array(data, { shape, dtype: u.dtype }));
        }, updates),
        state,
      ];
    },
  });

/** The factors of each leaf. Borrows the parameters. */
const factorsOf = (signs: Signs, params: Tree): Factors[] =>
  readLeaves("scaleBySigns: signs", signs, params, (value, path, array) => {
    const factors = { shape: shapeOf(value, path), data: [value].flat(Number.POSITIVE_INFINITY) as number[] };
    const wrong = factors.data.findIndex((factor) => !(typeof factor === "number" && Math.abs(factor) <= 1));
    if (wrong >= 0 || factors.data.length === 0) {
      throw new OptionError(
        `scaleBySigns: signs must be numbers in [−1, 1] for ${named(path)}, got ${String(factors.data[wrong] ?? value)}`,
      );
    }
    const { shape } = factors;
    const fits = shape.length <= array.ndim && shape.every((n, i) => n === 1 || n === array.shape.at(i - shape.length));
    if (!fits) {
      throw new OptionError(
        `scaleBySigns: signs of shape [${shape}] do not broadcast to ${named(path)} of shape [${array.shape}]`,
      );
    }
    return factors;
  });

/** The lengths of nested lists. */
function shapeOf(value: unknown, path: string): number[] {
  if (!Array.isArray(value)) return [];
  const [first, ...others] = value.map((item) => shapeOf(item, path));
  if (first && others.some((other) => String(other) !== String(first))) {
    throw new OptionError(`scaleBySigns: signs must be lists of equal length for ${named(path)}`);
  }
  return [value.length, ...(first ?? [])];
}
