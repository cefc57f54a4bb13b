import { OptionError } from "../../core/errors.ts";
import { count, flag, fraction, positiveOrSchedule, type ScalarOrSchedule, z } from "../../core/options.ts";
import { type Monomial, monomialCount, type OrderPlan } from "./monomials.ts";

const whole = () => z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0");

export const caoOptions = z.object({
  /** tw ≥ 1: the estimator sees the last tw + 1 measurements. Default 5 (official code, HoldTheLine; 30 for coverage). */
  window: count().default(5),
  /** M ≥ 1, random candidates a robot and step. Default 400 (official code, HoldTheLine; 200 for coverage). */
  candidates: count().default(400),
  /** Highest order ≥ 1 of the monomials. Default 3 (official code). */
  order: count().default(3),
  /** "full": all monomials; or a list of them; or how many of each order are drawn, and how many are kept. Default "full". */
  features: z
    .union(
      [
        z.literal("full"),
        z.array(z.array(whole()).min(1)).min(1),
        z.object({ perOrder: z.array(count()).min(1), keep: z.array(whole()) }).strict(),
      ],
      "must be 'full', [[0], [1], [0, 1], …] or { perOrder: [n_1, …], keep: [k_1, …] }",
    )
    .default("full"),
  /** α(k) > 0, the size of moves in every coordinate, or a schedule of the step count. Default 0.012 (official code, at first). */
  alpha: positiveOrSchedule().default(0.012),
  /** Refused candidates are left out, or drawn again until M are allowed. Default "discard" (official code in Python). */
  invalid: z.enum(["discard", "resample"], "must be 'discard' or 'resample'").default("discard"),
  /** How many refused candidates are drawn again at most. Default 1000 [reconstructed]: the official code may never end. */
  maxTries: whole().default(1000),
  /** All at once from x(k), or one after another, each heeding the new places of those before. Default "simultaneous" (official code). */
  moves: z.enum(["simultaneous", "sequential"], "must be 'simultaneous' or 'sequential'").default("simultaneous"),
  /** Fit in coordinates about the robot, in units of α, with random moves until there is something to fit. Default false [reconstructed]. */
  centered: flag().default(false),
  /** Singular values count as zero at or below this share of the largest, in [0, 1). Default 1e-15 (official code). */
  cutoff: fraction().default(1e-15),
});

export type CaoOptions = z.input<typeof caoOptions>;

/** The options as the algorithm needs them. */
export type CaoSettings = Omit<z.output<typeof caoOptions>, "alpha" | "features"> & {
  alpha: ScalarOrSchedule;
  /** Monomials that are given one by one. */
  listed?: Monomial[];
  /** For so many coordinates: how many monomials of each order. Nothing where all are taken. */
  plans?: (coordinates: number) => OrderPlan[];
};

/** @throws {OptionError} if `keep` and `perOrder` do not fit together. */
export function caoSettings(owner: string, { features, ...rest }: z.output<typeof caoOptions>): CaoSettings {
  if (features === "full") return rest as CaoSettings;
  if (Array.isArray(features)) return { ...rest, listed: features } as CaoSettings;
  const { perOrder, keep } = features;
  if (keep.length !== perOrder.length) {
    throw new OptionError(`${owner}: features.keep must have ${perOrder.length} entries, got ${keep.length}`);
  }
  const plans = (coordinates: number) =>
    perOrder.map((wanted, o) => {
      // A robot of one coordinate has one monomial of each order: more of them could be drawn for ever.
      const total = Math.min(wanted, monomialCount(coordinates, o + 1));
      return { total, keep: Math.min(keep[o]!, total) };
    });
  return { ...rest, plans } as CaoSettings;
}
