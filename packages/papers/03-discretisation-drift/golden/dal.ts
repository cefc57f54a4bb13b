import { type DalOptions, dal as dalMethod, disposeState } from "gradus";
import type { GoldenCase } from "../../src/golden/runner.ts";
import { numbersOf } from "../../src/golden/trajectory.ts";
import { objectiveOf } from "./objective.ts";

/** Iterates, learning rates and values of so many steps. */
export async function dal({ inputs }: GoldenCase) {
  const { objective, x0, power, steps, maxLearningRate, momentum, hvp } = inputs;
  const options: DalOptions = {
    power,
    maxLearningRate: maxLearningRate ?? Number.POSITIVE_INFINITY,
    ...(momentum != null && { momentum }),
    ...(hvp != null && { hessianVector: hvp }),
  };
  const iteration = dalMethod(options)(objectiveOf(objective, x0));
  let state = await iteration.init(0);
  const rows: { x: number[]; f: number; learningRate: number }[] = [];
  for (let step = 0; step <= steps; step++) {
    if (step > 0) state = await iteration.step(state);
    const measured = await iteration.measure(state);
    rows.push({
      x: numbersOf(state.params),
      f: measured.objective,
      learningRate: measured["learningRate"] as number,
    });
  }
  disposeState(state);
  iteration.dispose?.();
  return {
    x: rows.map(({ x }) => x),
    f: rows.map(({ f }) => f),
    learningRate: rows.slice(1).map(({ learningRate }) => learningRate),
  };
}
