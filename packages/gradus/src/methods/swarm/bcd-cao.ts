import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { type CaoOptions, caoOptions } from "../derivative-free/cao-options.ts";
import { type CaoTeamState, caoTeam } from "../derivative-free/cao-team.ts";
import { iterateTeam, type TeamProblem, type TeamState } from "./team-iteration.ts";

export const bcdCaoOptions = caoOptions;

export type BcdCaoOptions = CaoOptions;

/** BCD-CAO: a method for any world of robots. */
export type BcdCao = <Scene>(problem: TeamProblem<Scene>) => Iteration<TeamState<Scene, CaoTeamState>, np.Array>;

/**
 * BCD-CAO: every robot fits a small polynomial to its own share of the team's measured cost and makes the move that
 * looks best among random ones.
 *
 *     Δ_i(k) = J_k(x(k)) − J_k(x_1(k), …, x_i(k − 1), …, x_N(k)),   J_i(k) = J_i(k − 1) + Δ_i(k),   J_i(0) = J_0
 *     θ_i = least-norm fit of J_i(l) by θᵀ φ(x_i(l)), l = k − tw … k, φ monomials up to an order and 1
 *     x_i(k + 1) = the allowed c among x_i(k) and x_i(k) + α(k) (2u_j − 1), j = 1 … M, with the least θ_iᵀ φ(c)
 *
 * For small moves Δ_i is about the derivative of J along the robot's own move, so that J_i is a line integral of its
 * block of the gradient: block coordinate descent without derivatives. Its theory asks α → 0 with Σ α = ∞ and Σ α² < ∞,
 * and M of at least twice a robot's coordinates; for a cost that changes with time keep α constant. The first moves,
 * with nothing to fit, lead towards the origin of the coordinates unless `centered`.
 *
 * Robots that are lost leave the accounts of the others alone; one that joins begins with an empty account
 * [reconstructed]. A black box becomes a team by `asTeam`; `caoTeam` is the same for who owns the clock.
 *
 * Cost per step: one measurement (counted as an environment step), N costs that would have been (evaluations), and for
 * each robot a singular value decomposition of (tw + 1) × (monomials + 1). Memory: N (tw + 1)(d + 1) numbers.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `world` or no `initial`.
 * @source A. Ch. Kapoutsis, S. A. Chatzichristofis, E. B. Kosmatopoulos, A distributed, plug-n-play algorithm for
 * multi-robot applications with a priori non-computable objective functions, 2019, arXiv 2111.07441, and their code.
 * @example
 * const { trace } = await minimize(holdTheLine({ robots: 8 }), bcdCao({ candidates: 100 }), { steps: 200 });
 */
export function bcdCao(options: BcdCaoOptions = {}): BcdCao {
  const team = caoTeam(options, { owner: "bcd-cao" });
  return named("bcd-cao", <Scene>(problem: TeamProblem<Scene>) =>
    iterateTeam<Scene, CaoTeamState>(
      {
        name: "bcd-cao",
        remember: team.init,
        changed: (memory, { lost, joined }) => joined.reduce(team.join, team.leave(memory, lost)),
        async move({ positions, scene, cost, memory, world, costs }) {
          const shares = await costs(team.counterfactuals(memory, positions));
          const step = team.step(memory, positions, cost, shares, {
            isAllowed: (robot, candidate, others) => world.isAllowed(robot, candidate, others, scene),
          });
          const moved = step.moves.filter(({ chosen }) => chosen > 0).length;
          const unfitted = step.moves.filter(({ theta }) => !theta.every(Number.isFinite)).length;
          return { positions: step.positions, memory: step.state, reports: { moved, unfitted } };
        },
      },
      problem,
    ),
  );
}
