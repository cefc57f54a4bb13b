import { numpy as np } from "@jax-js/jax";
import { CapabilityError, OptionError } from "../../core/errors.ts";
import { type ScalarOrSchedule, valueAt } from "../../core/options.ts";
import type { HasPredictions, HasSampleRows } from "../../core/problem.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import type { InnerMinimiser, InnerState } from "./inner/inner-minimiser.ts";
import type { OuterMemory, OuterRule } from "./outer/outer-rule.ts";
import { type Evaluation, type TargetProblem, targetPrograms } from "./target-programs.ts";

/** What a learner keeps from step to step. */
export type TargetMemory = { step: number; outer: OuterMemory; inner: InnerState };

/** What the last step did, and what was asked of the problem so far. */
export type TargetReport = {
  /** S at the end of the inner steps: the foretold change of the objective. */
  surrogate: number;
  innerSteps: number;
  /** Losses at given predictions, evaluations of the model, and of its transposed derivative, in this step. */
  losses: number;
  evaluations: number;
  pullbacks: number;
  outcome: string;
  /** Numbers of the rule's and the minimiser's own: targetStep (ζ), alpha. */
  reports: Record<string, number>;
};

export type TargetSettings = {
  outer: OuterRule;
  inner: InnerMinimiser;
  innerSteps: number;
  targetRate: ScalarOrSchedule | undefined;
  gradientTolerance: number;
};

/** The step of the method from an evaluation, for the loop in `sso` and for loops of one's own. */
export function targetStep<P extends Tree, B>(settings: TargetSettings, problem: TargetProblem<P, B>) {
  const { outer, innerSteps, gradientTolerance } = settings;
  const programs = targetPrograms(problem, outer.distance);
  const inner = settings.inner.on(programs.model);
  const known = problem as Partial<HasSampleRows> & Pick<HasPredictions<P, B>, "predictionSmoothness">;

  const rateOf = (step: number): number => {
    if (settings.targetRate !== undefined) return valueAt(settings.targetRate, step - 1);
    const { defaultRate = "1/L" } = outer;
    if (typeof defaultRate === "number") return defaultRate;
    if (defaultRate === "1/L" && known.predictionSmoothness !== undefined) return 1 / known.predictionSmoothness;
    throw new OptionError(
      defaultRate === "1/L"
        ? "sso: targetRate must be given, since the problem does not tell its predictionSmoothness, got nothing"
        : `sso: targetRate must be given with outer '${outer.name}', got nothing`,
    );
  };

  return {
    evaluate: programs.evaluate,

    /** Before the first step. Borrows the parameters. */
    init: (params: P): TargetMemory => ({ step: 0, outer: outer.memory, inner: inner.init(params) }),

    /** One outer step. Consumes parameters, memory, evaluation and batch. */
    async advance(
      params: P,
      memory: TargetMemory,
      evaluation: Evaluation,
      batch: Tree[],
      numbers?: Int32Array,
    ): Promise<{ params: P; memory: TargetMemory; report: TargetReport }> {
      const { targets, gradient, loss, penalty } = evaluation;
      const samples = targets.shape[0]!;
      const entries = targets.size / samples;
      const step = memory.step + 1;
      let losses = 0;
      const read = async (array: np.Array) => Float64Array.from(await array.ref.data());
      const {
        weights,
        memory: nextOuter,
        reports,
      } = await outer.weights(
        {
          step,
          rate: rateOf(step),
          samples,
          entries,
          targets: () => read(targets),
          gradient: () => read(gradient),
          loss: async () => (await read(loss))[0]! * samples,
          lossAfter(zeta) {
            losses++;
            return programs.lossAfter(evaluation, zeta, tree.ref(batch));
          },
          rows() {
            if (numbers && known.sampleCount !== undefined) return { numbers, sampleCount: known.sampleCount };
            throw new CapabilityError(
              `sso with outer '${outer.name}' needs 'sampleCount' and 'batchRows', which this problem does not offer`,
            );
          },
          smoothness: known.predictionSmoothness,
        },
        memory.outer,
      );

      const dtype = targets.dtype;
      const w = typeof weights === "number" ? Float64Array.of(weights) : weights;
      const data = {
        batch,
        targets,
        gradient,
        penalty,
        weights: np.array(dtype === np.float64 ? w.slice() : Float32Array.from(w), {
          shape: typeof weights === "number" ? [] : targets.shape,
          dtype,
        }),
      };
      const result = await inner.minimise(params, memory.inner, data, {
        steps: innerSteps,
        // Rounding of float32 hides shorter gradients.
        tolerance: dtype === np.float64 ? gradientTolerance : Math.max(gradientTolerance, 1e-4),
        batchShare: known.sampleCount === undefined ? 1 : samples / known.sampleCount,
        scale: w.length / (entries * w.reduce((sum, x) => sum + x, 0)),
      });
      tree.dispose(data);
      loss.dispose();
      const { params: next, state, value, steps, evaluations, pullbacks, outcome } = result;
      return {
        params: next as P,
        memory: { step, outer: nextOuter, inner: state },
        report: {
          surrogate: value,
          innerSteps: steps,
          losses,
          evaluations,
          pullbacks,
          outcome,
          reports: { ...reports, ...result.reports },
        },
      };
    },

    dispose() {
      programs.dispose();
      inner.dispose();
    },
  };
}
