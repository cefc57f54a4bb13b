import type { z } from "zod";
import { OptionError } from "../../core/errors.ts";
import { type Iteration, named } from "../../core/method.ts";
import {
  count,
  flag,
  fraction,
  positive,
  positiveOrSchedule,
  readOptions,
  z as schema,
  valueAt,
} from "../../core/options.ts";
import { seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import {
  type ConditionsState,
  iterateConditions,
  type ResidualProblem,
  type StepContext,
  type StepResult,
} from "./conditions-descent.ts";
import { markedEntries, type ParameterSubset, randomArrays, randomEntries, subsetOf } from "./parameter-subset.ts";
import { powers } from "./powers.ts";
import { jacobianRows } from "./row-space.ts";
import { decompose, truncated } from "./spectrum.ts";
import { gramFloor, truncationOptions } from "./sven-direction.ts";

/** Marks the parameters that step 0, 1, 2, … may change: an entry each, in the order of `toVector`. */
export type ParameterMask = (step: number) => ArrayLike<number | boolean>;

export const svenOptions = schema.object({
  /** Step size η > 0, a number or a schedule of the step count. Default 0.1 (official example). */
  learningRate: positiveOrSchedule().default(0.1),
  /** k: at most so many singular values. Default half the conditions (official README). */
  rank: count().optional(),
  ...truncationOptions,
  /** κ > 0: a sample's condition is the power κ/2 of its loss. Default 2 (official code); 1 is Gauss-Newton. */
  kappa: positive().default(2),
  /** Samples whose losses are averaged into one condition; divides the batch. Default 1. */
  microbatch: count().default(1),
  /** Conditions whose derivatives are held at a time; the rest is computed anew when needed. Default all. */
  chunk: count().optional(),
  /** Share of the parameters that a step changes, in (0, 1], drawn anew for each step. Default 1. */
  paramFraction: schema.number("must be in (0, 1]").gt(0, "must be in (0, 1]").lte(1, "must be in (0, 1]").default(1),
  /** Draw whole arrays of parameters, the last one cut, instead of single entries. */
  wholeArrays: flag().default(false),
  /** Which parameters each step changes, in place of a random share. */
  mask: schema
    .custom<ParameterMask>((value) => typeof value === "function", "must be a function of the step")
    .optional(),
  /** Running root mean square: none, of the step ("after" the pseudoinverse), or of the mean row ("before"). */
  rmsprop: schema.enum(["none", "before", "after"], "must be 'none', 'before' or 'after'").default("none"),
  /** Decay α of the mean square, in [0, 1). Default 0.99 (official code). */
  rmsDecay: fraction().default(0.99),
  /** ε > 0 beside the root. Default 1e-8 (official code); use 1e-4 or more with "before". */
  rmsEpsilon: positive().default(1e-8),
  /** Momentum μ in [0, 1) over the steps of rmsprop "after". Default 0. */
  momentum: fraction().default(0),
  /** Take one singular direction after the other for as long as the batch's loss stays at or below that of the start. */
  variableRank: flag().default(false),
});

export type SvenOptions = z.input<typeof svenOptions>;

/**
 * v: mean squares; b: momentum. Both have an entry for each parameter, or none where they are not asked for.
 * s: the singular values of the last step, in descending order, those that were cut too.
 */
export type SvenMemory = { v: Float64Array; b: Float64Array; s: Float64Array };

/** Sven: a method for any problem with residuals. */
export type Sven = <P extends Tree, B = undefined>(
  problem: ResidualProblem<P, B>,
) => Iteration<ConditionsState<P, SvenMemory>, P>;

/**
 * Sven, singular value descent: each sample's loss is an equation to be brought to zero, and the step is the smallest
 * change of the parameters that would solve all of a batch at once to first order.
 *
 *     R_a = ℓ_a^(κ/2),   M_ai = ∂R_a/∂θ_i          for each sample a of the batch
 *     M = U diag(s) Vᵀ,  kept: the k largest, of these all s_i > rtol s_1
 *     θ ← θ − η V (s⁻¹ ∘ Uᵀ R)
 *
 * A sample's residual r is a number with ℓ = r²/2, or a row with ℓ = ½ mean r²; the step does not depend on the scale of
 * ℓ. Numbers may have either sign: then R = sign(r)|ℓ|^(κ/2), which changes nothing but lets a condition with r = 0 be
 * kept at κ = 1. Where κ < 2 and the loss of a row (for κ < 1: of a number) is 0, its condition is left out
 * [reconstructed].
 *
 * For squared errors a full step (η = 1) is Gauss-Newton's for κ = 1 and half of it for κ = 2: on a linear model with
 * independent rows, r ← (1 − η/κ) r. Do not carry a learning rate from one κ to another. With more samples than
 * parameters and k = P it is (MᵀM)⁻¹ Mᵀ R, natural gradient descent. Each step fits its own batch: η near 1 is unstable,
 * 0.05 to 0.2 are usual. The step is not bounded: nearly equal samples give tiny singular values, and rtol alone keeps
 * them out.
 *
 * Less memory: `microbatch` b has B/b conditions of mean losses; `paramFraction` takes the derivatives of a share of the
 * parameters, array by array; `chunk` c holds 2c rows at a time and computes the rest again (about B/2c Jacobians a step
 * instead of one) for the same step.
 *
 * `variableRank`: directions are added in order of s, and the first after which the mean loss of the batch lies above
 * that of the start is taken back and ends the step. `rmsprop` "after": v ← α v + (1 − α) δ², b ← μ b + δ/(√v + ε),
 * θ ← θ − η b. "before": v of the mean row of M, and M ← M/(√v + ε) column by column. With a subset, v and b of the
 * others stay as they are [reconstructed].
 *
 * On a problem without batches the run has finished where the step is 0: all losses are 0, the Jacobian is 0, or no
 * direction lowers the loss. With "gram" rtol is at least 1e-7 (float32 parameters: 1e-6).
 *
 * Cost per step: one gradient for each sample, mapped over the batch (counted as one gradient call), B² P operations for
 * M Mᵀ and about 9 B³ for its eigenvalues, with `variableRank` one loss for each direction tried. Memory: B P numbers
 * for M. Systems are solved in float64, whatever the parameters. Reports rank and the largest singular value; the state
 * holds all of them. Residuals
 * that depend on other samples of their batch (batch normalisation) are noticed, and cost a gradient through the batch
 * for each condition.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or options exclude one another.
 * @throws {CapabilityError} if the problem has no `residuals` or no `initial`.
 * @source S. Bright-Thonney, T. R. Harvey, A. Lukas, J. Thaler, Sven: Singular Value Descent as a Computationally
 * Efficient Natural Gradient Method, 2026, arXiv 2604.01279, and its official code (variants); by the Gram matrix and by
 * chunks: [reconstructed].
 * @example
 * const { answer } = await minimize(dampedWave(), sven({ rank: 16 }), { steps: 320 });
 */
export function sven(options: SvenOptions = {}): Sven {
  const settings = readOptions("sven", svenOptions, options);
  refuseConflicts(settings);
  const { learningRate, kappa, decomposition, microbatch, chunk, rmsprop, variableRank } = settings;

  const meanSquare = (v: Float64Array, u: Float64Array) =>
    v.map((old, i) => settings.rmsDecay * old + (1 - settings.rmsDecay) * u[i]! ** 2);

  const step = async (context: StepContext, memory: SvenMemory): Promise<StepResult<SvenMemory>> => {
    const { conditions, seed, step, value, sizes, roundingUnit, valueAfter } = context;
    const parameters = sizes.reduce((sum, size) => sum + size, 0);
    const subset = subsetAt(settings, sizes, seed, step);
    const toAll = (chosen: Float64Array) => (subset ? subset.put(chosen, new Float64Array(parameters)) : chosen);
    const own = (all: Float64Array) => (subset ? subset.gather(all) : all);
    const keep = (chosen: Float64Array, all: Float64Array) => (subset ? subset.put(chosen, all) : chosen);
    let { v, b } = memory;

    // A Gram matrix of float32 resolves singular values down to 1e-3 of the largest.
    const isRough = roundingUnit > 1e-10 && settings.rtol >= 1e-3;
    const { R, scale } = powers(conditions, kappa);
    let columnScale: Float64Array | undefined;
    if (rmsprop === "before") {
      // The rows of the losses' powers: those of negative residuals have the other sign.
      const weights = scale.map((factor, a) => (R[a]! < 0 ? -factor : factor) / R.length);
      const meanRow = own(await conditions.combine(weights));
      const square = meanSquare(own(v), meanRow);
      columnScale = square.map((s) => 1 / (Math.sqrt(s) + settings.rmsEpsilon));
      v = keep(square, v);
    }
    const M = await jacobianRows(conditions, {
      rowScale: scale,
      ...(columnScale && { columnScale }),
      ...(subset && { subset }),
      ...(chunk && { chunk }),
      isRough: decomposition === "gram" && isRough,
    });

    const rank = settings.rank ?? Math.max(1, Math.floor(R.length / 2));
    const sketch = { kind: decomposition, rank, seed: seedFor(seed, "sketch", step) };
    const { values, solve } = await decompose(M, R, sketch);
    const rtol = decomposition === "gram" ? Math.max(settings.rtol, gramFloor(roundingUnit)) : settings.rtol;
    const { factors, kept } = truncated(values, { rank, rtol, tolerance: settings.tolerance });
    const eta = valueAt(learningRate, step);

    if (variableRank) {
      let update = new Float64Array(parameters);
      let taken = 0;
      for (; taken < kept; taken++) {
        const one = factors.map((factor, j) => (j === taken ? factor : 0));
        const component = toAll(await solve(one));
        const longer = update.map((u, i) => u - eta * component[i]!);
        const reached = await valueAfter(longer);
        if (!(reached <= value)) break;
        update = longer;
      }
      return resultOf(update, taken, "no direction lowers the loss");
    }

    let delta = await solve(factors);
    if (rmsprop === "after") {
      const square = meanSquare(own(v), delta);
      delta = delta.map((d, i) => d / (Math.sqrt(square[i]!) + settings.rmsEpsilon));
      v = keep(square, v);
      if (settings.momentum > 0) {
        delta = own(b).map((old, i) => settings.momentum * old + delta[i]!);
        b = keep(delta, b);
      }
    }
    return resultOf(toAll(delta.map((d) => -eta * d)), kept, kept === 0 ? "the Jacobian is 0" : "every loss is 0");

    function resultOf(update: Float64Array, rank: number, reason: string): StepResult<SvenMemory> {
      return {
        update,
        memory: { v, b, s: values },
        reports: { rank, largestSingularValue: values[0] ?? 0 },
        outcome: update.every((u) => u === 0) ? reason : "",
        gradients: gradientsOf(R.length, M.columns, chunk) + Number(rmsprop === "before"),
      };
    }
  };

  const rule = {
    name: "sven",
    conditions: { of: "samples", group: microbatch } as const,
    remember: (parameters: number): SvenMemory => ({
      v: new Float64Array(rmsprop === "none" ? 0 : parameters),
      b: new Float64Array(rmsprop === "after" && settings.momentum > 0 ? parameters : 0),
      s: new Float64Array(),
    }),
    step,
  };
  return named("sven", (problem) => iterateConditions(rule, problem));
}

function refuseConflicts(settings: z.output<typeof svenOptions>): void {
  const { decomposition, chunk, rmsprop, momentum, variableRank, mask, paramFraction, wholeArrays } = settings;
  const refuse = (first: string, second: string) => {
    throw new OptionError(`sven: ${first} cannot be had with ${second}`);
  };
  if (chunk !== undefined && decomposition !== "gram") refuse("chunk", `decomposition '${decomposition}'`);
  if (variableRank && rmsprop !== "none") refuse("variableRank", `rmsprop '${rmsprop}'`);
  if (momentum > 0 && rmsprop !== "after") refuse("momentum", `rmsprop '${rmsprop}'`);
  if (mask && paramFraction < 1) refuse("mask", "paramFraction");
  if (wholeArrays && paramFraction === 1) refuse("wholeArrays", "paramFraction 1");
}

/** The parameters that a step changes; nothing if all. */
function subsetAt(
  { mask, paramFraction, wholeArrays }: z.output<typeof svenOptions>,
  sizes: number[],
  seed: number,
  step: number,
): ParameterSubset | undefined {
  if (mask) return subsetOf(sizes, markedEntries("sven", mask(step), sizes));
  if (paramFraction === 1) return undefined;
  const draw = wholeArrays ? randomArrays : randomEntries;
  return subsetOf(sizes, draw(sizes, paramFraction, seed, step));
}

/** Sweeps over the batch that a step took: with chunks, each is met by all those before it, and one gradient adds up. */
function gradientsOf(rows: number, columns: number, chunk: number | undefined): number {
  if (chunk === undefined || chunk >= rows) return 1;
  const pieces = Math.ceil(rows / chunk);
  return rows <= columns ? Math.ceil((pieces + 1) / 2) + 1 : 2;
}
