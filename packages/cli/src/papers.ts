import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Claim, type Experiment, type Paper, type PaperFacts, papers } from "@gradus/papers";
import { catalogue } from "@gradus/papers/catalogue";
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

/** What is known of a paper: all that a run needs, or only facts where its method is not there yet. */
export type KnownPaper = Paper | PaperFacts;

export const canBeRun = (paper: KnownPaper): paper is Paper => "claims" in paper;

/** All papers that are known, also those whose method is not there yet. */
export async function loadKnownPapers(collection: string | undefined): Promise<KnownPaper[]> {
  if (collection !== undefined) return loadPapers(collection);
  return catalogue.map((facts) => papers.find(({ id }) => id === facts.id) ?? facts);
}

/** A paper by its name or number. @throws {UsageError} naming the nearest. */
export function findPaper<P extends PaperFacts>(papers: readonly P[], name: string): P {
  const found = papers.find(({ id, number }) => id === name || String(number) === name);
  if (found === undefined) {
    const ids = papers.map(({ id }) => id);
    throw new UsageError(unknownName("paper", name, ids));
  }
  return found;
}

/** A paper whose claims can be run. @throws {UsageError} saying whether it is unknown or only to come. */
export function findRunnablePaper(available: Paper[], name: string): Paper {
  const known = available === papers ? catalogue : available;
  const { id } = findPaper(known, name);
  const paper = available.find((one) => one.id === id);
  if (paper === undefined) {
    const ids = available.map((one) => one.id).join(", ");
    throw new UsageError(
      `the method of paper '${id}' is not there yet (gradus show ${id} tells what is known): papers that can be run are ${ids}`,
    );
  }
  return paper;
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
