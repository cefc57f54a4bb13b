import type { z } from "zod";
import { OptionError } from "../../core/errors.ts";
import { nonnegative, positive, readOptions, z as schema } from "../../core/options.ts";
import type { Aggregator } from "./aggregator.ts";
import { adamOptions, withAdam } from "./with-adam.ts";

const finite = (message: string) => schema.number(message);

const famoAggregatorOptions = schema.object({
  /** L_min: a strict lower bound of the losses, one for all or one a task. Default 0. */
  minLosses: schema
    .union(
      [finite("must be numbers"), schema.array(finite("must be numbers")).min(1)],
      "must be a number or a list of them",
    )
    .default(0),
  /** Step size of the logits. Default 0.025 (official code). */
  weightLearningRate: positive().default(0.025),
  /** γ ≥ 0: decay of the logits. Default 1e-3 (official code on NYU-v2 and CelebA). */
  decay: nonnegative().default(1e-3),
});

export const famoOptions = famoAggregatorOptions.extend(adamOptions);

export type FamoAggregatorOptions = z.input<typeof famoAggregatorOptions>;
export type FamoOptions = z.input<typeof famoOptions>;

/** ξ: logits; m and v: Adam's averages of their gradient; t: their updates. */
export type FamoMemory = { xi: Float64Array; m: Float64Array; v: Float64Array; t: number };

const epsilon = 1e-8;

/**
 * The aggregator of FAMO: weights of the losses under which all of them fall at the same relative rate, learned from
 * how they fell.
 *
 *     z = softmax(ξ),  D = L − L_min + 1e-8,  w = (z/D) / Σ (z/D),  d = Σ_k w_k g_k
 *     after the step, on the same batch:  δ = log D(before) − log D(after)
 *     ξ ← ξ − Adam(z ∘ (δ − ⟨z, δ⟩) + γ ξ)
 *
 * ξ starts at 0. Adam has β = 0.9 and 0.999, ε = 1e-8.
 *
 * Cost per update: one backward pass through the weighted loss, and the losses after the step; memory: 3 K numbers, on
 * the host.
 * @throws {OptionError} if an option is unknown or outside its range; at an update, if a loss is not above its bound.
 * @source B. Liu et al., FAMO: Fast Adaptive Multitask Optimization, 2023, arXiv 2306.03792, algorithm 1.
 * @example
 * descendTasks("FAMO and SGD", famoAggregator({ minLosses: [0, 0] }), scaleByLearningRate(0.1));
 */
export function famoAggregator(options: FamoAggregatorOptions = {}): Aggregator<FamoMemory> {
  const { minLosses, weightLearningRate, decay } = readOptions("famoAggregator", famoAggregatorOptions, options);
  const gaps = (losses: Float64Array): Float64Array => {
    if (typeof minLosses !== "number" && minLosses.length !== losses.length) {
      throw new OptionError(`famo: minLosses must be ${losses.length} numbers, one a task, got ${minLosses.length}`);
    }
    return losses.map((loss, k) => {
      const lowest = typeof minLosses === "number" ? minLosses : minLosses[k]!;
      if (loss < lowest) {
        throw new OptionError(`famo: minLosses must lie below the losses, got ${lowest} for task ${k + 1} at ${loss}`);
      }
      return loss - lowest + epsilon;
    });
  };
  return {
    name: "famo",
    looksAt: "losses",
    remember: (tasks) => ({
      xi: new Float64Array(tasks),
      m: new Float64Array(tasks),
      v: new Float64Array(tasks),
      t: 0,
    }),
    decide({ losses }, memory) {
      const z = softmax(memory.xi);
      const shares = gaps(losses).map((D, k) => z[k]! / D);
      const sum = shares.reduce((total, share) => total + share, 0);
      const weights = shares.map((share) => share / sum);
      return {
        weights,
        memory,
        diagnostics: Object.fromEntries(Array.from(weights, (weight, k) => [`weight${k + 1}`, weight])),
      };
    },
    observe(before, after, memory) {
      // A step that left what can be computed is ended by the run, not by a wrong bound.
      if (!after.every(Number.isFinite)) return memory;
      const [D, next] = [gaps(before), gaps(after)];
      const z = softmax(memory.xi);
      const delta = D.map((gap, k) => Math.log(gap) - Math.log(next[k]!));
      const mean = delta.reduce((sum, value, k) => sum + z[k]! * value, 0);
      const gradient = delta.map((value, k) => z[k]! * (value - mean) + decay * memory.xi[k]!);
      const t = memory.t + 1;
      const m = memory.m.map((old, k) => 0.9 * old + 0.1 * gradient[k]!);
      const v = memory.v.map((old, k) => 0.999 * old + 0.001 * gradient[k]! ** 2);
      const step = (k: number) =>
        (weightLearningRate * (m[k]! / (1 - 0.9 ** t))) / (Math.sqrt(v[k]! / (1 - 0.999 ** t)) + epsilon);
      return { xi: memory.xi.map((old, k) => old - step(k)), m, v, t };
    },
  };
}

function softmax(logits: Float64Array): Float64Array {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/**
 * FAMO with Adam: one backward pass through losses whose weights learn to let all of them fall at the same relative rate
 * (see `famoAggregator`), then Adam's step.
 *
 * Cost per step: one gradient and one evaluation of the losses, two with batches; memory: 2 n numbers for Adam.
 *
 * @throws {OptionError} if an option is unknown or outside its range; during the run, if a loss is not above its bound.
 * @throws {CapabilityError} if the problem has no `taskLosses` or no `initial`.
 * @source B. Liu et al., 2023, arXiv 2306.03792, algorithm 1.
 * @example
 * const method = famo({ minLosses: [-21, -21], learningRate: 1e-2 });
 * const { answer } = await minimize(multiTaskToy1(), method, { steps: 2000 });
 */
export function famo(options: FamoOptions = {}) {
  const { learningRate, clip, scaleByTasks, ...weighting } = readOptions("famo", famoOptions, options);
  return withAdam(famoAggregator(weighting), { learningRate, clip, scaleByTasks });
}
