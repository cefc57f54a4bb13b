import { createProblem, parseSpec } from "@gradus/workbench";
import { UsageError } from "./exit.ts";
import { importFile } from "./papers.ts";

const isFile = (text: string): boolean => /\.[cm]?[jt]s$/.test(text);

/** A problem by its name in the catalogue, with options, or from a file that exports one as default. */
export async function openProblem(text: string): Promise<object> {
  if (!isFile(text)) return createProblem(parseSpec(text));
  const { default: exported } = await importFile(text);
  const problem = typeof exported === "function" ? await exported() : exported;
  if (typeof problem === "object" && problem !== null) return problem;
  throw new UsageError(`${text} has no problem as default export`);
}
