import { nn, numpy as np } from "@jax-js/jax";
import { count, readOptions, z } from "../core/options.ts";
import type { HasLoss } from "../core/problem.ts";
import { apply, applyTransposed, toArray } from "../engine/linear-algebra/matrix.ts";
import { dot, norm, scaled } from "../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../engine/random.ts";
import { type PenalisedNetwork, penalise } from "./penalised-network.ts";
import { normalMatrix } from "./random-matrix.ts";

export const counterfactualMiniatureOptions = z.object({
  /** n: entries of the code. Default 32. */
  dimension: count().default(32),
  /** Hidden units of the network. Default 64. */
  hidden: count().default(64),
  /** Seed of weights and code. Default 0. */
  instance: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
});

export type CounterfactualMiniatureOptions = z.input<typeof counterfactualMiniatureOptions>;

/** Cells along an edge of the map. */
const side = 6;
const cells = side * side;
/** How much of its cost is taken from the sum of costs before it is squared. */
const sumScale = 5;
const violationScale = 10;
const advantage = 1.25;

/**
 * What is the least change of a map's code that makes another path across it the cheaper one? A miniature of the paper's
 * counterfactual maps [reconstructed: its networks, trained on maps of a game, have been replaced by a random one].
 *
 *     costs(x) = softplus(B tanh(A x)) of a 6 × 6 map,  A ~ 1.5 N(0, 1)/√n, hidden × n,  B ~ 2 N(0, 1)/√hidden
 *     Φ(x) = (x, costs),  f = −‖x − x_0‖² − ((Σ costs − Σ costs(x_0))/5)²,  ‖x_0‖ = √n
 *     c_1 = (‖x‖ − √n + 1)(‖x‖ − √n − 1)/10 ≤ 0,  c_2 = 1.25 cost(target) − cost(reference) ≤ 0
 *
 * Paths: first row and last column, first column and last row; the one that is cheaper at x_0 is the reference. The
 * start violates c_2. The best value is not known.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source P.-Y. Bouchet, T. Vidal, Optimization by Directional Attacks, 2025, arXiv 2510.01461, problem 2.
 * @example
 * const { answer } = await minimize(counterfactualMiniature(), hybridAttack({ largestRadius: 200 }), { steps: 200 });
 */
export function counterfactualMiniature(
  options: CounterfactualMiniatureOptions = {},
): PenalisedNetwork & HasLoss<np.Array> {
  const settings = readOptions("counterfactualMiniature", counterfactualMiniatureOptions, options);
  const { dimension: n, hidden, instance } = settings;
  const draw = generator(seedFor(instance, "counterfactual miniature"));
  const A = normalMatrix(draw, hidden, n, 1.5 / Math.sqrt(n));
  const B = normalMatrix(draw, cells, hidden, 2 / Math.sqrt(hidden));
  const direction = draw.normals(n);
  const x0 = scaled(direction, Math.sqrt(n) / norm(direction));

  const costsAt = (x: Float64Array) => apply(B, apply(A, x).map(Math.tanh)).map(softplus);
  const atStart = costsAt(x0);
  const sumAtStart = sum(atStart);
  const [rowFirst, columnFirst] = [
    onPath((i, j) => i === 0 || j === side - 1),
    onPath((i, j) => j === 0 || i === side - 1),
  ];
  const isRowCheaper = dot(rowFirst, atStart) <= dot(columnFirst, atStart);
  const [reference, target] = isRowCheaper ? [rowFirst, columnFirst] : [columnFirst, rowFirst];
  /** c_2 as a weight for each cell. */
  const weights = target.map((isTarget, i) => advantage * isTarget - reference[i]!);
  const root = Math.sqrt(n);

  const problem = penalise({
    name: `counterfactual miniature in ${n} dimensions`,
    start: x0,
    network: {
      outputs: (x) => Float64Array.of(...x, ...costsAt(x)),
      pullBack(x, w) {
        const h = apply(A, x).map(Math.tanh);
        const ofCosts = apply(B, h).map((value, i) => w[n + i]! / (1 + Math.exp(-value)));
        const ofHidden = applyTransposed(B, ofCosts).map((value, i) => value * (1 - h[i]! ** 2));
        return applyTransposed(A, ofHidden).map((value, i) => value + w[i]!);
      },
    },
    f: {
      rate(y) {
        const moved = y.slice(0, n).map((value, i) => value - x0[i]!);
        const excess = (sum(y.subarray(n)) - sumAtStart) / sumScale;
        return {
          value: -dot(moved, moved) - excess ** 2,
          gradient: y.map((_, i) => (i < n ? -2 * moved[i]! : (-2 * excess) / sumScale)),
        };
      },
    },
    c: {
      values(x, y) {
        const length = norm(x);
        return Float64Array.of(((length - root) ** 2 - 1) / violationScale, dot(weights, y.subarray(n)));
      },
      pullBack(x, y, [ofLength, ofPaths]) {
        const length = norm(x);
        // The norm has no gradient at 0; there 0 is taken.
        const slope = length > 0 ? (2 * (length - root)) / violationScale / length : 0;
        return {
          x: scaled(x, ofLength! * slope),
          y: y.map((_, i) => (i < n ? 0 : ofPaths! * weights[i - n]!)),
        };
      },
    },
  });
  return {
    ...problem,
    loss(x) {
      const costs = nn.softplus(np.dot(toArray(B), np.tanh(np.dot(toArray(A), x.ref))));
      const excess = costs.ref.sum().sub(sumAtStart).div(sumScale);
      const ofLength = np
        .square(np.sqrt(np.square(x.ref).sum()).sub(root))
        .sub(1)
        .div(violationScale);
      const ofPaths = np.dot(np.array(weights.slice(), { dtype: np.float64 }), costs);
      return np
        .square(x.sub(np.array(x0.slice(), { dtype: np.float64 })))
        .sum()
        .add(np.square(excess))
        .add(np.square(np.maximum(ofLength, 0)))
        .add(np.square(np.maximum(ofPaths, 0)));
    },
  };
}

/** 1 for each cell on a path, else 0; cells row by row. */
const onPath = (isOn: (row: number, column: number) => boolean): Float64Array =>
  Float64Array.from({ length: cells }, (_, i) => Number(isOn(Math.floor(i / side), i % side)));

/** log(1 + exp(x)) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
