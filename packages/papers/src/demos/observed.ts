import type { numpy as np } from "@jax-js/jax";
import { type DescentState, type HasInitial, type HasLoss, type Method, named, type Optimizer } from "gradus";

/** The state of an optimizer at work on a function of Rⁿ. */
export type PointState = DescentState<np.Array>;

/** Reads numbers from a state, which it borrows. */
export type Observer = (state: PointState) => Promise<Record<string, number>>;

type Function = HasInitial<np.Array> & HasLoss<np.Array>;

/** The optimizer, telling after each step what the observers read from its state besides what it tells itself. */
export const observed = (optimizer: Optimizer, ...observers: Observer[]): Method<Function, PointState, np.Array> =>
  named(optimizer.name, (problem: Function) => {
    const iteration = optimizer<np.Array>(problem);
    return {
      ...iteration,
      async measure(state: PointState) {
        const measurement = await iteration.measure(state);
        for (const observe of observers) Object.assign(measurement, await observe(state));
        return measurement;
      },
    };
  });

/** A vector as numbers that a row can hold: "name.0", "name.1", … */
export const toNumbers = (name: string, vector: number[]): Record<string, number> =>
  Object.fromEntries(vector.map((value, i) => [`${name}.${i}`, value]));

/** The vector of this name among a row's numbers. */
export function fromNumbers(name: string, numbers: Record<string, number>): number[] {
  const vector: number[] = [];
  for (let i = 0; numbers[`${name}.${i}`] !== undefined; i++) vector.push(numbers[`${name}.${i}`]!);
  return vector;
}

/** The entries of an array, which it borrows. */
export const entries = async (array: np.Array): Promise<number[]> => Array.from(await array.ref.data(), Number);

/** Tells where a state is. */
export const position: Observer = async (state) => toNumbers("at", await entries(state.params));
