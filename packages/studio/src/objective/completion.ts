import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { localCompletionSource } from "@codemirror/lang-javascript";
import { syntaxTree } from "@codemirror/language";
import type { DocumentedNames } from "../engine/documentation/read.ts";
import { type Suggestion, suggestionsBehind } from "./names.ts";

let names: Promise<DocumentedNames> | undefined;

/** The library's names with what is said of them, loaded when they are first needed. */
export const libraryNames = (): Promise<DocumentedNames> => {
  names ??= import("virtual:documentation/names").then((module) => module.default);
  return names;
};

/** Completes names of the library and of the code. */
export async function completions(context: CompletionContext): Promise<CompletionResult | null> {
  const { name } = syntaxTree(context.state).resolveInner(context.pos, -1);
  if (/String|Comment|Template/.test(name)) return null;
  const path = context.matchBefore(/(?:[\w$]+\.)*[\w$]*/);
  if (path === null || (path.text === "" && !context.explicit)) return null;
  const parts = path.text.split(".");
  const typed = parts.pop()!;
  // A number's point, or what a call returns: an array, most often.
  const isBehindPoint = context.matchBefore(/\.[\w$]*/) !== null;
  if (parts.length === 1 && /^\d/.test(parts[0]!)) return null;
  const behind = isBehindPoint && parts.length === 0 ? ["array"] : parts;
  const library = suggestionsBehind(behind, await libraryNames()).map(toCompletion);
  const local = behind.length === 0 ? (localCompletionSource(context)?.options ?? []) : [];
  return { from: context.pos - typed.length, options: [...local, ...library], validFor: /^[\w$]*$/ };
}

function toCompletion({ name, kind, type, says, from }: Suggestion): Completion {
  const about = [type && `${name}${kind === "value" ? ": " : ""}${type}`, says].filter(Boolean);
  return {
    label: name,
    type: kind,
    ...(from !== undefined && { detail: from }),
    ...(about.length > 0 && { info: () => described(about as string[]) }),
    // What is in scope from the array library is wanted more often than the rest.
    boost: name === "ref" || name === "np" ? 2 : from === "gradus" ? -1 : 0,
  };
}

function described(lines: string[]): HTMLElement {
  const box = document.createElement("div");
  for (const [i, line] of lines.entries()) {
    const element = document.createElement(i === 0 && lines.length > 1 ? "code" : "div");
    element.textContent = line;
    box.append(element);
  }
  return box;
}
