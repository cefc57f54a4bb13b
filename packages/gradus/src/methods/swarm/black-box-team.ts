import type { numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import type { HasEvaluate, HasInitial } from "../../core/problem.ts";
import type { Box, HasWorld, World } from "../../core/world.ts";
import { stacked } from "./team-iteration.ts";

/** A function of a vector of host numbers. Its domain, if it has one, is where methods stay. */
export type BlackBox = HasInitial<np.Array> & HasEvaluate & { domain?: Box };

/**
 * A black box as a team: every block of so many coordinates is a robot, which moves while the others stay. Block
 * coordinate descent for functions whose blocks have little to do with each other; one block is the whole vector.
 *
 * @throws {OptionError} if the dimension is no multiple of the size.
 * @example
 * const { trace } = await minimize(asTeam(rosenbrock({ dimension: 4 }), 2), bcdCao({ alpha: 0.1 }), { steps: 50 });
 */
export function asTeam<Problem extends BlackBox>(
  problem: Problem,
  blockSize: number,
): Problem & HasWorld<Record<string, never>> {
  const { dimension, domain } = problem;
  if (!Number.isInteger(blockSize) || blockSize < 1 || dimension % blockSize !== 0) {
    throw new OptionError(`asTeam: blockSize must divide the dimension ${dimension}, got ${blockSize}`);
  }
  const everywhere = {
    lower: Array<number>(dimension).fill(-Infinity),
    upper: Array<number>(dimension).fill(Infinity),
  };
  const { lower, upper } = domain ?? everywhere;
  const world: World<Record<string, never>> = {
    coordinates: blockSize,
    box: { lower: lower.slice(0, blockSize), upper: upper.slice(0, blockSize) },
    open: () => ({}),
    costs: (_, teams) => problem.evaluate(teams.map(stacked)),
    after: (scene) => scene,
    isAllowed: (robot, candidate) =>
      candidate.every((v, j) => v >= lower[robot * blockSize + j]! && v <= upper[robot * blockSize + j]!),
  };
  return { ...problem, world };
}
