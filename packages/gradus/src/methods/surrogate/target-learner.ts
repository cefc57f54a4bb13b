import { ref, type Tree } from "../../engine/tree.ts";
import type { TargetProblem } from "./target-programs.ts";
import { type TargetMemory, type TargetReport, type TargetSettings, targetStep } from "./target-step.ts";

/** A method for a loop of one's own: batches come from the caller. */
export type TargetLearner<P, B> = {
  /** Before the first step. Borrows the parameters. */
  init(params: P): TargetMemory;
  /**
   * One step on a batch, with one call of the oracle. `loss` is that before the step. `numbers`: which samples the batch
   * holds, where the outer rule wants to know. Consumes parameters, memory and batch.
   */
  step(
    params: P,
    memory: TargetMemory,
    batch: B,
    numbers?: Int32Array,
  ): Promise<{ params: P; memory: TargetMemory; loss: number; report: TargetReport }>;
  dispose(): void;
};

/** Makes a learner of a method's settings. */
export function targetLearner<P extends Tree, B>(
  settings: TargetSettings,
  problem: TargetProblem<P, B>,
): TargetLearner<P, B> {
  const { evaluate, init, advance, dispose } = targetStep(settings, problem);
  return {
    init,
    async step(params, memory, batch, numbers) {
      const list = batch === undefined ? [] : [batch as Tree];
      const evaluation = await evaluate(params, batch === undefined ? [] : [ref(batch as Tree)]);
      const loss: number = (await evaluation.loss.ref.data())[0]! + (await evaluation.penalty.ref.data())[0]!;
      return { ...(await advance(params, memory, evaluation, list, numbers)), loss };
    },
    dispose,
  };
}
