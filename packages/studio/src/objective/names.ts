import type { DocumentedName, DocumentedNames } from "../engine/documentation/read.ts";

/** What a person can write at a place, and what is said of it. */
export type Suggestion = DocumentedName & {
  /** Where it comes from, where that is not what it stands behind. */
  from?: string;
};

/** Names that stand for others. */
const shortNames: Record<string, string> = { np: "numpy" };

const modules = ["@jax-js/jax", "gradus"];

/**
 * What can stand behind a path: behind "np." what numpy has, behind anything unknown what an array has, and behind
 * nothing what is in scope.
 */
export function suggestionsBehind(path: readonly string[], names: DocumentedNames): Suggestion[] {
  const [first, ...rest] = path;
  if (first !== undefined) return names[[shortNames[first] ?? first, ...rest].join(".")] ?? names["Array"] ?? [];
  const inScope = modules.flatMap((from) => (names[from] ?? []).map((name): Suggestion => ({ ...name, from })));
  const numpy = inScope.find(({ name }) => name === "numpy");
  // What the language has by the same name is not hidden by the library's.
  return [...(numpy ? [{ ...numpy, name: "np" }] : []), ...inScope].filter(({ name }) => !(name in globalThis));
}

/** Whether a name is the library's, to be used without an import here, and by which import elsewhere. */
export function importOf(name: string, names: DocumentedNames): { module: string; binding: string } | undefined {
  const own = shortNames[name] ?? name;
  const module = modules.find((other) => names[other]?.some((documented) => documented.name === own));
  if (module === undefined || name in globalThis) return undefined;
  return { module, binding: own === name ? name : `${own} as ${name}` };
}
