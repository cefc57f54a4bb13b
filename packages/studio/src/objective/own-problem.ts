import * as datasets from "@gradus/datasets";
import { exportedProblem, SpecError } from "@gradus/workbench";
import * as jax from "@jax-js/jax";
import * as gradus from "gradus";
import { EngineError } from "../engine/failure.ts";
import type { OwnProblem } from "../engine/protocol.ts";
import { capabilitiesOf } from "./capabilities.ts";
import { evaluate, loadModule, type ModuleLoader, type OwnCode, translate, wrap } from "./compile.ts";
import { parseFault } from "./parse-fault.ts";
import { ownError } from "./places.ts";
import { scopeOf } from "./scope.ts";

/*
 * A person's own objective: a module that exports a problem as default, as `gradus race file.ts` takes it.
 */

// V8 keeps ten lines of a stack otherwise: too few to reach a person's own code below the engine's.
Error.stackTraceLimit = 100;

const modules: Readonly<Record<string, object>> = {
  gradus,
  "@jax-js/jax": jax,
  "@gradus/datasets": datasets,
};
const scope = scopeOf({ ...jax, ...gradus, np: jax.numpy });
const names = Object.keys(scope);

/** Opens a problem of a person's own. @throws {EngineError} with line and column where they are known. */
export async function openOwnProblem(code: string, load: ModuleLoader = loadModule): Promise<object> {
  const program = await programOf(code, load);
  const exports: Record<string, unknown> = {};
  try {
    await program(requireFor(code), exports, scope);
  } catch (cause) {
    throw ownError(cause);
  }
  try {
    return await exportedProblem("the code", exports);
  } catch (cause) {
    if (cause instanceof SpecError || cause instanceof gradus.OptionError) throw wrong(cause.message);
    throw ownError(cause);
  }
}

async function programOf(code: string, load: ModuleLoader): Promise<OwnCode> {
  const wrapped = wrap(translate(code), names);
  try {
    return await evaluate(wrapped, load);
  } catch (cause) {
    const { message } = cause as Error;
    throw new EngineError({ name: "SyntaxError", message, ...(await parseFault(wrapped)) });
  }
}

const requireFor = (code: string) => (name: string) => {
  if (Object.hasOwn(modules, name)) return modules[name];
  const at = code.split("\n").findIndex((line) => line.includes(`"${name}"`) || line.includes(`'${name}'`));
  const message = `there is no module '${name}' here: ${Object.keys(modules).join(", ")} can be imported`;
  throw new EngineError({ name: "NoModule", message, ...(at >= 0 && { line: at + 1 }) });
};

/** Opens a problem of a person's own and evaluates it where a run would start. @throws {EngineError} if that fails. */
export async function checkOwnProblem(code: string, load?: ModuleLoader): Promise<OwnProblem> {
  const problem = await openOwnProblem(code, load);
  const capabilities = capabilitiesOf(problem);
  try {
    const start = await startOf(problem, capabilities);
    const { name } = problem as { name?: unknown };
    return { name: typeof name === "string" ? name : "problem", capabilities, ...(start !== undefined && { start }) };
  } catch (cause) {
    throw ownError(cause);
  }
}

const wrong = (message: string) => new EngineError({ name: "NoProblem", message });

async function startOf(problem: object, capabilities: string[]): Promise<number | undefined> {
  const offered = problem as Partial<gradus.HasInitial<gradus.Tree> & gradus.HasLoss<gradus.Tree> & gradus.HasEvaluate>;
  if (capabilities.includes("loss")) {
    if (!capabilities.includes("initial")) throw wrong("there is a loss but no start: initial: () => np.array([…])");
    checkStart(offered.initial!(jax.random.key(0)));
    // Compiled and stepped once: what is consumed by the first call is missed by the second.
    const { answer, trace } = await gradus.minimize(problem as never, gradus.sgd(), { steps: 1 });
    gradus.disposeState(answer);
    return trace.rows[0]!.objective;
  }
  if (capabilities.includes("evaluate")) {
    const { dimension } = offered;
    if (!Number.isInteger(dimension) || dimension! < 1) {
      throw wrong("evaluate needs the number of coordinates beside it: dimension: 2");
    }
    const [value] = await offered.evaluate!([new Float64Array(dimension!)]);
    if (typeof value !== "number") throw wrong("evaluate must return a list of numbers, one for each point");
    return value;
  }
  if (capabilities.length === 0) {
    throw wrong("the problem offers nothing to a method: it needs initial and loss, or dimension and evaluate");
  }
  return undefined;
}

function checkStart(start: unknown): void {
  const arrays = leavesOf(start);
  if (arrays === undefined || arrays.length === 0) {
    throw wrong("initial must return an array, np.array([…]), or arrays in any nesting of objects and lists");
  }
  for (const array of arrays) array.dispose();
}

/** The arrays of a start; undefined if something else is among them. */
function leavesOf(value: unknown): jax.numpy.Array[] | undefined {
  if (value instanceof jax.numpy.Array) return [value];
  if (typeof value !== "object" || value === null) return undefined;
  const leaves = Object.values(value).map(leavesOf);
  return leaves.every((part) => part !== undefined) ? leaves.flat() : undefined;
}
