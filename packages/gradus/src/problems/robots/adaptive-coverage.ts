import { count, nonnegative, positive, readOptions, z } from "../../core/options.ts";
import type { HasField } from "../../core/world.ts";
import { apply, fromRows } from "../../engine/linear-algebra/matrix.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { nearest, type RobotWorld, teamOptions, teamWorld, unitBox } from "./team-world.ts";

export const adaptiveCoverageOptions = z.object({
  ...teamOptions,
  /** The square is seen at sl × sl places (i/(sl + 1), j/(sl + 1)). Default 15 (official code). */
  places: count().default(15),
  /** sm × sm basis functions, with means (i/(sm + 1), j/(sm + 1)). Default 7 (official code). */
  functions: count().default(7),
  /** v > 0, the variance of a basis function. Default 0.02 (official code). */
  variance: positive().default(0.02),
  /** a_min > 0, the least weight, and that of all that is no peak. Default 0.1 (official code). */
  least: positive().default(0.1),
  /** Basis functions with another weight: [number, weight]. Default: 100 for numbers 0 and 15 (official code). */
  peaks: z.array(z.tuple([z.int().min(0), positive()])).default([
    [0, 100],
    [15, 100],
  ]),
  /** g ≥ 0, the gain of the law of adaptation. Default 0.01 (official code). */
  gain: nonnegative().default(0.01),
  /** Seconds of a step, > 0. Default 0.01 (official code). */
  dt: positive().default(0.01),
  /** Standard deviation ≥ 0 of what a robot senses of the density. Default 0. */
  sensorNoise: nonnegative().default(0),
});

export type AdaptiveCoverageOptions = z.input<typeof adaptiveCoverageOptions>;

/** What is known of the density: the weights, and the sums that they are adapted from. */
export type LearnedScene = {
  step: number;
  seed: number;
  weights: Float64Array;
  /** Λ, row by row. */
  squares: Float64Array;
  /** λ */
  readings: Float64Array;
};

/** Coverage of a density that has to be learnt. */
export type AdaptiveCoverage = RobotWorld<LearnedScene> & HasField;

/**
 * Adaptive coverage of the unit square: robots spread where a density is high, which they learn where they pass.
 *
 *     J_k(x) = ½ Σ_q min_i |q − x_i| K(q)ᵀ â_k,   K_b(q) = exp(−|q − μ_b|²/(2v)) / (2πv)
 *     Λ ← Λ + dt Σ_i K(x_i) K(x_i)ᵀ,   λ ← λ + dt Σ_i K(x_i) φ(x_i),   φ = Kᵀ a
 *     â ← â − dt g (Λ â − λ), but no weight below a_min
 *
 * The distance is not squared. J and its counterfactuals are of the same â; the official code takes the counterfactuals
 * after the update. Reports `trueCost`, the cost with the true weights. As J changes while the robots learn, there is no
 * `evaluate`.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source official code of BCD-CAO (test bed AdaptiveCoverage2D), arXiv 2111.07441, after M. Schwager, D. Rus,
 * J.-J. Slotine, Decentralized, Adaptive Coverage Control for Networked Robots, 2009.
 * @example
 * const { trace } = await minimize(adaptiveCoverage(), bcdCao({ window: 30, candidates: 100 }), { steps: 20 });
 */
export function adaptiveCoverage(options: AdaptiveCoverageOptions = {}): AdaptiveCoverage {
  const {
    places: sl,
    functions: sm,
    variance,
    least,
    peaks,
    gain,
    dt,
    sensorNoise,
    ...team
  } = readOptions("adaptive-coverage", adaptiveCoverageOptions, options);
  const places = innerGrid(sl);
  const means = innerGrid(sm);
  const basis = (at: Float64Array) => {
    const values = new Float64Array(means.length);
    for (let b = 0; b < values.length; b++) {
      const [x, y] = means[b]! as unknown as [number, number];
      values[b] = Math.exp(-((at[0]! - x) ** 2 + (at[1]! - y) ** 2) / (2 * variance)) / (2 * Math.PI * variance);
    }
    return values;
  };
  const a = new Float64Array(means.length).fill(least);
  for (const [b, weight] of peaks) if (b < a.length) a[b] = weight;
  const basisAtPlaces = fromRows(places.map(basis));
  const density = apply(basisAtPlaces, a);
  const sense = (at: Float64Array) => dot(basis(at), a);
  const cost = (weights: Float64Array, robots: readonly Float64Array[]) =>
    0.5 * places.reduce((sum, q, i) => sum + nearest(q, robots).distance * weights[i]!, 0);
  const adapt = (weights: Float64Array, rates: Float64Array) =>
    weights.map((weight, b) => {
      const next = weight + dt * rates[b]!;
      return next < least || (next === least && rates[b]! < 0) ? weight : next;
    });
  return {
    ...teamWorld<LearnedScene>(
      {
        name: "adaptive coverage",
        box: unitBox(2),
        open: (seed) => ({
          step: 0,
          seed,
          weights: new Float64Array(a.length).fill(least),
          squares: new Float64Array(a.length ** 2),
          readings: new Float64Array(a.length),
        }),
        costs({ weights }, teams) {
          const learnt = apply(basisAtPlaces, weights);
          return teams.map((robots) => cost(learnt, robots));
        },
        after(scene, robots) {
          const random = generator(seedFor(scene.seed, "sensors", scene.step));
          const squares = scene.squares.slice();
          const readings = scene.readings.slice();
          const n = a.length;
          for (const robot of robots) {
            const K = basis(robot);
            const phi = dot(K, a) + (sensorNoise > 0 ? sensorNoise * random.normal() : 0);
            for (let b = 0; b < n; b++) {
              readings[b]! += dt * K[b]! * phi;
              for (let c = 0; c < n; c++) squares[b * n + c]! += dt * K[b]! * K[c]!;
            }
          }
          const foreseen = apply({ rows: n, columns: n, data: squares }, scene.weights);
          const weights = adapt(
            scene.weights,
            foreseen.map((value, b) => -gain * (value - readings[b]!)),
          );
          return { ...scene, step: scene.step + 1, weights, squares, readings };
        },
        figures: (_, robots) => ({ trueCost: cost(density, robots) }),
      },
      team,
    ),
    field: { places, density, basis, sense, least, dt, gain, adapt },
  };
}

/** Points (i/(n + 1), j/(n + 1)) of the unit square, i = 1 … n slow. */
const innerGrid = (n: number): Float64Array[] =>
  Array.from({ length: n * n }, (_, q) => Float64Array.of((Math.floor(q / n) + 1) / (n + 1), ((q % n) + 1) / (n + 1)));
