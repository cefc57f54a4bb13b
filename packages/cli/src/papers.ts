import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Claim, type Experiment, type Paper, papers } from "@gradus/papers";
import type { ExperimentScale } from "@gradus/workbench";
import { unknownName } from "gradus";
import { UsageError } from "./exit.ts";

/** The papers of the collection, or those that a module of the user's exports as `papers`. */
export async function loadPapers(collection: string | undefined): Promise<Paper[]> {
  if (collection === undefined) return papers;
  const module = await importFile(collection);
  if (!Array.isArray(module["papers"])) throw new UsageError(`${collection} exports no list named 'papers'`);
  return module["papers"] as Paper[];
}

/** Imports a file of the user's. @throws {UsageError} if it is not there or cannot be read. */
export async function importFile(path: string): Promise<Record<string, unknown>> {
  const { href } = pathToFileURL(resolve(path));
  try {
    return await import(href);
  } catch (cause) {
    const { code, message, url } = cause as NodeJS.ErrnoException & { url?: string };
    if (code === "ERR_MODULE_NOT_FOUND" && (url === href || url === undefined)) {
      throw new UsageError(`there is no file '${path}'`, { cause });
    }
    throw new UsageError(`${path} cannot be imported: ${message}`, { cause });
  }
}

/** A paper by its name or number. @throws {UsageError} naming the nearest. */
export function findPaper(papers: Paper[], name: string): Paper {
  const found = papers.find(({ id, number }) => id === name || String(number) === name);
  if (found === undefined) {
    const ids = papers.map(({ id }) => id);
    throw new UsageError(unknownName("paper", name, ids));
  }
  return found;
}

/** The claims of a paper that are asked for; all where none is named. */
export const chosenClaims = (paper: Paper, names: readonly string[]): Claim[] =>
  names.length === 0 ? paper.claims : paper.claims.filter(({ id }) => names.includes(id));

/** An experiment by the names that the command's main thread knows it by. */
export async function findExperiment(where: {
  collection: string | undefined;
  paper: string;
  claim: string;
  scale: ExperimentScale;
}): Promise<Experiment> {
  const paper = findPaper(await loadPapers(where.collection), where.paper);
  return paper.claims.find(({ id }) => id === where.claim)![where.scale];
}
