import type { z } from "zod";
import { positive, z as schema } from "../../core/options.ts";
import type { HasNetwork } from "../../core/problem.ts";
import { type Attack, attackOptions, attackWith } from "./attack-direction.ts";
import { type Objective, type SearchPoint, scan, withFailure } from "./search-point.ts";

/** An attack, its radii, and what may stand in its place: for every method that steps along attacks. */
export const attackStepOptions = attackOptions.extend({
  /** Smallest radius of an attack, > 0. Default 1e-6 (official code, first problem). */
  smallestAttack: positive().default(1e-6),
  /** Largest radius of an attack, at least the smallest. Default 10 (official code, first problem). */
  largestAttack: positive().default(10),
  /** An attack of one's own, for a network that has no vector-Jacobian product, say. Replaces `attack` and its options. */
  customAttack: schema.custom<Attack>((value) => typeof value === "function", "must be a function").optional(),
});

/** Attack radii in their order. */
export const attacksOrdered = <S extends typeof attackStepOptions>(options: S): S =>
  options.refine(({ smallestAttack, largestAttack }) => smallestAttack <= largestAttack, {
    path: ["smallestAttack"],
    error: "may not exceed largestAttack",
  }) as S;

/** A point with the vector-Jacobian products that led there. */
export type AttackedPoint = SearchPoint & { products: number };

/** −F, by the same path for every point that is compared. */
export const objectiveOfNetwork =
  ({ network }: HasNetwork): Objective =>
  async (x) =>
    -(await network.rate(await network.outputs(x))).value;

/** The attack to make, and radii held within theirs. */
export function attacker({
  customAttack,
  smallestAttack,
  largestAttack,
  ...settings
}: z.output<typeof attackStepOptions>) {
  const attack = customAttack ?? attackWith(settings);
  return {
    clamp: (r: number) => Math.min(largestAttack, Math.max(smallestAttack, r)),
    /** Attacks from a point, and moves there if that is better. An attack that fails leaves the point where it is. */
    async strike<P extends AttackedPoint>(
      { network }: HasNetwork,
      objective: Objective,
      point: P,
      radius: number,
    ): Promise<[P, Float64Array | undefined]> {
      try {
        const { direction, products, failure } = await attack(network, point.x, radius);
        const at = { ...point, products: point.products + products };
        return failure === undefined ? scan(objective, at, [direction]) : [withFailure(at, failure), undefined];
      } catch (cause) {
        return [withFailure(point, cause), undefined];
      }
    },
  };
}
