import { datasetProblems } from "@gradus/datasets";
import { type ProblemEntry, problemCatalogue as syntheticProblems, unknownName } from "gradus";
import type { Spec } from "./spec.ts";
import { SpecError } from "./spec-error.ts";

/** All problems that can be raced on by name. */
export const problemCatalogue: Readonly<Record<string, ProblemEntry>> = { ...syntheticProblems, ...datasetProblems };

const takesOptions = ({ options, create }: ProblemEntry): boolean => options !== undefined || create.length > 0;

/** A problem of the catalogue. @throws {SpecError} naming the nearest; {OptionError} from the problem's own schema. */
export async function createProblem({ name, options }: Spec): Promise<object> {
  const entry = Object.hasOwn(problemCatalogue, name) ? problemCatalogue[name] : undefined;
  if (entry === undefined) throw new SpecError(unknownName("problem", name, Object.keys(problemCatalogue)));
  const [unwanted] = takesOptions(entry) ? [] : Object.keys(options);
  if (unwanted !== undefined) throw new SpecError(`${name}: unknown option '${unwanted}': it has none`);
  return entry.create(options);
}
