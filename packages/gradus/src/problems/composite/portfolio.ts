import { count, nonnegative, positive, readOptions, z } from "../../core/options.ts";
import {
  apply,
  applyTransposed,
  identity,
  type Matrix,
  multiply,
  toRows,
  transpose,
} from "../../engine/linear-algebra/matrix.ts";
import { addScaled, dot, scaled } from "../../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { dualBox } from "../../methods/proximal/dual-sets.ts";
import { simplePart, simplex } from "../../methods/proximal/simple-part.ts";
import { normalMatrix } from "../random-matrix.ts";
import type { SampledComposite } from "./absolute-quadratic.ts";
import { instanceOption, quadraticPart, spectralNorm, startingAt } from "./parts.ts";

export const portfolioOptions = z.object({
  /** n: assets. Default 40. */
  assets: count().default(40),
  /** S: scenarios of returns. Default 60. */
  scenarios: count().default(60),
  /** Factors that move all assets. Default 5. */
  factors: count().default(5),
  /** r: aversion to variance. Default 8 [reconstructed]. */
  aversion: positive().default(8),
  /** τ ≥ 0: a return below it counts as a shortfall. Default 0.1 [reconstructed]. */
  target: nonnegative().default(0.1),
  /** μ: pull towards equal shares. Default 1. */
  mu: positive().default(1),
  /** Seed of the data. Default 0. */
  instance: instanceOption(),
});

export type PortfolioOptions = z.input<typeof portfolioOptions>;

/** Of a single asset: its own standard deviation, and how far mean returns lie apart. */
const ownDeviation = 0.5;
const meanSpread = 0.1;

/**
 * Shares of assets: variance, expected shortfall below a target over scenarios, and a pull towards equal shares.
 *
 *     min over the simplex of (r/2) xᵀΣx + (1/S) Σ_s max(0, τ − ⟨r_s, x⟩) + (μ/2)‖x − 1/n‖²
 *     Σ = B Bᵀ + ¼ I,  B ~ N(0, 1), assets × factors;  r_s = m + B φ_s + ½ ε_s,  φ, ε ~ N(0, 1),  m ~ 0.1 N(0, 1)
 *
 * The shortfall is known by subgradients, by estimates (one scenario), and as a maximum over y ∈ [0, 1]^S. Starts at equal
 * shares. How returns come about is [reconstructed], so that L is that of the experiment; the
 * minimum is not known in closed form.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source X. Wu, Z. Xu, H. Zhang, 2026, arXiv 2602.04161, first experiment.
 * @example
 * const { answer } = await minimize(portfolio(), rfSgs(), { steps: 200 });
 */
export function portfolio(options: PortfolioOptions = {}): SampledComposite {
  const settings = readOptions("portfolio", portfolioOptions, options);
  const { assets: n, scenarios: S, factors, aversion, target, mu, instance } = settings;
  const draw = generator(seedFor(instance, "portfolio"));
  const B = normalMatrix(draw, n, factors, 1);
  const common = multiply(B, transpose(B));
  const covariance = addScaled(common.data, ownDeviation ** 2, identity(n).data);
  const Q: Matrix = { rows: n, columns: n, data: scaled(covariance, aversion) };
  const mean = scaled(draw.normals(n), meanSpread);
  const R = multiply(normalMatrix(draw, S, factors, 1), transpose(B));
  const own = draw.normals(S * n);
  R.data = R.data.map((value, i) => value + mean[i % n]! + ownDeviation * own[i]!);
  const rows = toRows(R);
  const norm = spectralNorm(R);
  const meanSquare = rows.reduce((sum, row) => sum + dot(row, row), 0) / S;
  const shortfalls = (x: Float64Array) => apply(R, x).map((value) => Math.max(0, target - value));

  return {
    name: `portfolio of ${n} assets`,
    dimension: n,
    initial: startingAt(new Float64Array(n).fill(1 / n)),
    smoothPart: quadraticPart(Q, new Float64Array(n)),
    simplePart: simplePart(mu, simplex(), 1 / n),
    nonsmoothPart: {
      value: (x) => shortfalls(x).reduce((sum, value) => sum + value, 0) / S,
      subgradient: (x) =>
        applyTransposed(
          R,
          shortfalls(x).map((value) => -Math.sign(value) / S),
        ),
      sample(x, random) {
        const s = random.integer(S);
        return scaled(rows[s]!, dot(rows[s]!, x) < target ? -1 : 0);
      },
      variation: (2 * norm) / Math.sqrt(S),
      variance: meanSquare,
    },
    saddlePart: {
      apply: (x) => scaled(apply(R, x), -1 / S),
      applyTransposed: (y) => scaled(applyTransposed(R, y), -1 / S),
      normSquared: (norm / S) ** 2,
      dual: dualBox(S, 0, 1, -target / S),
    },
    meanSquare,
  };
}
