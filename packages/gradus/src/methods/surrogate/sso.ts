import { random } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { type Iteration, named } from "../../core/method.ts";
import { count, nonnegative, positive, positiveOrSchedule, readOptions, z } from "../../core/options.ts";
import type { HasSampleRows } from "../../core/problem.ts";
import { seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import type { Transformation } from "../../transforms/transformation.ts";
import { cachedStream } from "../batch-stream.ts";
import type { InnerMinimiser } from "./inner/inner-minimiser.ts";
import { hasLearningRate, type InnerName, innerMinimisers, innerNames } from "./inner/minimisers.ts";
import { transformedDescent } from "./inner/transformed-descent.ts";
import type { OuterRule } from "./outer/outer-rule.ts";
import { outerNames, outerRules } from "./outer/rules.ts";
import { type TargetLearner, targetLearner } from "./target-learner.ts";
import type { Evaluation, TargetProblem } from "./target-programs.ts";
import { type TargetMemory, type TargetSettings, targetStep } from "./target-step.ts";

const hasMembers = (value: unknown, ...names: string[]) =>
  value !== null && typeof value === "object" && names.every((name) => name in value);

const message = (names: readonly string[], what: string) => `must be one of ${names.join(", ")}, or ${what}`;

export const ssoOptions = z.object({
  /** m, the inner steps for each call of the oracle. Default 10; the paper has 1 to 100. */
  innerSteps: count().default(10),
  /** η > 0, a number or a schedule of the outer steps. Default 1/L of the problem ("newton": 1; "sls" needs none). */
  targetRate: positiveOrSchedule().optional(),
  /** How η becomes the weights of the quadratic: a name, or a rule with options of its own. Default "constant". */
  outer: z
    .union([z.enum(outerNames), z.custom<OuterRule>((rule) => hasMembers(rule, "name", "weights"))], {
      error: message(outerNames, "a rule"),
    })
    .default("constant"),
  /** What minimises the surrogate: a name, a minimiser, an optimizer or a gradient transformation. Default "armijo". */
  inner: z
    .union(
      [
        z.enum(innerNames),
        z.custom<InnerMinimiser>((own) => hasMembers(own, "name", "on")),
        z.custom<{ name: string; transformation: Transformation }>(
          (own) => typeof own === "function" && "transformation" in own,
        ),
        z.custom<Transformation>((own) => hasMembers(own, "init", "update")),
      ],
      { error: message(innerNames, "a minimiser, an optimizer or a gradient transformation") },
    )
    .default("armijo"),
  /** Step size of inner "gradient" and "adam", > 0. Default 1e-3 (the official code's Adam). */
  learningRate: positive().optional(),
  /** Inner steps end after one whose gradient's norm was at most this. Default 1e-6; at least 1e-4 in float32. */
  gradientTolerance: nonnegative().default(1e-6),
});

export type SsoOptions = z.input<typeof ssoOptions>;

/** The state of a run: parameters, and what the oracle said of their predictions on the next batch. */
export type SsoState<P> = {
  seed: number;
  params: P;
  evaluation: Evaluation;
  value: number;
  memory: TargetMemory;
  oracleCalls: number;
  lossCalls: number;
  targetEvaluations: number;
  pullbacks: number;
  /** S at the end of the last step: the foretold change of its batch's objective. */
  surrogate: number;
  innerSteps: number;
  outcome: string;
  reports: Record<string, number>;
};

/** Target-based surrogates: a method for any problem with predictions, and a learner for a loop of one's own. */
export interface Sso {
  <P extends Tree, B = undefined>(problem: TargetProblem<P, B>): Iteration<SsoState<P>, P>;
  /** The same step on batches that the caller brings: for online learning, where they depend on the parameters. */
  learner<P extends Tree, B = undefined>(problem: TargetProblem<P, B>): TargetLearner<P, B>;
}

/**
 * SSO, target-based surrogates: one gradient with respect to a model's predictions pays for m steps of its parameters.
 *
 *     z = f(θ),  G_i = ∇ℓ_i(z_i)                          one call of the oracle
 *     S(ω) = 1/B Σ_i [ ⟨G_i, f_i(ω) − z_i⟩ + ½ Σ_j w_ij (f_ij(ω) − z_ij)² ]
 *     ω_0 = θ;  m times: ω ← a step of a deterministic method on S;   θ ← ω_m
 *
 * w comes from the outer rule, 1/η for "constant". B rows make a batch; ℓ_i is the loss of one row, and z and G stay as
 * they are while S is minimised. A penalty of the parameters is added to S as it is.
 *
 * On all samples and with η ≤ 1/L the loss h never rises if S does not: h(θ_{t+1}) ≤ h(θ_t) + S(θ_{t+1}), whatever the
 * inner method, and min ‖∇h‖² = O(1/T). Larger η void the warranty, and often are faster. With batches it is stochastic
 * gradient descent in the space of predictions, projected on what the model can predict: exp(−T/κ) + O(σ²/T) for strongly
 * convex losses with exponentially falling η, O(1/√T) for convex ones, both plus a term of inexact projection. One inner
 * step of gradient descent is a step of stochastic gradient descent, whatever η. Large m on small batches fits the batch
 * and forgets the rest: lower m, or let η fall.
 *
 * It is worth it where the oracle is dear (an environment, a simulator) and the model is cheap. Where the loss is as
 * cheap as the model, m steps cost what m gradients cost.
 *
 * On a problem without batches the run has finished where the surrogate's gradient is within the tolerance at θ.
 *
 * Cost per step: one call of the oracle (counted as a gradient), with "sls" some losses at given predictions; reported
 * beside these are `targetEvaluations` (f) and `pullbacks` (its transposed derivative), m and more for each step.
 * Memory: two copies of the parameters and 2 B p numbers; "adagrad-diagonal" n p more. Reports S as "surrogate".
 *
 * @throws {OptionError} if an option is unknown or outside its range, or η is needed and not known.
 * @throws {CapabilityError} if the problem has no `initial`, `predict`, `inputsOf`, or neither `lossOfPrediction` nor
 * `targetOracle`.
 * @source J. W. Lavington, S. Vaswani, R. Babanezhad, M. Schmidt, N. Le Roux, Target-based Surrogates for Stochastic
 * Optimization, 2023, arXiv 2302.02607; scale 1/(2η) and default η as in the paper, the rest as in its official code.
 * @example
 * const { answer, trace } = await minimize(dampedWave(), sso({ innerSteps: 20 }), { steps: 100 });
 */
export function sso(options: SsoOptions = {}): Sso {
  const settings = settingsOf(options);
  const method = <P extends Tree, B>(problem: TargetProblem<P, B>) => iterate(settings, problem);
  const learner: Pick<Sso, "learner"> = { learner: (problem) => targetLearner(settings, problem) };
  return Object.assign(named("sso", method), learner) as Sso;
}

function settingsOf(options: SsoOptions): TargetSettings {
  const { outer, inner, learningRate, ...others } = readOptions("sso", ssoOptions, options);
  const hasOwn = typeof inner === "string" && hasLearningRate(inner as InnerName);
  if (learningRate !== undefined && !hasOwn) {
    throw new OptionError(`sso: learningRate is for inner 'gradient' or 'adam' alone, got ${learningRate}`);
  }
  const minimiser =
    typeof inner === "string"
      ? innerMinimisers[inner](learningRate ?? 1e-3)
      : "on" in inner
        ? inner
        : "transformation" in inner
          ? transformedDescent(inner.name, inner.transformation)
          : transformedDescent("transformation", inner);
  const rule = typeof outer === "string" ? outerRules[outer]() : outer;
  return { ...others, targetRate: others.targetRate, outer: rule, inner: minimiser };
}

function iterate<P extends Tree, B>(settings: TargetSettings, problem: TargetProblem<P, B>): Iteration<SsoState<P>, P> {
  const { evaluate, init, advance, dispose } = targetStep(settings, problem);
  const stream = cachedStream(problem);
  const { sampleCount, batchRows } = problem as Partial<HasSampleRows>;
  const numbersOf = (seed: number, index: number): Int32Array | undefined => {
    if (problem.batches) return batchRows?.(seedFor(seed, "batches"))(index);
    return sampleCount === undefined ? undefined : Int32Array.from({ length: sampleCount }, (_, i) => i);
  };
  const objectiveOf = async ({ loss, penalty }: Evaluation): Promise<number> =>
    (await loss.ref.data())[0]! + (await penalty.ref.data())[0]!;

  return {
    async init(seed) {
      const params = problem.initial(random.key(seedFor(seed, "initial")));
      const evaluation = await evaluate(params, stream.batch(seed, 0));
      return {
        seed,
        params,
        evaluation,
        value: await objectiveOf(evaluation),
        memory: init(params),
        oracleCalls: 1,
        lossCalls: 0,
        targetEvaluations: 1,
        pullbacks: 0,
        surrogate: 0,
        innerSteps: 0,
        outcome: "",
        reports: {},
      };
    },
    async step({ seed, params, evaluation, memory, ...before }) {
      const index = memory.step;
      const batch = stream.batch(seed, index);
      const next = await advance(params, memory, evaluation, batch, numbersOf(seed, index));
      const { losses, evaluations, pullbacks, ...report } = next.report;
      const nextEvaluation = await evaluate(next.params, stream.batch(seed, index + 1));
      return {
        seed,
        params: next.params,
        evaluation: nextEvaluation,
        value: await objectiveOf(nextEvaluation),
        memory: next.memory,
        oracleCalls: before.oracleCalls + 1,
        lossCalls: before.lossCalls + losses,
        targetEvaluations: before.targetEvaluations + evaluations + 1,
        pullbacks: before.pullbacks + pullbacks,
        ...report,
      };
    },
    measure: ({
      value,
      memory,
      oracleCalls,
      lossCalls,
      targetEvaluations,
      pullbacks,
      surrogate,
      innerSteps,
      reports,
    }) => ({
      objective: value,
      calls: { gradient: oracleCalls, ...(lossCalls > 0 && { loss: lossCalls }) },
      targetEvaluations,
      pullbacks,
      ...(memory.step > 0 && { surrogate, innerSteps }),
      ...reports,
    }),
    answer: ({ params }) => tree.ref(params),
    finished: ({ outcome }) => (problem.batches ? undefined : outcome || undefined),
    dispose() {
      stream.dispose();
      dispose();
    },
  };
}
