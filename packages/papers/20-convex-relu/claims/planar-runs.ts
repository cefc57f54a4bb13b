import { convexReluAdmm, type ReluProblem, reluDescent, reluProblem } from "gradus";
import { finalObjective, type TrialContext } from "../../src/experiment.ts";

/** The alternating direction method with all patterns, as far as its tail is worth. */
export const exact = (options: object = {}) => convexReluAdmm({ patterns: "all", rho: 0.1, dualStep: 1.6, ...options });

export type Restarts = { restarts: number; learningRates: number[]; updates: number };

/**
 * Objectives at the end of back-propagation from several starts, each with the better of the learning rates; infinite
 * where all diverged.
 */
export async function descents(
  context: TrialContext,
  problem: ReluProblem,
  width: number,
  { restarts, learningRates, updates }: Restarts,
): Promise<number[]> {
  const ends: number[] = [];
  for (let start = 0; start < restarts; start++) {
    const tried: number[] = [];
    for (const learningRate of learningRates) {
      const steps = updates / 100;
      const trace = await context.run(
        { contender: `back-propagation, ${width} neurons`, setting: `learning rate ${learningRate}` },
        problem,
        reluDescent({ width, learningRate, updates: 100 }),
        { steps, every: steps, seed: 1000 * context.seed + start },
      );
      tried.push(finalObjective(trace));
    }
    ends.push(Math.min(...tried));
  }
  return ends;
}

export function middleOf(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Twenty points without a generator: x_k = (1.5 sin 1.7k, 1.5 cos 2.9k), two neurons and a wave as targets. */
export function wavePoints(): ReluProblem {
  const numbers = Array.from({ length: 20 }, (_, i) => i + 1);
  const points = numbers.map((k): [number, number] => [1.5 * Math.sin(1.7 * k), 1.5 * Math.cos(2.9 * k)]);
  const X = { rows: 20, columns: 2, data: Float64Array.from(points.flat()) };
  const y = points.map(
    ([a, b], i) => Math.max(a - 0.5 * b, 0) - Math.max(-0.3 * a + b, 0) + 0.3 * Math.sin(5 * numbers[i]!),
  );
  return reluProblem({ name: "points on waves", X, y, beta: 0.1, loss: "half-squared" });
}
