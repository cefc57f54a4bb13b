import type { z } from "zod";
import { OptionError } from "../../core/errors.ts";
import { nonnegative, readOptions, z as schema } from "../../core/options.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import { generator, seedFor } from "../../engine/random.ts";
import type { PopulationRule } from "./population.ts";
import { type Search, search } from "./search.ts";
import { boundsOf, firstPoints, project, spaceOptions } from "./space.ts";

const rate = () => schema.number("must be in [0, 1]").gte(0, "must be in [0, 1]").lte(1, "must be in [0, 1]");

export const differentialEvolutionOptions = schema.object({
  /** NP ≥ 4 members. Default 10 d, at least 20 (Storn and Price: 5 d to 10 d). */
  members: schema.int("must be a whole number ≥ 4").min(4, "must be a whole number ≥ 4").optional(),
  /** F in [0, 2], weight of the difference. Default 0.5 (Storn and Price). */
  weight: schema.number("must be in [0, 2]").gte(0, "must be in [0, 2]").lte(2, "must be in [0, 2]").default(0.5),
  /** CR in [0, 1], share of coordinates taken from the mutant. Default 0.9 (Storn and Price: 0.9 or 1 for quick convergence). */
  crossover: rate().default(0.9),
  /** What is mutated: a random member, or the best. Default "rand" (DE/rand/1/bin). */
  base: schema.enum(["rand", "best"], "must be 'rand' or 'best'").default("rand"),
  /** Finished where values of all members differ by at most this. Default 0. */
  tolerance: nonnegative().default(0),
  ...spaceOptions,
});

export type DifferentialEvolutionOptions = z.input<typeof differentialEvolutionOptions>;

/** X: members, e: their values, none before they are told. */
type DifferentialEvolutionMemory = { X: Matrix; e: Float64Array; best: number };

/**
 * Differential evolution: mutants are made of differences of members, and replace their parents where they are no worse.
 *
 *     v_i = x_a + F (x_b − x_c),   a, b, c, i all different, at random   ("best": x_a is the best member)
 *     u_ij = v_ij if rand < CR or j is one random coordinate, else x_ij
 *     x_i ← u_i if E(u_i) ≤ E(x_i)
 *
 * Differences shrink as the members agree, so that steps adapt to the landscape.
 *
 * Cost per step: NP evaluations; memory: 2 NP d numbers. A coordinate of a mutant beyond `bounds` is put on them.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has neither `evaluate` nor `loss` and `initial`.
 * @source R. Storn, K. Price, Differential evolution, 1997 (DE/rand/1/bin).
 * @example
 * const { answer } = await minimize(rastrigin(), differentialEvolution(), { steps: 200 });
 */
export function differentialEvolution(options: DifferentialEvolutionOptions = {}): Search<DifferentialEvolutionMemory> {
  const settings = readOptions("differential-evolution", differentialEvolutionOptions, options);
  const { weight: F, crossover: CR, tolerance } = settings;

  const rule: PopulationRule<DifferentialEvolutionMemory> = {
    name: "differential-evolution",
    begin(beginning) {
      const members = settings.members ?? settings.ensemble?.length ?? Math.max(20, 10 * beginning.space.dimension);
      if (members < 4)
        throw new OptionError(`differential-evolution: ensemble must have at least 4 rows, got ${members}`);
      const X = firstPoints("differential-evolution", settings, members, beginning);
      return { asked: X, own: { X, e: new Float64Array(0), best: 0 } };
    },
    next({ seed, step, asked, values }, { X: parents, e: old }, { dimension: d }) {
      const isFirst = old.length === 0;
      const X = { ...parents, data: parents.data.slice() };
      const e = isFirst ? values : old.slice();
      for (let i = 0; i < X.rows; i++) {
        if (isFirst || !(values[i]! <= e[i]!)) continue;
        e[i] = values[i]!;
        X.data.set(asked.data.subarray(i * d, (i + 1) * d), i * d);
      }
      let best = 0;
      for (let i = 1; i < X.rows; i++) if (e[i]! < e[best]!) best = i;

      const random = generator(seedFor(seed, "mutants", step));
      const U = { ...X, data: X.data.slice() };
      for (let i = 0; i < X.rows; i++) {
        const [r, b, c] = distinct(3, X.rows, i, random.integer) as [number, number, number];
        const a = settings.base === "best" ? best : r;
        const sure = random.integer(d);
        for (let j = 0; j < d; j++) {
          if (j !== sure && random.uniform() >= CR) continue;
          U.data[i * d + j] = X.data[a * d + j]! + F * (X.data[b * d + j]! - X.data[c * d + j]!);
        }
      }
      project(U, boundsOf("differential-evolution", settings, d), X.data.subarray(best * d, (best + 1) * d));
      const isOver = !isFirst && Math.max(...e) - e[best]! <= tolerance;
      return {
        asked: U,
        own: { X, e, best },
        ...(isOver && { outcome: `values of all members differ by at most ${tolerance}` }),
      };
    },
  };
  return search(rule);
}

/** So many different numbers below `end`, none of them `other`. */
function distinct(count: number, end: number, other: number, integer: (end: number) => number): number[] {
  const chosen: number[] = [];
  while (chosen.length < count) {
    const candidate = integer(end);
    if (candidate !== other && !chosen.includes(candidate)) chosen.push(candidate);
  }
  return chosen;
}
