import { OptionError } from "../../core/errors.ts";
import { readOptions } from "../../core/options.ts";
import { generator, seedFor } from "../../engine/random.ts";
import { type Account, chooseMove, enter, type Move, openAccount, redraw } from "./cao-account.ts";
import { type CaoOptions, caoOptions, caoSettings } from "./cao-options.ts";

/** What a team remembers between steps: plain data, to be saved or sent. */
export type CaoTeamState = {
  /** Steps made. */
  step: number;
  seed: number;
  /** The number that the next robot to join gets. */
  nextId: number;
  /** In the order of positions. */
  accounts: Account[];
};

/** What a step depends on beyond costs. */
export type StepConditions = {
  /** Whether robot number i of the list may go there; the others are at `positions`. Default: anywhere. */
  isAllowed?(robot: number, candidate: Float64Array, positions: readonly Float64Array[]): boolean;
  /** Uniform numbers in [0, 1) for the candidates of one robot, in place of those that follow from the seed. */
  uniforms?(step: number, id: number): () => number;
};

/** The new places x(k + 1), how they were chosen, and the state from which to go on. */
export type TeamStep = { state: CaoTeamState; positions: Float64Array[]; moves: Move[] };

/** A team of robots that decide by CAO while their owner keeps the clock. */
export type CaoTeam = {
  /** A team that stands at x(0). */
  init(positions: readonly Float64Array[], seed?: number): CaoTeamState;
  /** For each robot the team with that robot where it was a step before: what `step` wants the costs of. */
  counterfactuals(state: CaoTeamState, positions: readonly Float64Array[]): Float64Array[][];
  /** x(k + 1), from the cost J measured at x(k) and the cost of each counterfactual. */
  step(
    state: CaoTeamState,
    positions: readonly Float64Array[],
    cost: number,
    counterfactuals: readonly number[],
    conditions?: StepConditions,
  ): TeamStep;
  /** Robots are gone; the others keep their accounts. */
  leave(state: CaoTeamState, ids: readonly number[]): CaoTeamState;
  /** A robot joins at the end of the list, with an empty account. */
  join(state: CaoTeamState, position: Float64Array): CaoTeamState;
};

/**
 * BCD-CAO for whoever owns the clock: robots, a simulator, a plant. Nothing is called back; each step is handed the cost
 * that was measured and the N costs that would have been, and answers with the next set-points.
 *
 *     J_i(k) = J_i(k − 1) + J(k) − J(x_1(k), …, x_i(k − 1), …, x_N(k))
 *     θ_i = least-norm fit of J_i(l) by θᵀ φ(x_i(l)), l = k − tw … k
 *     x_i(k + 1) = the allowed c among x_i(k) and x_i(k) + α(k) (2u_j − 1), j = 1 … M, with the least θ_iᵀ φ(c)
 *
 * Staying is always a candidate and wins ties. Cost and counterfactuals must be of the same function at the same time,
 * or a change of the world is booked as the robot's doing. With one entry the fit of least norm is a multiple of φ(x_i),
 * so that the first move leads towards the origin of the coordinates; `centered` makes it random instead.
 *
 * Robots check candidates against where the others are; after moves at once two of them may be nearer to each other than
 * was checked: keep a margin of 2 α √d, or move them one after another.
 *
 * With `blocks` robots of each position decide as one (centralised CAO): monomials of the robots side by side, and
 * M candidates for each of them.
 *
 * Cost per step: one singular value decomposition of (tw + 1) × (monomials + 1) and M products a robot; memory:
 * (tw + 1)(d + 1) numbers a robot. The same seed gives the same moves.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {RangeError} from `step` if a cost is not finite or lists differ in length.
 * @source A. Ch. Kapoutsis, S. A. Chatzichristofis, E. B. Kosmatopoulos, A distributed, plug-n-play algorithm for
 * multi-robot applications with a priori non-computable objective functions, 2019, arXiv 2111.07441, and their code.
 * What becomes of accounts when robots leave or join is [reconstructed].
 * @example
 * const team = caoTeam({ alpha: 0.05 });
 * let positions = [Float64Array.of(0.9, 0.1), Float64Array.of(0.2, 0.8)];
 * let state = team.init(positions);
 * const cost = (robots) => robots.reduce((sum, [x, y]) => sum + x * x + y * y, 0);
 * for (let k = 0; k < 50; k++) {
 *   const costs = team.counterfactuals(state, positions).map(cost);
 *   ({ state, positions } = team.step(state, positions, cost(positions), costs));
 * }
 */
export function caoTeam(
  options: CaoOptions = {},
  { blocks = 1, owner = "cao" }: { blocks?: number; owner?: string } = {},
): CaoTeam {
  const settings = caoSettings(owner, readOptions(owner, caoOptions, options));
  if (settings.plans && blocks > 1) {
    throw new OptionError(`${owner}: features must be 'full' where robots decide as one, got a redraw`);
  }
  const open = (id: number, position: Float64Array, seed: number) =>
    openAccount(id, position, settings, generator(seedFor(seed, "features", id)), blocks);

  return {
    init: (positions, seed = 0) => ({
      step: 0,
      seed,
      nextId: positions.length,
      accounts: positions.map((position, id) => open(id, position, seed)),
    }),
    counterfactuals: ({ accounts }, positions) =>
      accounts.map(({ previous }, i) => positions.map((position, j) => (i === j ? previous : position))),
    step(state, positions, cost, counterfactuals, { isAllowed = () => true, uniforms } = {}) {
      const { step, seed } = state;
      requireFinite(state, positions, cost, counterfactuals);
      // What the robots after this one heed: all at x(k), or those before it where they will be.
      const places = [...positions];
      const decisions = state.accounts.map((account, i) => {
        const entered = enter(account, positions[i]!, cost, counterfactuals[i]!, settings);
        const uniform = uniforms?.(step, account.id) ?? generator(seedFor(seed, "moves", step, account.id)).uniform;
        const allows = (candidate: Float64Array) => isAllowed(i, candidate, places);
        const move = chooseMove(entered, step, settings, uniform, allows, settings.candidates * blocks);
        if (settings.moves === "sequential") places[i] = move.position;
        const random = generator(seedFor(seed, "features", step, account.id));
        return { move, account: redraw(entered, move.theta, settings, random) };
      });
      return {
        state: { ...state, step: step + 1, accounts: decisions.map(({ account }) => account) },
        positions: decisions.map(({ move }) => move.position.slice()),
        moves: decisions.map(({ move }) => move),
      };
    },
    leave: (state, ids) => ({ ...state, accounts: state.accounts.filter(({ id }) => !ids.includes(id)) }),
    join: (state, position) => ({
      ...state,
      nextId: state.nextId + 1,
      accounts: [...state.accounts, open(state.nextId, position, state.seed)],
    }),
  };
}

function requireFinite(
  { accounts }: CaoTeamState,
  positions: readonly Float64Array[],
  cost: number,
  counterfactuals: readonly number[],
) {
  for (const [name, list] of Object.entries({ positions, counterfactuals })) {
    if (list.length !== accounts.length) {
      throw new RangeError(`cao: ${name} must have ${accounts.length} entries, one a robot, got ${list.length}`);
    }
  }
  if (!Number.isFinite(cost)) throw new RangeError(`cao: the cost must be a finite number, got ${cost}`);
  const wrong = counterfactuals.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    const { id } = accounts[wrong]!;
    throw new RangeError(
      `cao: the counterfactual of robot ${id} must be a finite number, got ${counterfactuals[wrong]}`,
    );
  }
}
