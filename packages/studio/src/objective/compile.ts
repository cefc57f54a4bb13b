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

/** The translated code as a function that is not called yet. The lines of a stack are those of the code. */
export function wrap(translated: string, names: readonly string[]): string {
  // Two functions, so that the code may give a name another meaning.
  const opening = `(async (require, exports, { ${names.join(", ")} }) => { await (async () => {`;
  return `${opening}${translated}\n})(); })\n//# sourceURL=${ownFile}`;
}

/** @throws {SyntaxError} where the translation let something pass that is not a program. */
// biome-ignore lint/security/noGlobalEval: a person's own code is what this page is for; it runs in a worker of its own.
export const evaluate = (wrapped: string): OwnCode => globalThis.eval(wrapped) as OwnCode;
