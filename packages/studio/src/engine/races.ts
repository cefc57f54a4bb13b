import { createProblem, parseSpec, runContender } from "@gradus/workbench";
import { openOwnProblem } from "../objective/own-problem.ts";
import { observer } from "./pace.ts";
import type { JobHandlers, ProblemSource } from "./protocol.ts";

/** Problems that are kept: they may hold a data set. */
const mostKept = 3;
const kept = new Map<string, Promise<object>>();

/** Opens a problem, or finds it opened. */
function problemOf(source: ProblemSource): Promise<object> {
  const key = JSON.stringify(source);
  const problem =
    kept.get(key) ?? (source.kind === "own" ? openOwnProblem(source.code) : createProblem(parseSpec(source.text)));
  kept.delete(key);
  kept.set(key, problem);
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
  problem.catch(() => kept.delete(key));
  return problem;
}

/** One run of a race. A run that is stopped ends with its trace so far, status `aborted`. */
export const contender: JobHandlers["contender"] = async (
  { problem: source, method, seed, budget, observing },
  { signal, report },
) => {
  const problem = await problemOf(source);
  const { observe, end } = observer(report);
  const ending = await runContender(problem, { method, seed, budget, observing }, signal, observe);
  await end();
  if (ending.status === "done") return ending.result;
  const [trace] = ending.traces;
  return { metrics: [], ...trace! };
};
