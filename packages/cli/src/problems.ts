import { createProblem, exportedProblem, parseSpec } from "@gradus/workbench";
import { importFile } from "./papers.ts";

/** Whether a text names a file of a person's own, not something of the catalogue. */
export const isFile = (text: string): boolean => /\.[cm]?[jt]s$/.test(text);

/** A problem by its name in the catalogue, with options, or from a file that exports one as default. */
export async function openProblem(text: string): Promise<object> {
  return isFile(text) ? exportedProblem(text, await importFile(text)) : createProblem(parseSpec(text));
}
