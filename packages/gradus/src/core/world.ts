import type { Generator } from "../engine/random.ts";

/*
 * Robots in a world: a cost that nobody can write down, since it is measured after the robots have moved and may change
 * with time. A robot's position is a Float64Array, a team a list of them.
 */

/** Robots that are gone before a step's measurement, by their numbers, and places of those that come. */
export type TeamChange = { lost?: readonly number[]; joined?: readonly (readonly number[])[] };

/** The box in which points, or robots, may lie. */
export type Box = { lower: readonly number[]; upper: readonly number[] };

/**
 * What becomes of robots that move. Everything that changes with time is in the scene, a tree of Float64Arrays and
 * numbers, so that a run can be resumed exactly; no function changes its arguments.
 */
export interface World<Scene> {
  /** Coordinates of one robot. */
  coordinates: number;
  /** Where a robot may be. */
  box: Box;
  /** The scene before the first step. */
  open(seed: number): Scene;
  /** The costs that teams would have here and now, whatever their size. */
  costs(scene: Scene, teams: readonly (readonly Float64Array[])[]): number[] | Promise<number[]>;
  /** The scene after a step in which robots were here: what was learnt, refilled, or moved on. */
  after(scene: Scene, positions: readonly Float64Array[]): Scene;
  /** Whether a robot may go there, the others being where they are. */
  isAllowed(robot: number, candidate: Float64Array, positions: readonly Float64Array[], scene: Scene): boolean;
  /** Who leaves and who comes before the measurement of this step. */
  changes?(step: number): TeamChange | undefined;
  /** What noisy sensors make of a cost. */
  reading?(cost: number, random: Generator): number;
  /** Numbers to tell beside the cost. */
  figures?(scene: Scene, positions: readonly Float64Array[]): Record<string, number>;
}

/** A world of robots; `initial` is the list of their first positions, one after the other, as one array. */
export interface HasWorld<Scene> {
  world: World<Scene>;
}

/** A density over places of a grid that robots sense where they are, as a sum of known functions with unknown weights. */
export interface HasField {
  field: {
    /** Points of a square grid, the first coordinate slow. */
    places: readonly Float64Array[];
    /** The density at the places: for a controller that is told what others have to learn. */
    density: Float64Array;
    /** The known functions at a point. */
    basis(at: Float64Array): Float64Array;
    /** What a robot senses at a point, without noise. */
    sense(at: Float64Array): number;
    /** Weights are known to be at least this. */
    least: number;
    /** Seconds of a step, and the gain g of the law of adaptation. */
    dt: number;
    gain: number;
    /** Weights that change at these rates for one step, held at `least` where they would fall below. */
    adapt(weights: Float64Array, rates: Float64Array): Float64Array;
  };
}
