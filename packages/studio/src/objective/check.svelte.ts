import type { OwnProblem } from "../engine/protocol.ts";
import { type Bench, EngineError, workshop } from "../engine/workshop.ts";
import type { Fault } from "./editor.ts";
import { syntaxFault } from "./syntax-place.ts";

/** Milliseconds after the last key at which the code is looked at. */
const pause = 400;
/** Seconds that the code may take to be evaluated once. */
const timeLimit = 4;

export type CheckResult =
  | { state: "checking" }
  | { state: "fine"; problem: OwnProblem }
  | { state: "wrong"; fault: Fault };

/** Looks at the code after each change, in a worker of its own. */
export class Check {
  result: CheckResult = $state.raw({ state: "checking" });
  /** What the last code that could be used offers: methods are not greyed for each key. */
  offers: readonly string[] | undefined = $state.raw();
  #bench: Bench | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopping = new AbortController();

  look(code: string): void {
    const isFirst = this.#bench === undefined;
    this.result = { state: "checking" };
    clearTimeout(this.#timer);
    this.#stopping.abort();
    this.#timer = setTimeout(() => this.#look(code), isFirst ? 0 : pause);
  }

  async #look(code: string): Promise<void> {
    const stopping = new AbortController();
    this.#stopping = stopping;
    this.#bench ??= workshop.bench({ kind: "own code" });
    const result = await this.#bench
      .checkOwn(code, { signal: stopping.signal, timeLimit })
      .then((problem): CheckResult => ({ state: "fine", problem }))
      .catch((error: unknown): CheckResult => ({ state: "wrong", fault: faultOf(code, error) }));
    if (stopping.signal.aborted) return;
    this.result = result;
    if (result.state === "fine") this.offers = result.problem.capabilities;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stopping.abort();
    this.#bench?.close();
  }
}

function faultOf(code: string, error: unknown): Fault {
  const { name, message, line, column } =
    error instanceof EngineError ? error : new EngineError({ name: "Error", message: String(error) });
  if (name === "TimeLimit") {
    return { message: `the code did not end within ${timeLimit} s and was stopped: is there an endless loop?` };
  }
  if (name !== "SyntaxError") return { message, line, column };
  return syntaxFault(code, { message, ...(line !== undefined && { line }), ...(column !== undefined && { column }) });
}
