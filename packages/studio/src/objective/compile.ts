import { transform } from "sucrase";
import { EngineError } from "../engine/failure.ts";

/** The name of a person's own code in stacks. */
export const ownFile = "your-objective.ts";

/** What the code is given: modules by their names, its exports, and names that are there without an import. */
export type OwnCode = (
  require: (name: string) => unknown,
  exports: Record<string, unknown>,
  scope: Readonly<Record<string, unknown>>,
) => Promise<void>;

/** Types taken out and imports turned into calls, on the same lines. @throws {EngineError} "SyntaxError" with its place. */
export function translate(code: string): string {
  try {
    return transform(code, {
      transforms: ["typescript", "imports"],
      filePath: ownFile,
      disableESTransforms: true,
      production: true,
    }).code;
  } catch (cause) {
    const { message, loc } = cause as Error & { loc?: { line: number; column: number } };
    throw new EngineError({
      name: "SyntaxError",
      message: message.replace(`Error transforming ${ownFile}: `, "").replace(/ \(\d+:\d+\)$/, ""),
      ...loc,
    });
  }
}

/** The translated code as a function that is not called yet, on the same lines. */
export function wrap(translated: string, names: readonly string[]): string {
  // Two functions, so that the code may give a name another meaning.
  const opening = `async (require, exports, { ${names.join(", ")} }) => { await (async () => {`;
  return `${opening}${translated}\n})(); };\n//# sourceURL=${ownFile}`;
}

/** Loads a module from its text. Pages that forbid `eval` allow scripts of their own. */
export type ModuleLoader = (text: string) => Promise<{ default: unknown }>;

export const loadModule: ModuleLoader = async (text) => {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return await import(/* @vite-ignore */ url);
  } finally {
    URL.revokeObjectURL(url);
  }
};

/** @throws {SyntaxError} where the translation let something pass that is not a program. */
export const evaluate = async (wrapped: string, load: ModuleLoader): Promise<OwnCode> =>
  (await load(`export default ${wrapped}`)).default as OwnCode;
