import type { numpy as np } from "@jax-js/jax";
import type { HasNonsmoothPart, HasSaddlePart, HasSimplePart, HasSmoothPart } from "../../core/composite.ts";
import { count, positive, readOptions, z } from "../../core/options.ts";
import type { HasInitial, HasName } from "../../core/problem.ts";
import { apply, applyTransposed, multiply, toRows, transpose } from "../../engine/linear-algebra/matrix.ts";
import { addScaled, dot, scaled } from "../../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { dualBox } from "../../methods/proximal/dual-sets.ts";
import { free, simplePart, simplex } from "../../methods/proximal/simple-part.ts";
import { normalMatrix } from "../random-matrix.ts";
import { instanceOption, quadraticPart, spectralNorm, startingAt } from "./parts.ts";

export const absoluteQuadraticOptions = z.object({
  /** n: entries of x. Default 50. */
  dimension: count().default(50),
  /** Rank of the quadratic part. Default 30, below n: the smooth part alone is not strongly convex. */
  rank: count().default(30),
  /** m: absolute values in the nonsmooth part. Default 20. */
  terms: count().default(20),
  /** L of the quadratic part. Default 100. */
  smoothness: positive().default(100),
  /** μ of the simple part. Default 1. */
  mu: positive().default(1),
  /** Where x may be: anywhere, or on the unit simplex. Default "free". */
  set: z.enum(["free", "simplex"], "must be 'free' or 'simplex'").default("free"),
  /** Seed of the data. Default 0. */
  instance: instanceOption(),
});

export type AbsoluteQuadraticOptions = z.input<typeof absoluteQuadraticOptions>;

/** A composite problem with everything that is known of it. */
export type CompositeInstance = HasName &
  HasInitial<np.Array> &
  HasSmoothPart &
  HasSimplePart &
  HasSaddlePart & { dimension: number };

/** With subgradients and their estimates, too. */
export type SampledComposite = CompositeInstance &
  HasNonsmoothPart & {
    /** mean ‖C_i‖²: no estimate of a subgradient has a larger mean square. */
    meanSquare: number;
  };

/**
 * A quadratic and a mean of absolute values, of which one can be asked for at a time.
 *
 *     f(x) = ½ xᵀQx + ⟨q, x⟩,  Q = AᵀA scaled to ‖Q‖ = L,  A ~ N(0, 1), rank × n,  q ~ 3 N(0, 1)
 *     h(x) = (1/m) Σ |⟨C_i, x⟩ − d_i|,  C and d ~ N(0, 1),  χ(x) = (μ/2)‖x‖², + 0 on the simplex
 *
 * h is known by subgradients, by estimates (one term, uniformly), and as a maximum over y ∈ [−1, 1]^m with K = C/m. Starts
 * at 0, on the simplex at its centre. The minimum is not known in closed form.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @example
 * const { answer } = await minimize(absoluteQuadratic(), rfSgs(), { steps: 100 });
 */
export function absoluteQuadratic(options: AbsoluteQuadraticOptions = {}): SampledComposite {
  const settings = readOptions("absoluteQuadratic", absoluteQuadraticOptions, options);
  const { dimension: n, rank, terms, smoothness, mu, set, instance } = settings;
  const draw = generator(seedFor(instance, "absolute quadratic"));
  const A = normalMatrix(draw, rank, n, 1);
  const AtA = multiply(transpose(A), A);
  const Q = { ...AtA, data: scaled(AtA.data, smoothness / spectralNorm(A) ** 2) };
  const q = scaled(draw.normals(n), 3);
  const C = normalMatrix(draw, terms, n, 1);
  const d = draw.normals(terms);
  const rows = toRows(C);
  const meanSquare = rows.reduce((sum, row) => sum + dot(row, row), 0) / terms;
  const norm = spectralNorm(C);
  const residuals = (x: Float64Array) => addScaled(apply(C, x), -1, d);

  return {
    name: set === "free" ? `absolute quadratic in ${n} dimensions` : `absolute quadratic on the simplex of ${n}`,
    dimension: n,
    initial: startingAt(new Float64Array(n).fill(set === "free" ? 0 : 1 / n)),
    smoothPart: { ...quadraticPart(Q, q), smoothness },
    simplePart: simplePart(mu, set === "free" ? free : simplex()),
    nonsmoothPart: {
      value: (x) => residuals(x).reduce((sum, r) => sum + Math.abs(r), 0) / terms,
      subgradient: (x) =>
        applyTransposed(
          C,
          residuals(x).map((r) => Math.sign(r) / terms),
        ),
      sample(x, random) {
        const i = random.integer(terms);
        return scaled(rows[i]!, Math.sign(dot(rows[i]!, x) - d[i]!));
      },
      variation: (2 * norm) / Math.sqrt(terms),
      variance: meanSquare,
    },
    saddlePart: {
      apply: (x) => scaled(apply(C, x), 1 / terms),
      applyTransposed: (y) => scaled(applyTransposed(C, y), 1 / terms),
      normSquared: (norm / terms) ** 2,
      dual: dualBox(terms, -1, 1, scaled(d, 1 / terms)),
    },
    meanSquare,
  };
}
