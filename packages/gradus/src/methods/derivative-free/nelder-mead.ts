import type { z } from "zod";
import { nonnegative, positive, readOptions, z as schema } from "../../core/options.ts";
import { fromRows, type Matrix, toRows } from "../../engine/linear-algebra/matrix.ts";
import type { Asking, PopulationRule } from "./population.ts";
import { type Search, search } from "./search.ts";
import { boundsOf, project, type Space, type SpaceSettings, spaceOptions } from "./space.ts";

export const nelderMeadOptions = schema.object({
  /** Length of the first simplex's edges, relative to |x_j|. Default 0.05 (Matlab, SciPy). */
  edge: positive().default(0.05),
  /** Length of an edge along a coordinate that is 0. Default 2.5e-4 (Matlab, SciPy). */
  edgeAtZero: positive().default(2.5e-4),
  /** Finished where the simplex is no larger than this (largest coordinate difference) … Default 1e-10. */
  size: nonnegative().default(1e-10),
  /** … and its values differ by no more than this. Default 1e-12. */
  tolerance: nonnegative().default(1e-12),
  /** Coefficients that depend on the dimension (Gao and Han 2012), for many variables. Default false. */
  adaptive: schema.boolean("must be true or false").default(false),
  /** A box that the search stays in: lower and upper, a number for all coordinates or one for each. Default none. */
  bounds: spaceOptions.bounds,
});

export type NelderMeadOptions = z.input<typeof nelderMeadOptions>;

/** S: the simplex in ascending order of its values e; phase: what is asked for; xr, er: the reflected point. */
type NelderMeadMemory = { S: Matrix; e: Float64Array; phase: string; xr: Float64Array; er: number };

/**
 * Nelder and Mead's simplex: the worst corner is reflected, the simplex stretched or shrunk by what is found there.
 *
 *     x̄ = mean of all corners but the worst
 *     x_r = x̄ + ρ (x̄ − x_worst);   expansion x̄ + ρχ (x̄ − x_worst);   contractions x̄ ± ργ (…), inside x̄ − γ (x̄ − x_worst)
 *     else shrink: x_i ← x_best + σ (x_i − x_best)
 *
 * ρ = 1, χ = 2, γ = ½, σ = ½; with `adaptive` χ = 1 + 2/d, γ = ¾ − 1/(2d), σ = 1 − 1/d. Local; it may stall at points that
 * are no minima, stops where noise hides which corner is better, and is slow beyond ten variables. It draws
 * nothing: all seeds begin at the problem's start.
 *
 * Cost per step: one or two evaluations, d + 2 where it shrinks; memory: d² numbers.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has neither `evaluate` nor `loss` and `initial`.
 * @source J. A. Nelder, R. Mead, A simplex method for function minimization, 1965, as in J. C. Lagarias et al., 1998.
 * @example
 * const { answer } = await minimize(rosenbrock(), nelderMead(), { steps: 200 });
 */
export function nelderMead(options: NelderMeadOptions = {}): Search<NelderMeadMemory> {
  const settings = readOptions("nelder-mead", nelderMeadOptions, options);
  const box = (space: Space) => boundsOf("nelder-mead", settings as unknown as SpaceSettings, space.dimension);

  const coefficients = (d: number) =>
    settings.adaptive && d > 1
      ? { rho: 1, chi: 1 + 2 / d, gamma: 0.75 - 1 / (2 * d), sigma: 1 - 1 / d }
      : { rho: 1, chi: 2, gamma: 0.5, sigma: 0.5 };

  /** x̄ + t (x̄ − x_worst). */
  function along(S: Matrix, t: number, space: Space): Float64Array {
    const rows = toRows(S);
    const worst = rows.at(-1)!;
    const d = worst.length;
    const point = worst.map((value, j) => {
      let mean = 0;
      for (let i = 0; i < d; i++) mean += rows[i]![j]! / d;
      return mean + t * (mean - value);
    });
    return project({ rows: 1, columns: d, data: point }, box(space), rows[0]!).data;
  }

  const one = (point: Float64Array): Matrix => ({ rows: 1, columns: point.length, data: point });

  /** Corners in ascending order, and the reflection of the worst. */
  function reflect(corners: Float64Array[], values: number[], space: Space): Asking<NelderMeadMemory> {
    const order = corners.map((_, i) => i).sort((a, b) => compare(values[a]!, values[b]!) || a - b);
    const S = fromRows(order.map((i) => corners[i]!));
    const e = Float64Array.from(order, (i) => values[i]!);
    const own = { S, e, phase: "reflection", xr: new Float64Array(0), er: 0 };
    const isOver = e.at(-1)! - e[0]! <= settings.tolerance && sizeOf(S) <= settings.size;
    const asked = one(along(S, coefficients(space.dimension).rho, space));
    return { asked, own, ...(isOver && { outcome: `the simplex is no larger than ${sizeOf(S).toPrecision(2)}` }) };
  }

  const rule: PopulationRule<NelderMeadMemory> = {
    name: "nelder-mead",
    begin({ space, start }) {
      const corners = Array.from({ length: space.dimension + 1 }, (_, i) => {
        const corner = start.slice();
        if (i > 0) corner[i - 1]! += start[i - 1] === 0 ? settings.edgeAtZero : settings.edge * start[i - 1]!;
        return corner;
      });
      const S = project(fromRows(corners), box(space));
      const own = { S, e: new Float64Array(0), phase: "simplex", xr: new Float64Array(0), er: 0 };
      return { asked: S, own };
    },
    next({ asked, values }, own, space) {
      const { S, e, phase, xr, er } = own;
      const corners = toRows(S);
      const { rho, chi, gamma, sigma } = coefficients(space.dimension);
      const replaced = (point: Float64Array, value: number) =>
        reflect([...corners.slice(0, -1), point], [...e.subarray(0, -1), value], space);
      const probe = (next: string, t: number): Asking<NelderMeadMemory> => ({
        asked: one(along(S, t, space)),
        own: { ...own, phase: next, xr: asked.data, er: values[0]! },
        isStep: false,
      });
      const shrink = (): Asking<NelderMeadMemory> => {
        const best = corners[0]!;
        const rows = corners.slice(1).map((row) => row.map((x, j) => best[j]! + sigma * (x - best[j]!)));
        return { asked: fromRows(rows), own: { ...own, phase: "shrinking" }, isStep: false };
      };

      const value = values[0]!;
      const [best, worst] = [e[0]!, e.at(-1)!];
      switch (phase) {
        case "simplex":
          return reflect(corners, [...values], space);
        case "reflection":
          if (value < best) return probe("expansion", rho * chi);
          if (value < (e.at(-2) ?? best)) return replaced(asked.data, value);
          return value < worst ? probe("outside", rho * gamma) : probe("inside", -gamma);
        case "expansion":
          return value < er ? replaced(asked.data, value) : replaced(xr, er);
        case "outside":
          return value <= er ? replaced(asked.data, value) : shrink();
        case "inside":
          return value < worst ? replaced(asked.data, value) : shrink();
        default:
          return reflect([corners[0]!, ...toRows(asked)], [best, ...values], space);
      }
    },
  };
  return search(rule);
}

/** The largest distance of a coordinate from that of the first corner. */
function sizeOf({ columns, data }: Matrix): number {
  let size = 0;
  for (let i = columns; i < data.length; i++) size = Math.max(size, Math.abs(data[i]! - data[i % columns]!));
  return size;
}

/** Infinite values are alike. */
const compare = (a: number, b: number): number => (a === b ? 0 : a - b);
