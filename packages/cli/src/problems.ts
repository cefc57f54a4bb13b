import { datasetProblems } from "@gradus/datasets";
import { type ProblemEntry, problemCatalogue as syntheticProblems, unknownName } from "gradus";
import { UsageError } from "./exit.ts";
import { importFile } from "./papers.ts";
import { parseSpec } from "./spec.ts";

/** All problems that can be raced on by name. */
export const problemCatalogue: Readonly<Record<string, ProblemEntry>> = { ...syntheticProblems, ...datasetProblems };

const takesOptions = ({ options, create }: ProblemEntry): boolean => options !== undefined || create.length > 0;

const isFile = (text: string): boolean => /\.[cm]?[jt]s$/.test(text);

/** A problem by its name in the catalogue, with options, or from a file that exports one as default. */
export async function openProblem(text: string): Promise<object> {
  if (isFile(text)) {
    const { default: exported } = await importFile(text);
    const problem = typeof exported === "function" ? await exported() : exported;
    if (typeof problem === "object" && problem !== null) return problem;
    throw new UsageError(`${text} has no problem as default export`);
  }
  const { name, options } = parseSpec(text);
  const entry = Object.hasOwn(problemCatalogue, name) ? problemCatalogue[name] : undefined;
  if (entry === undefined) throw new UsageError(unknownName("problem", name, Object.keys(problemCatalogue)));
  const [unwanted] = takesOptions(entry) ? [] : Object.keys(options);
  if (unwanted !== undefined) throw new UsageError(`${name}: unknown option '${unwanted}': it has none`);
  return entry.create(options);
}
