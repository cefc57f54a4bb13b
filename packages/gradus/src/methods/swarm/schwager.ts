import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { nonnegative, positive, readOptions, z } from "../../core/options.ts";
import { requireCapabilities } from "../../core/problem.ts";
import type { HasField } from "../../core/world.ts";
import { apply } from "../../engine/linear-algebra/matrix.ts";
import { addScaled, dot } from "../../engine/linear-algebra/vector.ts";
import { centroid, type GridCells, gridCells } from "./grid-cells.ts";
import { iterateTeam, type TeamProblem, type TeamState } from "./team-iteration.ts";

export const schwagerOptions = z.object({
  /** Rate > 0 at which a robot approaches its centroid, a second. Default 3 (official code). */
  rate: positive().default(3),
  /** ζ ≥ 0, how strongly neighbours agree on weights. Default 0.005 (official code). */
  consensus: nonnegative().default(0.005),
});

export type SchwagerOptions = z.input<typeof schwagerOptions>;

/** What one robot has learnt of the density. */
type Learner = { weights: Float64Array; squares: Float64Array; readings: Float64Array };

/** In the order of positions. */
type Learners = { learners: Learner[] };

/** Schwager's controller: a method for robots over a field. */
export type Schwager = <Scene>(
  problem: TeamProblem<Scene> & HasField,
) => Iteration<TeamState<Scene, Learners>, np.Array>;

/**
 * Adaptive coverage control: each robot learns the density by itself, agrees on it with its neighbours, and goes towards
 * the centroid of its Voronoi cell as it knows it.
 *
 *     F_i = 3 F¹ F¹ᵀ / M_i,   F¹ = Σ_{q ∈ V_i} K(q) (q − x_i)ᵀ,   M_i = Σ_{q ∈ V_i} K(q)ᵀ â_i
 *     d â_i/dt = −F_i â_i − g (Λ_i â_i − λ_i) − ζ Σ_{j next to i} (â_i − â_j),   no weight below a_min
 *     x_i ← x_i + dt · rate · (C_i − x_i),   C_i the centroid of V_i with weights K(q)ᵀ â_i
 *
 * All robots at once; Λ_i, λ_i take in the readings at x_i afterwards. A robot whose cell is empty stays and has F_i = 0.
 * Every neighbour counts the same; the official code uses counts of adjacent points for all robots but the first.
 * Cost per step: one measurement, N m² operations for m basis functions. Memory: N m² numbers.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `field`, `world` or `initial`.
 * @source M. Schwager, D. Rus, J.-J. Slotine, Decentralized, Adaptive Coverage Control for Networked Robots, 2009, as in
 * the official code of arXiv 2111.07441.
 * @example
 * const { trace } = await minimize(adaptiveCoverage(), schwager(), { steps: 20 });
 */
export function schwager(options: SchwagerOptions = {}): Schwager {
  const { rate, consensus } = readOptions("schwager", schwagerOptions, options);
  return named("schwager", <Scene>(problem: TeamProblem<Scene> & HasField) => {
    requireCapabilities("schwager", problem, ["field"]);
    const { field } = problem;
    const { places, dt, gain } = field;
    const basisAt = places.map(field.basis);
    const m = basisAt[0]!.length;
    const beginner = (): Learner => ({
      weights: new Float64Array(m).fill(field.least),
      squares: new Float64Array(m * m),
      readings: new Float64Array(m),
    });

    /** F_i â_i, from the robot's own cell. */
    function excitation(i: number, x: Float64Array, weights: Float64Array, { owner }: GridCells, mass: number) {
      const F1 = Array.from(x, () => new Float64Array(m));
      for (const [p, q] of places.entries()) {
        if (owner[p] !== i) continue;
        for (const [j, column] of F1.entries()) {
          const offset = q[j]! - x[j]!;
          for (let b = 0; b < m; b++) column[b]! += basisAt[p]![b]! * offset;
        }
      }
      return F1.reduce<Float64Array>(
        (sum, column) => addScaled(sum, (3 * dot(column, weights)) / mass, column),
        new Float64Array(m),
      );
    }

    return iterateTeam<Scene, Learners>(
      {
        name: "schwager",
        remember: (positions) => ({ learners: positions.map(beginner) }),
        // Whoever stays keeps what it learnt: learners stand in the order of positions, newcomers last.
        changed: ({ learners }, { kept, joined }) => ({
          learners: [...kept.map((i) => learners[i]!), ...joined.map(beginner)],
        }),
        async move({ positions, memory: { learners } }) {
          const cells = gridCells(places, positions);
          const moves = positions.map((x, i) => {
            const { weights, squares, readings } = learners[i]!;
            const known = basisAt.map((K) => dot(K, weights));
            const C = centroid(i, cells, places, known);
            const foreseen = apply({ rows: m, columns: m, data: squares }, weights);
            const own = C ? excitation(i, x, weights, cells, C.mass) : new Float64Array(m);
            const others = cells.neighbours[i]!.map((j) => learners[j]!.weights);
            const rates = weights.map((a, b) => {
              const apart = others.reduce((sum, other) => sum + a - other[b]!, 0);
              return -own[b]! - gain * (foreseen[b]! - readings[b]!) - consensus * apart;
            });
            const K = field.basis(x);
            const phi = field.sense(x);
            return {
              position: C ? addScaled(x, dt * rate, addScaled(C.at, -1, x)) : x,
              learner: {
                weights: field.adapt(weights, rates),
                squares: squares.map((value, bc) => value + dt * K[Math.floor(bc / m)]! * K[bc % m]!),
                readings: addScaled(readings, dt * phi, K),
              },
            };
          });
          return {
            positions: moves.map(({ position }) => position),
            memory: { learners: moves.map(({ learner }) => learner) },
          };
        },
      },
      problem,
    );
  });
}
