import type { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { positive, readOptions } from "../../core/options.ts";
import { type HasInitial, type HasNetwork, requireCapabilities } from "../../core/problem.ts";
import { type AttackedPoint, attacker, attackStepOptions, attacksOrdered, objectiveOfNetwork } from "./attack-step.ts";
import { largestEntry } from "./directions.ts";
import { answerOf, ending, measurementOf, startAt } from "./search-point.ts";

export const attacksOnlyOptions = attackStepOptions.extend({
  /** r₀ > 0: the first radius. Default 1 (official code, first two problems). */
  radius: positive().default(1),
});

export type AttacksOnlyOptions = z.input<typeof attacksOnlyOptions>;

export type AttacksOnlyState = AttackedPoint & {
  /** r: the radius that the next attack is made of. */
  attackRadius: number;
  status: "attack" | "failure" | "start";
};

/**
 * Directional attacks and nothing else: what the hybrid's direct search has to be worth more than.
 *
 *     d = atk(x, r, ∇F) for r in {1.1 r, r}, held within their bounds: the first that is better is taken
 *     better: r ← ‖d‖_∞, held within its bounds;  neither: r ← r/1.5
 *
 * It stops at the first r < r_min, wherever attacks of two radii fail often enough in a row: at kinks of a penalty, too.
 * With PGD and the official code's α, ‖d‖_∞ is 0.157 r, so r collapses.
 *
 * Cost per step: 1 or 2 evaluations, that of the start not counted, each with one vector-Jacobian product (`attackSteps`
 * with PGD), counted apart. Memory: n + m numbers. Float64 on the host.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or smallestAttack > largestAttack.
 * @throws {CapabilityError} if the problem has no `initial` or no `network`; whatever the network throws at the start.
 * @source P.-Y. Bouchet, T. Vidal, Optimization by Directional Attacks, 2025, arXiv 2510.01461, official code (baseline);
 * that two equal radii are tried once: [reconstructed].
 * @example
 * const { answer } = await minimize(recoveryMiniature(), attacksOnly(), { steps: 200 });
 */
export function attacksOnly(options: AttacksOnlyOptions = {}) {
  const settings = readOptions("attacks-only", attacksOrdered(attacksOnlyOptions), options);
  const { radius, smallestAttack } = settings;
  const { clamp, strike } = attacker(settings);
  return named("attacks-only", (problem: HasInitial<np.Array> & HasNetwork): Iteration<AttacksOnlyState, np.Array> => {
    requireCapabilities("attacks-only", problem, ["initial", "network"]);
    const objective = objectiveOfNetwork(problem);
    return {
      init: async (seed) => ({
        ...(await startAt("attacks-only", problem, objective, seed)),
        products: 0,
        attackRadius: radius,
        status: "start",
      }),
      async step(state) {
        let at: AttacksOnlyState = { ...state, step: state.step + 1 };
        for (const r of new Set([1.1 * state.attackRadius, state.attackRadius].map(clamp))) {
          const [next, d] = await strike(problem, objective, at, r);
          if (d) return { ...next, attackRadius: clamp(largestEntry(d)), status: "attack" };
          at = next;
        }
        return { ...at, attackRadius: state.attackRadius / 1.5, status: "failure" };
      },
      measure: (state) => {
        const { calls, ...rest } = measurementOf(state);
        return {
          ...rest,
          calls: { ...calls, vectorJacobianProduct: state.products },
          attackRadius: state.attackRadius,
        };
      },
      answer: answerOf,
      finished: (state) =>
        state.attackRadius < smallestAttack
          ? ending(`radius ${state.attackRadius.toPrecision(3)} < ${smallestAttack}`, state)
          : undefined,
    };
  });
}
