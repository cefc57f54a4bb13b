import { type AxisValue, methodCatalogue, readOptions, type Setting } from "gradus";
import { createMethod } from "../race/methods.ts";
import { problemCatalogue } from "../race/problems.ts";
import { labelOf, parseSpec, type Spec, specText } from "../race/spec.ts";
import { SpecError } from "../race/spec-error.ts";
import { optionValue } from "./axis.ts";
import { methodAxis, type NamedSweep } from "./source.ts";

/** What axes of the problem's options begin with. */
const ofProblem = "problem.";

/** What of a sweep says which settings it has. */
type SettingsOf = Pick<NamedSweep, "problem" | "methods" | "over">;

/** A setting as a problem and a method, as they are written in a command. */
export type Pairing = { problem: string; method: Spec };

/** The problem and the method of a setting. */
export function pairingOf({ problem, methods, over }: SettingsOf, setting: Setting): Pairing {
  const method = methods.length > 1 ? methods.find((one) => labelOf(one) === setting[methodAxis])! : methods[0]!;
  const names = Object.keys(over);
  const given = (named: string[]) => named.map((name): [string, AxisValue] => [name, setting[name]!]);
  const own = given(names.filter((name) => !name.startsWith(ofProblem)));
  const others = given(names.filter((name) => name.startsWith(ofProblem)));
  return {
    problem: others.length === 0 ? problem : specText(withOptions(parseSpec(problem), others, problemSchema)),
    method: withOptions(method, own, methodSchema),
  };
}

type OptionSchema = { safeParse(value: unknown): { error?: { issues: { expected?: string }[] } } };
type Schema = { shape: Record<string, OptionSchema> };

const methodSchema = (name: string) => methodCatalogue[name]?.options as Schema | undefined;
const problemSchema = (name: string) => problemCatalogue[name]?.options as Schema | undefined;

function withOptions(
  { name, options }: Spec,
  values: [string, AxisValue][],
  schemaOf: (name: string) => Schema | undefined,
): Spec {
  const added = values.map(([axis, value]) => {
    const option = axis.startsWith(ofProblem) ? axis.slice(ofProblem.length) : axis;
    return [option, fitting(schemaOf(name)?.shape[option], optionValue(value))];
  });
  return { name, options: { ...options, ...Object.fromEntries(added) } };
}

/** Where an option is a list, a value alone stands for a list of one. */
function fitting(schema: OptionSchema | undefined, value: unknown): unknown {
  const [issue] = schema?.safeParse(value).error?.issues ?? [];
  return issue?.expected === "array" ? [value] : value;
}

/**
 * Checks that every setting's options are those that its method and problem take, without making a problem.
 * @throws {SpecError} if an axis names no option, or one that is given already; {OptionError} from their own schemas.
 */
export function checkSettings(sweep: SettingsOf, settings: readonly Setting[]): void {
  for (const axis of Object.keys(sweep.over)) checkAxis(sweep, axis);
  const pairings = settings.map((setting) => pairingOf(sweep, setting));
  const methods = new Map(pairings.map(({ method }) => [specText(method), method]));
  for (const method of methods.values()) createMethod(method);
  for (const text of new Set(pairings.map(({ problem }) => problem))) {
    const { name, options } = parseSpec(text);
    const schema = problemCatalogue[name]?.options;
    if (schema && Object.keys(options).length > 0) readOptions(name, schema, options);
  }
}

function checkAxis({ problem, methods }: SettingsOf, axis: string): void {
  if (axis === methodAxis && methods.length > 1) {
    throw new SpecError(`axis '${axis}' is there already: several methods are an axis of their own`);
  }
  const own = parseSpec(problem);
  const entry = Object.hasOwn(problemCatalogue, own.name) ? problemCatalogue[own.name] : undefined;
  if (axis.startsWith(ofProblem)) {
    const option = axis.slice(ofProblem.length);
    if (entry === undefined) {
      throw new SpecError(`axis '${axis}': only problems of the catalogue have options, not a file (${problem})`);
    }
    if (Object.hasOwn(own.options, option)) throw new SpecError(`axis '${axis}': ${problem} has that option already`);
    if (entry.options === undefined) throw new SpecError(`axis '${axis}': ${own.name} has no options`);
    return;
  }
  for (const { name, options } of methods) {
    if (Object.hasOwn(options, axis)) throw new SpecError(`axis '${axis}': ${name} has that option already`);
    const isUnknown = !Object.hasOwn(methodCatalogue[name]?.options.shape ?? {}, axis);
    if (isUnknown && Object.hasOwn(entry?.options?.shape ?? {}, axis)) {
      throw new SpecError(`axis '${axis}': ${name} has no such option, ${own.name} has: --over ${ofProblem}${axis}=…`);
    }
  }
}
