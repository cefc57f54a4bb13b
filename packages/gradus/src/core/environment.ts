import type { Generator } from "../engine/random.ts";

/**
 * A world in which one agent acts, episode after episode, on the host. A scene is a tree of numbers and typed arrays, so that a
 * run can be resumed exactly; no function changes its arguments. Actions are 0, 1, …
 */
export interface Environment<Scene extends object> {
  /** Entries of an observation. */
  observationSize: number;
  /** How many actions there are. */
  actions: number;
  /** The first scene of an episode. */
  reset(random: Generator): Scene;
  /** What comes of an action; after `isOver` the episode has ended, and the scene is not acted in. */
  step(scene: Scene, action: number, random: Generator): { scene: Scene; reward: number; isOver: boolean };
  /** What the agent sees, in an array of its own. */
  observe(scene: Scene): Float64Array;
}

/** An environment, in which a policy or its values are learned by acting. */
export interface HasEnvironment<Scene extends object> {
  environment: Environment<Scene>;
}
