import { numpy as np, random } from "@jax-js/jax";
import { GradusError, OptionError } from "../../core/errors.ts";
import type { Iteration } from "../../core/method.ts";
import { type HasInitial, requireCapabilities } from "../../core/problem.ts";
import type { HasWorld, World } from "../../core/world.ts";
import { generator, seedFor } from "../../engine/random.ts";

/** A problem of robots in a world. */
export type TeamProblem<Scene> = HasInitial<np.Array> & HasWorld<Scene>;

/** The state of a run of robots: where they are, in which scene, what that costs, what their controller remembers. */
export type TeamState<Scene, Memory> = {
  step: number;
  seed: number;
  /** The robots' numbers, in the order of positions. */
  ids: number[];
  nextId: number;
  positions: Float64Array[];
  scene: Scene;
  /** What was read of the cost here. */
  cost: number;
  /** Costs that were measured where robots were, and costs of other teams that were asked for. */
  measured: number;
  asked: number;
  /** Why the run cannot go on, or "". */
  failure: string;
  reports: Record<string, number>;
  memory: Memory;
};

/** What a controller sees in a step. */
type Sight<Scene, Memory> = Pick<TeamState<Scene, Memory>, "step" | "seed" | "ids" | "positions" | "scene"> & {
  cost: number;
  memory: Memory;
  world: World<Scene>;
  /** Costs of other teams in a scene, the present one unless told otherwise. */
  costs(teams: readonly (readonly Float64Array[])[], scene?: Scene): Promise<number[]>;
};

/** Robots have left or joined. */
type Change = {
  /** The numbers of those that left. */
  lost: readonly number[];
  /** Where in the list those were that stay. */
  kept: readonly number[];
  joined: readonly Float64Array[];
  /** Where robots are now; those that joined are the last. */
  positions: readonly Float64Array[];
};

/** A controller of robots. */
export type TeamRule<Scene, Memory> = {
  name: string;
  remember(positions: readonly Float64Array[], seed: number): Memory;
  changed(memory: Memory, change: Change): Memory;
  move(sight: Sight<Scene, Memory>): Promise<Moved<Memory>>;
};

type Moved<Memory> = { positions: Float64Array[]; memory: Memory; reports?: Record<string, number> };

/** A cost that was asked for is no number: nobody can decide by it. */
class UnusableCost extends GradusError {}

/** Positions of robots from one vector, and back. */
export const apart = (x: Float64Array, coordinates: number): Float64Array[] =>
  Array.from({ length: x.length / coordinates }, (_, i) => x.slice(i * coordinates, (i + 1) * coordinates));

export const stacked = (positions: readonly Float64Array[]): Float64Array =>
  Float64Array.from(positions.flatMap((position) => [...position]));

/** Reads where a run begins. */
export async function startOf(problem: HasInitial<np.Array>, seed: number): Promise<Float64Array> {
  const start = problem.initial(random.key(seedFor(seed, "initial")));
  return Float64Array.from((await start.data()) as ArrayLike<number>);
}

/**
 * Lets a controller move robots through a world: who leaves and comes, then the measurement, then the moves, then what
 * becomes of the scene. A measured cost that is not finite ends the run as diverged; one that was asked for, or a team
 * that has lost its last robot, ends it with a reason. The answer is a vector of positions, one after the other.
 */
export function iterateTeam<Scene, Memory>(
  rule: TeamRule<Scene, Memory>,
  problem: TeamProblem<Scene>,
  { isBlackBox = false }: { isBlackBox?: boolean } = {},
): Iteration<TeamState<Scene, Memory>, np.Array> {
  requireCapabilities(rule.name, problem, ["initial", "world"]);
  const { world } = problem;
  type State = TeamState<Scene, Memory>;

  const read = (state: State, costs: readonly number[]): number[] => {
    const { reading } = world;
    if (reading === undefined) return [...costs];
    const random = generator(seedFor(state.seed, "readings", state.step, state.measured + state.asked));
    return costs.map((cost) => reading(cost, random));
  };

  /** Who leaves and comes before this step, and the measurement. */
  async function arrive(state: State): Promise<State> {
    const { lost = [], joined = [] } = world.changes?.(state.step) ?? {};
    const unknown = lost.find((id) => !state.ids.includes(id));
    if (unknown !== undefined) {
      throw new OptionError(
        `${rule.name}: robot ${unknown} is lost at step ${state.step}, but not there (${state.ids})`,
      );
    }
    const kept = [...state.ids.keys()].filter((i) => !lost.includes(state.ids[i]!));
    const newcomers = joined.map((place) => Float64Array.from(place));
    const positions = [...kept.map((i) => state.positions[i]!), ...newcomers];
    if (positions.length === 0) {
      const failure = `no robot is left at step ${state.step}`;
      if (state.measured === 0) throw new OptionError(`${rule.name}: ${failure}`);
      return { ...state, failure };
    }
    const hasChanged = lost.length + joined.length > 0;
    const next: State = {
      ...state,
      ids: [...kept.map((i) => state.ids[i]!), ...joined.map((_, i) => state.nextId + i)],
      nextId: state.nextId + joined.length,
      positions,
      memory: hasChanged ? rule.changed(state.memory, { lost, kept, joined: newcomers, positions }) : state.memory,
    };
    const [cost] = read(next, await world.costs(next.scene, [positions]));
    const figures = world.figures?.(next.scene, positions) ?? {};
    return { ...next, cost: cost!, measured: state.measured + 1, reports: { ...next.reports, ...figures } };
  }

  return {
    async init(seed) {
      const positions = apart(await startOf(problem, seed), world.coordinates);
      return arrive({
        step: 0,
        seed,
        ids: positions.map((_, id) => id),
        nextId: positions.length,
        positions,
        scene: world.open(seed),
        cost: Number.NaN,
        measured: 0,
        asked: 0,
        failure: "",
        reports: {},
        memory: rule.remember(positions, seed),
      });
    },
    async step(state) {
      let asked = state.asked;
      const { step, seed, ids, positions, scene, cost, memory } = state;
      const costs: Sight<Scene, Memory>["costs"] = async (teams, of = scene) => {
        const values = read({ ...state, asked }, await world.costs(of, teams));
        asked += teams.length;
        const wrong = values.find((value) => !Number.isFinite(value));
        if (wrong !== undefined) throw new UnusableCost(`a cost that was asked for is ${wrong} at step ${step}`);
        return values;
      };
      try {
        const moved = await rule.move({ step, seed, ids, positions, scene, cost, memory, world, costs });
        return await arrive({
          ...state,
          step: step + 1,
          positions: moved.positions,
          memory: moved.memory,
          scene: world.after(scene, positions),
          reports: moved.reports ?? {},
          asked,
        });
      } catch (cause) {
        if (cause instanceof UnusableCost) return { ...state, asked, failure: cause.message };
        throw cause;
      }
    },
    measure: ({ cost, measured, asked, ids, reports }) => ({
      objective: cost,
      calls: isBlackBox ? { evaluation: measured + asked } : { environmentStep: measured, evaluation: asked },
      ...(!isBlackBox && { robots: ids.length }),
      ...reports,
    }),
    answer: ({ positions }) => np.array(stacked(positions).slice(), { dtype: np.float64 }),
    finished: ({ failure }) => (failure === "" ? undefined : failure),
  };
}
