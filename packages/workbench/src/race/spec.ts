import { SpecError } from "./spec-error.ts";

/** A method or problem as it is written in a command: its name, and options as plain data. */
export type Spec = { name: string; options: Record<string, unknown> };

/** How specs are written, for --help. */
export const specGrammar =
  "name, or name:option=value:option=value; a comma between methods. Values are numbers, true, false, words, or JSON ([1,2])";

/** Reads "adam:learningRate=0.01:beta1=0.95,sgd". Commas and colons inside brackets or quotes belong to a value. */
export const parseSpecs = (text: string): Spec[] => split(text, ",").map(parseSpec);

/** Reads one spec. @throws {SpecError} if it is malformed. */
export function parseSpec(text: string): Spec {
  const [name, ...assignments] = split(text, ":");
  if (!name) throw new SpecError(`'${text}' names nothing: expected ${specGrammar}`);
  const options: Record<string, unknown> = {};
  for (const assignment of assignments) {
    const at = assignment.indexOf("=");
    const option = assignment.slice(0, at).trim();
    if (at < 1 || option === "") throw new SpecError(`'${assignment}' in '${text}' is not option=value`);
    if (Object.hasOwn(options, option)) throw new SpecError(`option '${option}' is given twice in '${text}'`);
    options[option] = readValue(assignment.slice(at + 1).trim());
  }
  return { name, options };
}

/** A spec as it is written in a command, read back by `parseSpec`: "adam:learningRate=0.01". */
export const specText = ({ name, options }: Spec): string =>
  [name, ...Object.entries(options).map(([key, value]) => `${key}=${written(value)}`)].join(":");

/** The name in tables and charts: "adam", "adam learningRate=0.01". */
export const labelOf = ({ name, options }: Spec): string =>
  [name, ...Object.entries(options).map(([key, value]) => `${key}=${shown(value)}`)].join(" ");

function written(value: unknown): string {
  if (typeof value === "number") return String(value);
  const isWord = typeof value === "string" && /^[a-z][\w.+-]*$/i.test(value) && readValue(value) === value;
  return isWord ? value : JSON.stringify(value);
}

const shown = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** A value as it is written in a command: a number, JSON, or else a word. */
export function readValue(text: string): unknown {
  if (text !== "" && !Number.isNaN(Number(text))) return Number(text);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Splits at separators that stand outside of brackets and quotes. */
export function split(text: string, separator: string): string[] {
  const parts = [""];
  let depth = 0;
  let isQuoted = false;
  let isEscaped = false;
  for (const character of text) {
    if (character === '"' && !isEscaped) isQuoted = !isQuoted;
    isEscaped = isQuoted && character === "\\" && !isEscaped;
    if (!isQuoted && "[{(".includes(character)) depth++;
    if (!isQuoted && "]})".includes(character)) depth--;
    if (character === separator && depth === 0 && !isQuoted) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}
