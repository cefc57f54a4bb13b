import type { numpy as np } from "@jax-js/jax";
import type { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { positive, readOptions, z as schema } from "../../core/options.ts";
import { type HasInitial, type HasNetwork, requireCapabilities } from "../../core/problem.ts";
import { type AttackedPoint, attacker, attackStepOptions, attacksOrdered, objectiveOfNetwork } from "./attack-step.ts";
import {
  counted,
  coverSearchPoll,
  type DirectStatus,
  directSearchOptions,
  ordered,
  type SearchState,
} from "./direct-search.ts";
import { answerOf, ending, measurementOf, startAt } from "./search-point.ts";

export const hybridAttackOptions = directSearchOptions.extend({
  ...attackStepOptions.shape,
  /** The poll's directions: n + 1 or 2n. Default "n+1" (official code). */
  poll: schema.enum(["2n", "n+1"], "must be '2n' or 'n+1'").default("n+1"),
  /** τ > 0: an attack that gains this share of |F| makes the direct search unnecessary. Default 1e-3 (official code). */
  sufficientIncrease: positive().default(1e-3),
});

export type HybridAttackOptions = z.input<typeof hybridAttackOptions>;

/** What an iteration did: its attack, and what followed. */
export type HybridStatus = "attack+skipped" | `${"attack" | "failure"}+${DirectStatus}`;

export type HybridAttackState = SearchState &
  AttackedPoint & {
    /** r_atk: the radius of the attack. */
    attackRadius: number;
    status: HybridStatus | "start";
    /** How often each part moved the point, and how often none did. */
    steps: Record<"attack" | DirectStatus, number>;
  };

/**
 * Directional attacks with direct search behind them: the input of a network that makes its outputs best.
 *
 *     F(x) = f(y) − ‖z‖²,  y = Φ(x),  z = max(c(x, y), 0)             the objective is −F
 *     attack     d = atk(x, r_atk, ∇F): see `attackDirection`
 *                gains τ |F| or more: taken, r_atk ← 1.3 r_atk, and the iteration is over (r ← 2 r if r ≤ r_min)
 *                gains less: taken, r_atk ← 1.1 r_atk;  no gain: r_atk ← r_atk/1.3
 *     then       a covering point, a search point, a poll, as in `directSearch`, until one is better:
 *                search or poll better: r ← min(r_max, 2 r);  none: r ← max(r_min, r/2)
 *
 * Attacks are fast, direct search is reliable: a limit point of the iterates is a local minimum, since covering points
 * are tried whenever an attack gains little. `status` tells of each iteration which part made progress, and the report
 * counts them. A run finishes when both radii are at their smallest. A trial point whose objective throws or is not
 * finite counts as worse than any other; so does an attack on a network that throws.
 *
 * Cost per step: 1 to n + 4 evaluations, that of the start not counted, and one vector-Jacobian product (`attackSteps`
 * with PGD), counted apart; the forward pass at x within the attack is part of it. Memory: O(n²) for a poll. Float64 on
 * the host.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or a smallest radius above the largest.
 * @throws {CapabilityError} if the problem has no `initial` or no `network`; whatever the network throws at the start.
 * @source P.-Y. Bouchet, T. Vidal, Optimization by Directional Attacks, 2025, arXiv 2510.01461; the algorithm is that of
 * the official code [reconstructed: the text could not be had].
 * @example
 * const { answer } = await minimize(recoveryMiniature(), hybridAttack(), { calls: { evaluation: 1000 } });
 */
export function hybridAttack(options: HybridAttackOptions = {}) {
  const settings = readOptions("hybrid-attack", attacksOrdered(ordered(hybridAttackOptions)), options);
  const { radius, smallestRadius, smallestAttack, sufficientIncrease } = settings;
  const { clamp, strike } = attacker(settings);

  return named(
    "hybrid-attack",
    (problem: HasInitial<np.Array> & HasNetwork): Iteration<HybridAttackState, np.Array> => {
      requireCapabilities("hybrid-attack", problem, ["initial", "network"]);
      const objective = objectiveOfNetwork(problem);

      return {
        init: async (seed) => ({
          ...(await startAt("hybrid-attack", problem, objective, seed)),
          radius,
          searches: 0,
          attackRadius: clamp(radius),
          products: 0,
          status: "start",
          steps: { attack: 0, covering: 0, search: 0, poll: 0, failure: 0 },
        }),
        async step(state) {
          const [at, moved] = await strike(problem, objective, state, state.attackRadius);
          const gain = (state.value - at.value) / (Math.abs(state.value) + 1e-10);
          const steps = { ...state.steps, attack: state.steps.attack + Number(moved !== undefined) };
          const step = state.step + 1;
          if (moved && gain >= sufficientIncrease) {
            const attackRadius = clamp(1.3 * state.attackRadius);
            const woken = state.radius <= smallestRadius ? 2 * state.radius : state.radius;
            return { ...at, step, steps, attackRadius, radius: woken, status: "attack+skipped" };
          }
          const attackRadius = clamp(moved ? 1.1 * state.attackRadius : state.attackRadius / 1.3);

          const [next, found] = await coverSearchPoll(objective, at, settings, { growsOnSearch: true });
          const isCredited = found !== "failure" || !moved;
          if (isCredited) steps[found] += 1;
          return { ...next, step, steps, attackRadius, status: `${moved ? "attack" : "failure"}+${found}` };
        },
        measure: (state) => {
          const { calls, ...rest } = measurementOf(state);
          return {
            ...rest,
            calls: { ...calls, vectorJacobianProduct: state.products },
            radius: state.radius,
            attackRadius: state.attackRadius,
            ...counted(state.steps),
          };
        },
        answer: answerOf,
        finished: (state) =>
          state.radius <= smallestRadius && state.attackRadius <= smallestAttack
            ? ending(`radii ${state.radius} ≤ ${smallestRadius} and ${state.attackRadius} ≤ ${smallestAttack}`, state)
            : undefined,
      };
    },
  );
}
