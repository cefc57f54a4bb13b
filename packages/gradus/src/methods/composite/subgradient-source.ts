import { OptionError } from "../../core/errors.ts";
import { flag, nonnegative, positive } from "../../core/options.ts";
import { generator, seedFor } from "../../engine/random.ts";
import type { SubgradientProblem } from "./composite-iteration.ts";
import { gapBySubgradient } from "./initial-gap.ts";
import { slideOptions } from "./slide.ts";

/** Options of methods that slide by subgradients. */
export const subgradientOptions = {
  /** Ask for estimates of subgradients instead of subgradients. Default: whether the problem offers them. */
  stochastic: flag().optional(),
  /** M̂² ≥ 0. Default: M² of h, plus σ² where subgradients are estimates. */
  squaredVariation: nonnegative().optional(),
  /** Δ₀ > 0, at least Ψ(x_0) − min Ψ. Default: a bound from one gradient and one subgradient at x_0. */
  initialGap: positive().optional(),
  ...slideOptions,
};

type Settings = {
  stochastic?: boolean | undefined;
  squaredVariation?: number | undefined;
  initialGap?: number | undefined;
};

/** Whether subgradients are estimates. @throws {OptionError} if estimates are asked for and there are none. */
export function isStochastic(name: string, { nonsmoothPart }: SubgradientProblem, { stochastic }: Settings): boolean {
  if (stochastic && !nonsmoothPart.sample) {
    throw new OptionError(`${name}: stochastic must be false where nonsmoothPart has no 'sample', got true`);
  }
  return stochastic ?? nonsmoothPart.sample !== undefined;
}

/** H for one outer step: the subgradient, or estimates that seed and step decide. */
export function subgradients(
  { nonsmoothPart }: SubgradientProblem,
  stochastic: boolean,
  { seed, step }: { seed: number; step: number },
): (u: Float64Array) => Float64Array {
  if (!stochastic) return (u) => nonsmoothPart.subgradient(u);
  const draw = generator(seedFor(seed, "subgradients", step));
  return (u) => nonsmoothPart.sample!(u, draw);
}

/** M̂² as given, or by the problem. @throws {OptionError} if that says nothing of the variance of its estimates. */
export function squaredVariationOf(name: string, problem: SubgradientProblem, settings: Settings): number {
  if (settings.squaredVariation !== undefined) return settings.squaredVariation;
  const { variation, variance } = problem.nonsmoothPart;
  const total = variation ** 2 + (isStochastic(name, problem, settings) ? (variance ?? Number.NaN) : 0);
  if (total >= 0 && Number.isFinite(total)) return total;
  throw new OptionError(
    `${name}: squaredVariation must be given where nonsmoothPart does not tell variation and variance`,
  );
}

/** Δ₀ as given, or bounded at x_0, with the calls that this took. */
export async function initialGapOf(problem: SubgradientProblem, { initialGap }: Settings, x0: Float64Array) {
  if (initialGap !== undefined) return { gap: initialGap, calls: { gradient: 0, subgradient: 0 } };
  return { gap: await gapBySubgradient(problem, x0), calls: { gradient: 1, subgradient: 1 } };
}
