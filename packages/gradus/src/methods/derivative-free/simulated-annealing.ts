import type { z } from "zod";
import { positive, readOptions, z as schema } from "../../core/options.ts";
import { generator, seedFor } from "../../engine/random.ts";
import type { PopulationRule } from "./population.ts";
import { type Search, search } from "./search.ts";
import { boundsOf, firstPoints, project, spaceOptions } from "./space.ts";

export const simulatedAnnealingOptions = schema.object({
  /** T₀ > 0, first temperature: a rise of the objective that is often accepted. Default 1 [reconstructed]. */
  temperature: positive().default(1),
  /** Factor in (0, 1] on the temperature in each step. Default 0.995 (Kirkpatrick et al.: a little below 1). */
  cooling: schema.number("must be in (0, 1]").gt(0, "must be in (0, 1]").lte(1, "must be in (0, 1]").default(0.995),
  /** Deviation of proposals at T₀; they shrink like √(T/T₀), but not below a thousandth. Default 0.5 [reconstructed]. */
  proposal: positive().default(0.5),
  ...spaceOptions,
  /** Deviation of the first point about the problem's start, with initialization "normal". Default 0. */
  spread: spaceOptions.spread.unwrap().default(0),
});

export type SimulatedAnnealingOptions = z.input<typeof simulatedAnnealingOptions>;

/** x: where it is, e: the value there, none before it is told. */
type SimulatedAnnealingMemory = { x: Float64Array; e: Float64Array; accepted: number };

/**
 * Simulated annealing: a random walk that goes up less and less often.
 *
 *     y = x + ρ √(T/T₀) ξ,  ξ ~ N(0, I)
 *     x ← y if E(y) ≤ E(x), else with probability exp(−(E(y) − E(x))/T)
 *     T ← γ T
 *
 * With geometric cooling it ends in a minimum, not surely the lowest; the answer is the best point seen. Begins at the
 * problem's start, unless told otherwise.
 *
 * Cost per step: one evaluation; memory: 2 d numbers. Reports how many proposals were accepted.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has neither `evaluate` nor `loss` and `initial`.
 * @source S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi, Optimization by simulated annealing, 1983.
 * @example
 * const { answer } = await minimize(himmelblau(), simulatedAnnealing({ temperature: 10 }), { steps: 2000 });
 */
export function simulatedAnnealing(options: SimulatedAnnealingOptions = {}): Search<SimulatedAnnealingMemory> {
  const settings = readOptions("simulated-annealing", simulatedAnnealingOptions, options);
  const { temperature: T0, cooling, proposal } = settings;

  const rule: PopulationRule<SimulatedAnnealingMemory> = {
    name: "simulated-annealing",
    begin(beginning) {
      const first = { initialization: "normal" as const, ...settings };
      const X = firstPoints("simulated-annealing", first, 1, beginning);
      return { asked: X, own: { x: X.data, e: new Float64Array(0), accepted: 0 } };
    },
    next({ seed, step, asked, values }, own, { dimension: d }) {
      const random = generator(seedFor(seed, "walk", step));
      // The temperature at which the point that is told was proposed.
      const T = T0 * cooling ** Math.max(0, step - 1);
      const rise = own.e.length === 0 ? 0 : values[0]! - own.e[0]!;
      const chance = random.uniform();
      // A first point without a value is left for any other.
      const isAccepted = own.e.length === 0 || !Number.isFinite(own.e[0]!) || rise <= 0 || chance < Math.exp(-rise / T);
      const x = isAccepted ? asked.data : own.x;
      const e = isAccepted ? values : own.e;
      const deviation = proposal * Math.max(Math.sqrt(cooling ** step), 1e-3);
      const xi = random.normals(d);
      const y = project(
        { rows: 1, columns: d, data: x.map((value, j) => value + deviation * xi[j]!) },
        boundsOf("simulated-annealing", settings, d),
        x,
      );
      return { asked: y, own: { x, e, accepted: own.accepted + Number(isAccepted && own.e.length > 0) } };
    },
    reports: ({ accepted }) => ({ accepted }),
  };
  return search(rule);
}
