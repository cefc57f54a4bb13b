import { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { count, positive, readOptions, z as schema } from "../core/options.ts";
import * as tree from "../engine/tree.ts";
import { transformation } from "./transformation.ts";

/** (a, b, c) of one iteration. */
export type NewtonSchulzCoefficients = readonly [number, number, number];

const sets = {
  // As steep as can be at 0 while singular values end in about [0.7, 1.2].
  standard: [[3.4445, -4.775, 2.0315]],
  // Nearer to 1: about [0.9, 1.16] after all five.
  reference: [
    [4.01, -9.22, 5.8],
    [3.49, -6.38, 3.23],
    [3.34, -6.21, 3.2],
    [3.64, -7.48, 4.43],
    [3.46, -5.35, 2.85],
  ],
} as const satisfies Record<string, readonly NewtonSchulzCoefficients[]>;

const coefficientsMessage = "must be 'standard', 'reference' or a list of triples of numbers";
const triple = schema.tuple([schema.number(), schema.number(), schema.number()], coefficientsMessage);

export const orthogonalizeOptions = schema.object({
  /** Newton-Schulz iterations ≥ 1. Default 5 (official code). */
  iterations: count().default(5),
  /** ε > 0, added to the norm by which a matrix is divided first. Default 1e-7 (official code). */
  epsilon: positive().default(1e-7),
  /**
   * (a, b, c): "standard" (Jordan), "reference" (five different ones, Li₂'s official code), or a list of one's own; the last
   * goes on where iterations outnumber it. Default "standard".
   */
  coefficients: schema
    .union([schema.enum(["standard", "reference"]), schema.array(triple).min(1, coefficientsMessage)], {
      error: coefficientsMessage,
    })
    .default("standard"),
  /**
   * s: "rms" √max(1, outputs/inputs), "spectral" √(outputs/inputs), "none" 1. Default "rms" (Jordan's code; the experiments of
   * Li₂ use "none").
   */
  scale: schema.enum(["rms", "spectral", "none"], "must be 'rms', 'spectral' or 'none'").default("rms"),
  /** Which axis counts the outputs of a matrix: "rows" (PyTorch's weights), or "columns", where a layer is x W. Default "rows". */
  outputs: schema.enum(["rows", "columns"], "must be 'rows' or 'columns'").default("rows"),
});

export type OrthogonalizeOptions = z.input<typeof orthogonalizeOptions>;

/**
 * The Newton-Schulz iteration: brings all singular values of a matrix close to 1, keeping its singular vectors.
 *
 *     X ← G / (‖G‖_F + ε)
 *     X ← a X + (b A + c A²) X,  A = X Xᵀ,   for each (a, b, c)
 *
 * A is formed on the shorter side; a matrix of zeros stays zero. Traceable; consumes the matrix. Cost: three matrix products
 * an iteration.
 *
 * @source K. Jordan et al., Muon, 2024, https://kellerjordan.github.io/posts/muon/.
 * @example
 * const factor = newtonSchulz(np.array([[3, 0], [0, 0.5]]), { coefficients: "reference" });
 */
export function newtonSchulz(
  G: np.Array,
  options: Pick<OrthogonalizeOptions, "iterations" | "epsilon" | "coefficients"> = {},
): np.Array {
  const { iterations, epsilon, coefficients } = readOptions("newtonSchulz", orthogonalizeOptions, options);
  const list = triplesOf(coefficients, iterations);
  return iterated(G, list, epsilon);
}

const triplesOf = (
  coefficients: "standard" | "reference" | readonly NewtonSchulzCoefficients[],
  iterations: number,
): NewtonSchulzCoefficients[] => {
  const list = typeof coefficients === "string" ? sets[coefficients] : coefficients;
  return Array.from({ length: iterations }, (_, i) => list[Math.min(i, list.length - 1)]!);
};

/** Borrows ε and the coefficients where they are arrays. */
function iterated(G: np.Array, triples: readonly (readonly Scalar[])[], epsilon: Scalar): np.Array {
  const isTall = G.shape[0]! > G.shape[1]!;
  let x = isTall ? G.transpose() : G;
  const length = tree.norm(x.ref).add(kept(epsilon));
  x = x.div(length);
  for (const [a, b, c] of triples as [Scalar, Scalar, Scalar][]) {
    const gram = np.matmul(x.ref, x.ref.transpose());
    const polynomial = gram.ref.mul(kept(b)).add(np.matmul(gram.ref, gram).mul(kept(c)));
    x = x.ref.mul(kept(a)).add(np.matmul(polynomial, x));
  }
  return isTall ? x.transpose() : x;
}

type Scalar = number | np.Array;
const kept = (scalar: Scalar): Scalar => (typeof scalar === "number" ? scalar : scalar.ref);

/**
 * Muon's step: brings all singular values of a matrix of updates close to 1, keeping its singular vectors.
 *
 *     u = s · NS(U),   NS: see `newtonSchulz`,   s = √max(1, outputs/inputs), or as `scale` says
 *
 * "standard" coefficients do not converge to 1: singular values end between about 0.7 and 1.2. Leaves with more than two
 * axes count as matrices whose columns run over all axes but the first; leaves with fewer than two axes pass unchanged.
 * NS commutes with transposition, s does not. Runs in the leaves' own precision (Jordan's code runs in bfloat16).
 *
 * State: none. Cost: three matrix products per iteration.
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source K. Jordan et al., Muon: An optimizer for hidden layers in neural networks, 2024,
 * https://kellerjordan.github.io/posts/muon/; coefficients and scale from its official code, those called "reference" from
 * the official code of Y. Tian, 2025, arXiv 2509.21519 (muon_opt.py).
 * @example
 * const muon = chain(accumulateMomentum(0.95), orthogonalize(), scaleByLearningRate(0.02));
 */
export function orthogonalize(options: OrthogonalizeOptions = {}) {
  const { iterations, epsilon, coefficients, scale, outputs } = readOptions(
    "orthogonalize",
    orthogonalizeOptions,
    options,
  );
  const triples = triplesOf(coefficients, iterations);
  const scaleOf = (rows: number, columns: number) => {
    const ratio = outputs === "rows" ? rows / columns : columns / rows;
    return { none: 1, rms: Math.sqrt(Math.max(1, ratio)), spectral: Math.sqrt(ratio) }[scale];
  };
  return transformation({
    init: () => [],
    numbers: () => ({ triples: triples.map((abc) => [...abc]), epsilon }),
    update: (updates, state, _params, { numbers }) => [
      tree.map((leaf) => {
        if (leaf.ndim < 2) return leaf;
        const shape = leaf.shape;
        const rows = shape[0]!;
        const columns = leaf.size / rows;
        const x = iterated(leaf.reshape([rows, columns]), numbers.triples as np.Array[][], numbers.epsilon);
        return x.mul(scaleOf(rows, columns)).reshape(shape);
      }, updates),
      state,
    ],
  });
}
