import type { z } from "zod";
import { count, nonnegative, readOptions, z as schema } from "../../core/options.ts";
import { type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import { generator, seedFor } from "../../engine/random.ts";
import type { PopulationRule } from "./population.ts";
import { type Search, search } from "./search.ts";
import { boundsOf, firstPoints, project, spaceOptions } from "./space.ts";

export const particleSwarmOptions = schema.object({
  /** N ≥ 1 particles. Default 40 (Bratton and Kennedy 2007: 20 to 100, 50 in their experiments) [reconstructed]. */
  particles: count().default(40),
  /** w ≥ 0, inertia. Default 0.7298 (Clerc and Kennedy 2002). */
  inertia: nonnegative().default(0.7298),
  /** c₁ ≥ 0, pull of the own best. Default 1.49618 (Clerc and Kennedy 2002). */
  cognitive: nonnegative().default(1.49618),
  /** c₂ ≥ 0, pull of the swarm's best. Default 1.49618 (Clerc and Kennedy 2002). */
  social: nonnegative().default(1.49618),
  ...spaceOptions,
});

export type ParticleSwarmOptions = z.input<typeof particleSwarmOptions>;

/** X: places, V: velocities, P: own bests, p: values there; none before they are told. */
type ParticleSwarmMemory = { X: Matrix; V: Matrix; P: Matrix; p: Float64Array };

/**
 * Particle swarm: particles fly on, drawn to their own best place and to the best of all.
 *
 *     v_i ← w v_i + c₁ r₁ ∘ (p_i − x_i) + c₂ r₂ ∘ (g − x_i),   r₁, r₂ ~ U(0, 1)^d
 *     x_i ← x_i + v_i
 *
 * Velocities begin at 0. With the default constants the swarm contracts. At `bounds` a coordinate stops and its velocity
 * becomes 0.
 *
 * Cost per step: N evaluations; memory: 3 N d numbers. Has finished where no particle moves.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has neither `evaluate` nor `loss` and `initial`.
 * @source J. Kennedy, R. Eberhart, Particle swarm optimization, 1995; M. Clerc, J. Kennedy, The particle swarm, 2002
 * (constants); global best.
 * @example
 * const { answer } = await minimize(ackley(), particleSwarm(), { steps: 200 });
 */
export function particleSwarm(options: ParticleSwarmOptions = {}): Search<ParticleSwarmMemory> {
  const settings = readOptions("particle-swarm", particleSwarmOptions, options);
  const { particles: N, inertia: w, cognitive, social } = settings;

  const rule: PopulationRule<ParticleSwarmMemory> = {
    name: "particle-swarm",
    begin(beginning) {
      const X = firstPoints("particle-swarm", settings, N, beginning);
      const own = { X, V: zeros(N, X.columns), P: X, p: new Float64Array(0) };
      return { asked: X, own };
    },
    next({ seed, step, values }, own, { dimension: d }) {
      const isFirst = own.p.length === 0;
      const p = isFirst ? values : own.p.slice();
      const P = { ...own.P, data: own.P.data.slice() };
      for (let i = 0; i < N; i++) {
        if (isFirst || !(values[i]! < p[i]!)) continue;
        p[i] = values[i]!;
        P.data.set(own.X.data.subarray(i * d, (i + 1) * d), i * d);
      }
      let g = 0;
      for (let i = 1; i < N; i++) if (p[i]! < p[g]!) g = i;

      const random = generator(seedFor(seed, "velocities", step));
      const V = zeros(N, d);
      const X = { ...own.X, data: own.X.data.slice() };
      for (let i = 0; i < V.data.length; i++) {
        const x = X.data[i]!;
        const toOwn = cognitive * random.uniform() * (P.data[i]! - x);
        const toBest = social * random.uniform() * (P.data[g * d + (i % d)]! - x);
        V.data[i] = w * own.V.data[i]! + toOwn + toBest;
        X.data[i] = x + V.data[i]!;
      }
      const free = X.data.slice();
      project(X, boundsOf("particle-swarm", settings, d), P.data.subarray(g * d, (g + 1) * d));
      for (let i = 0; i < free.length; i++) if (free[i] !== X.data[i]) V.data[i] = 0;
      const isOver = X.data.every((x, i) => x === own.X.data[i]);
      return { asked: X, own: { X, V, P, p }, ...(isOver && { outcome: "no particle moves" }) };
    },
  };
  return search(rule);
}
