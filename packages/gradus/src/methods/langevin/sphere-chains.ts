import type { Iteration, Measurement, OracleCalls } from "../../core/method.ts";
import type { HasPlanted } from "../../core/problem.ts";
import { type Matrix, toRows } from "../../engine/linear-algebra/matrix.ts";
import { cosine } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import { type Averaged, directionEstimates, emptySums, type IterateSums, withPoints } from "./iterate-average.ts";
import { retract } from "./sphere.ts";
import type { SphereOracle } from "./sphere-oracle.ts";

/** Points on the sphere, with the objective's gradients there and what is summed over them. */
export type ChainsState = {
  step: number;
  seed: number;
  /** θ, a row a chain, and ∇L there. */
  theta: Matrix;
  gradients: Matrix;
  /** The mean of the chains' objectives. */
  value: number;
  calls: OracleCalls;
  sums: IterateSums;
};

/** How chains move, without their problem. */
export type ChainRule = {
  name: string;
  /** Where they begin, by the dimension. */
  start(dimension: number, seed: number): Matrix;
  /** v for each row: where it would go, before what is normal to the sphere is taken off. */
  velocity(state: ChainsState): Matrix;
  /** Steps before the average begins, and what is averaged; without it the answer is the first chain's last point. */
  average?(dimension: number): { average: Averaged; burnIn: number };
  /** Why nothing is left to do. */
  finished?(state: ChainsState): string | undefined;
};

/**
 * Moves chains on the sphere:  θ ← (θ + P v)/‖θ + P v‖, then sums θ.
 *
 * A state holds the gradients at its own points, so that its objective speaks of them. Where a direction is known to be
 * hidden, reports say how far the chains' last points (`lastOverlap`) and their mean (`meanOverlap`) go along it.
 */
export function iterateChains<P extends Tree>(
  rule: ChainRule,
  oracle: SphereOracle<P>,
  planted: HasPlanted["planted"] | undefined,
): Iteration<ChainsState, P> {
  async function evaluated(state: Omit<ChainsState, "gradients" | "value">): Promise<ChainsState> {
    const slopes = await oracle.at(state.theta, state.seed, state.step);
    const calls: OracleCalls = { ...state.calls };
    for (const kind of ["gradient", "loss"] as const) {
      const more = slopes.calls[kind];
      if (more !== undefined) calls[kind] = (calls[kind] ?? 0) + more;
    }
    const value = slopes.values.reduce((sum, each) => sum + each, 0) / slopes.values.length;
    return { ...state, gradients: slopes.gradients, value, calls };
  }

  return {
    init(seed) {
      const dimension = oracle.dimension();
      const { average = "iterates" } = rule.average?.(dimension) ?? {};
      const sums = emptySums(dimension, average);
      return evaluated({ step: 0, seed, theta: rule.start(dimension, seed), calls: {}, sums });
    },
    step(state) {
      const { step, seed, calls } = state;
      const theta = retract(state.theta, rule.velocity(state));
      const isSummed = rule.average !== undefined && step >= rule.average(theta.columns).burnIn;
      const sums = isSummed ? withPoints(state.sums, theta) : state.sums;
      return evaluated({ step: step + 1, seed, theta, calls, sums });
    },
    measure({ theta, value, calls, sums }): Measurement {
      return { objective: value, calls, ...(planted && overlapsOf(theta, sums, planted)) };
    },
    answer({ theta, sums }) {
      if (sums.count === 0) return oracle.toAnswer(theta.data.slice(0, theta.columns));
      const { first, second } = directionEstimates(sums);
      return oracle.toAnswer(second?.vector ?? first);
    },
    ...(rule.finished && { finished: rule.finished }),
    dispose: () => oracle.dispose(),
  };
}

function overlapsOf(theta: Matrix, sums: IterateSums, planted: Float64Array): Record<string, number> {
  const last = toRows(theta).reduce((sum, row) => sum + Math.abs(cosine(row, planted)), 0) / theta.rows;
  return { lastOverlap: last, ...(sums.count > 0 && { meanOverlap: Math.abs(cosine(sums.mean, planted)) }) };
}
