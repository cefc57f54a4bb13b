import { OptionError } from "../core/errors.ts";
import { count, readOptions, z } from "../core/options.ts";
import { lanczos } from "../engine/linear-algebra/lanczos.ts";
import { seedFor } from "../engine/random.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import type { Hessian, Watched } from "./hessian.ts";
import { searchOptions, withHessian } from "./hessian-spectrum.ts";

const spectralDensityOptions = z.object({
  /** m: Lanczos steps a probe. Default 80, or as many as there are parameters. */
  iterations: count().default(80),
  /** Random vectors that are averaged over. Default 10. */
  probes: count().default(10),
  seed: searchOptions.shape.seed,
});

export type SpectralDensityOptions = z.input<typeof spectralDensityOptions>;

/** Where a Hessian's eigenvalues lie, as weighted points that stand for all of them. */
export type SpectralDensity = {
  /** Ascending. */
  nodes: Float64Array;
  /** The share of eigenvalues that each node stands for; their sum is 1. */
  weights: Float64Array;
  /** The density at x, each node widened to a Gaussian of standard deviation `width`. @throws {OptionError} if it is not > 0. */
  at(x: number, width: number): number;
};

/**
 * The density of a Hessian's eigenvalues by stochastic Lanczos quadrature: how many are near 0, and which stand apart.
 *
 *     φ(x) ≈ mean over probes of Σ_i ω_i N(x; θ_i, σ²)
 *
 * θ are the eigenvalues of a probe's tridiagonal matrix, ω_i the squares of the first entries of its eigenvectors. Without
 * widening it gives moments of degree up to 2 m − 1 but for the probes' chance. Borrows the parameters.
 *
 * Cost: `probes` times `iterations` Hessian-vector products.
 * @throws {OptionError} if an option is unknown or outside its range, or a product is not finite.
 * @source B. Ghorbani, S. Krishnan, Y. Xiao, 2019, arXiv 1901.10159, algorithm 1.
 * @example
 * const { nodes, weights, at } = await spectralDensity(loss, params, { probes: 5 });
 * const nearZero = at(0, 1e-2);
 */
export async function spectralDensity<P extends Tree, B>(
  of: Watched<P, B> | Hessian<P>,
  params: P,
  options: SpectralDensityOptions = {},
): Promise<SpectralDensity> {
  const { iterations, probes, seed } = readOptions("spectralDensity", spectralDensityOptions, options);
  const n = tree.size(params);
  const points: { node: number; weight: number }[] = [];
  await withHessian(of, async (hessian) => {
    const operator = hessian.times(params);
    for (let probe = 0; probe < probes; probe++) {
      const own = { iterations, seed: seedFor(seed, "probe", probe) };
      const { values, weights, status } = await lanczos(operator, n, own);
      if (status === "breakdown") throw new OptionError("spectralDensity: a Hessian-vector product is not finite");
      for (const [i, node] of values.entries()) points.push({ node, weight: weights[i]! / probes });
    }
  });
  points.sort((a, b) => a.node - b.node);
  const nodes = Float64Array.from(points, ({ node }) => node);
  const weights = Float64Array.from(points, ({ weight }) => weight);
  return {
    nodes,
    weights,
    at(x, width) {
      if (!(width > 0)) throw new OptionError(`spectralDensity: width must be a positive number, got ${width}`);
      const bell = (node: number) => Math.exp(-0.5 * ((x - node) / width) ** 2) / (width * Math.sqrt(2 * Math.PI));
      return nodes.reduce((sum, node, i) => sum + weights[i]! * bell(node), 0);
    },
  };
}
