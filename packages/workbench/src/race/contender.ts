import type { LabelledTrace } from "@gradus/papers";
import { disposeState, methodCatalogue, run, type Trace } from "gradus";
import type { Ending } from "../runs/ending.ts";
import type { Observation } from "../runs/observation.ts";
import { thin } from "../runs/thin.ts";
import { type Budget, limitsOf } from "./budget.ts";
import { type Observing, quantitiesOf } from "./instrument-list.ts";
import { observed } from "./instruments.ts";
import { createMethod } from "./methods.ts";
import { passedOver } from "./needs.ts";
import { labelOf, type Spec } from "./spec.ts";
import { SpecError } from "./spec-error.ts";

/** One run of a race, as plain data. */
export type Contender = {
  method: Spec;
  seed: number;
  budget: Budget;
  /** What is looked at along the run; nothing where it is not given. */
  observing?: Observing | undefined;
  /** Where to go on from. */
  resume?: Uint8Array<ArrayBuffer>;
};

/**
 * A finished or interrupted run of a race; `metrics` names the numbers of its last row that the problem measured,
 * `passedOver` what of the problem the method does not look at although it decides what a solution is.
 */
export type ContenderResult = LabelledTrace & { metrics: string[]; passedOver?: string[] };

/** One run of a race, from its start or from a checkpoint. `onProgress` is told every step. */
export async function runContender(
  problem: object,
  { method: spec, seed, budget, observing, resume }: Contender,
  signal: AbortSignal,
  onProgress: (observation: Observation) => void,
): Promise<Ending<ContenderResult>> {
  const label = { contender: labelOf(spec) };
  const bare = createMethod(spec);
  const told = new Set<string>();
  const method = observing ? observed(bare as never, spec, problem, observing, told) : bare;
  const quantities = observing ? quantitiesOf(observing) : [];
  const progress = run(problem as never, method as typeof bare, {
    ...limitsOf(budget),
    seed,
    signal,
    ...(resume && { resume }),
  });
  let checkpoint: Uint8Array<ArrayBuffer> | undefined;
  try {
    while (true) {
      const { done, value } = await progress.next();
      if (!done) {
        const { row } = value;
        if (budget.evaluations !== undefined && row.calls.evaluation === undefined) {
          throw new SpecError(
            `${spec.name} makes no evaluations here: give a budget of steps, seconds or oracle calls`,
          );
        }
        onProgress({ label, row, ...(budget.steps !== undefined && { steps: budget.steps }) });
        if (signal.aborted) checkpoint = await value.checkpoint();
        continue;
      }
      disposeState(value.answer);
      const { trace } = value;
      const ignored = passedOver(methodCatalogue[spec.name]?.needs ?? [], Object.keys(problem));
      const metrics = told.size > 0 ? [...told] : metricsOf(trace, quantities);
      const passed = ignored.length > 0 && { passedOver: ignored };
      const result = thin(
        { ...label, trial: `seed ${seed}`, trace, metrics, ...passed },
        ({ step }) => observing !== undefined && step % observing.every === 0,
      );
      if (trace.status !== "aborted") return { status: "done", result };
      return { status: "interrupted", traces: [result], ...(checkpoint && { checkpoint }) };
    }
  } finally {
    // A run that is left before its end frees its arrays.
    await progress.return(undefined as never);
  }
}

/** A run measures the problem's metrics once, at its end: they are what the last row has beyond the one before. */
function metricsOf({ rows }: Trace, observedToo: readonly string[]): string[] {
  const own = [...Object.keys(rows.at(-2)?.extra ?? {}), ...observedToo];
  return Object.keys(rows.at(-1)?.extra ?? {}).filter((name) => !own.includes(name));
}
