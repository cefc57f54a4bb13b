import type { numpy as np } from "@jax-js/jax";
import { type Iteration, named } from "../../core/method.ts";
import { readOptions } from "../../core/options.ts";
import { requireCapabilities } from "../../core/problem.ts";
import { asTeam, type BlackBox } from "../swarm/black-box-team.ts";
import { apart, iterateTeam, stacked, type TeamProblem, type TeamState } from "../swarm/team-iteration.ts";
import { type CaoOptions, caoOptions } from "./cao-options.ts";
import { type CaoTeamState, caoTeam } from "./cao-team.ts";

export type { CaoOptions } from "./cao-options.ts";

/** CAO: a method for any black box, and for robots that decide as one. */
export type Cao = <Scene = Record<string, never>>(
  problem: BlackBox | TeamProblem<Scene>,
) => Iteration<TeamState<Scene, CaoTeamState>, np.Array>;

/**
 * CAO: a polynomial is fitted to the last few values of a function, and the random move that looks best on it is made.
 *
 *     θ(k) = least-norm fit of J(l) by θᵀ φ(x(l)), l = k − tw … k
 *     x(k + 1) = the allowed c among x(k) and x(k) + α(k) (2u_j − 1), j = 1 … M, with the least θᵀ φ(c)
 *
 * On a black box φ has all monomials of the vector up to an order, C(n + order, order) of them: beyond ten coordinates
 * choose order 2. On robots in a world it is the centralised rival of `bcdCao`: one account for all of them, their
 * monomials side by side, M candidates a robot, each for the whole team; when robots leave or join it begins anew
 * [reconstructed]. Values stay within the problem's `domain` where it has one.
 *
 * Cost per step: two evaluations (the value here, and the one before as it would be now) and a singular value
 * decomposition of (tw + 1) × (monomials + 1). Memory: (tw + 1)(n + 1) numbers.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has neither `world` nor `evaluate`, or no `initial`.
 * @source E. B. Kosmatopoulos, cognitive adaptive optimization, in the form of A. Renzaglia et al. 2012 and the code of
 * arXiv 2111.07441; a window of 31 is usual for teams.
 * @example
 * const { answer } = await minimize(rosenbrock(), cao({ alpha: 0.05, window: 20 }), { steps: 300 });
 */
export function cao(options: CaoOptions = {}): Cao {
  const checked = readOptions("cao", caoOptions, options);
  const teams = new Map<number, ReturnType<typeof caoTeam>>();
  /** Robots that decide as one, by how many they are. */
  const teamOf = (blocks: number) => {
    const team = teams.get(blocks) ?? caoTeam(checked as CaoOptions, { blocks });
    teams.set(blocks, team);
    return team;
  };
  const begin = (positions: readonly Float64Array[], seed: number) =>
    teamOf(positions.length).init([stacked(positions)], seed);

  return named("cao", <Scene>(problem: BlackBox | TeamProblem<Scene>) => {
    const isBlackBox = !("world" in problem);
    if (isBlackBox) requireCapabilities("cao", problem, ["initial", "evaluate"]);
    return iterateTeam<Scene, CaoTeamState>(
      {
        name: "cao",
        remember: begin,
        // Moves of a new team are drawn anew: the step goes on counting.
        changed: ({ step, seed }, { positions }) => ({ ...begin(positions, seed), step }),
        async move({ positions, scene, cost, memory, world, costs }) {
          const team = teamOf(positions.length);
          const joint = [stacked(positions)];
          const separate = (x: Float64Array) => apart(x, world.coordinates);
          const shares = await costs(team.counterfactuals(memory, joint).map(([x]) => separate(x!)));
          const step = team.step(memory, joint, cost, shares, {
            isAllowed(_, candidate) {
              const all = separate(candidate);
              return all.every((one, i) => world.isAllowed(i, one, all, scene));
            },
          });
          const [move] = step.moves;
          const reports = { moved: Number(move!.chosen > 0), unfitted: Number(!move!.theta.every(Number.isFinite)) };
          return { positions: separate(step.positions[0]!), memory: step.state, reports };
        },
      },
      isBlackBox ? (asTeam(problem, problem.dimension) as unknown as TeamProblem<Scene>) : problem,
      { isBlackBox },
    );
  });
}
