import { type CatalogueEntry, methodCatalogue, unknownName } from "gradus";
import { labelOf, parseSpecs, type Spec } from "./spec.ts";
import { SpecError } from "./spec-error.ts";

/** A method of the catalogue. @throws {SpecError} naming the nearest; {OptionError} from the method's own schema. */
export function createMethod({ name, options }: Spec): ReturnType<CatalogueEntry["create"]> {
  const entry = Object.hasOwn(methodCatalogue, name) ? methodCatalogue[name] : undefined;
  if (entry === undefined) throw new SpecError(unknownName("method", name, Object.keys(methodCatalogue)));
  return entry.create(options);
}

/** Reads and checks the methods of a race. @throws {SpecError} if one is unknown, wrong or given twice. */
export function readMethods(texts: readonly string[]): Spec[] {
  const specs = texts.flatMap(parseSpecs);
  for (const spec of specs) createMethod(spec);
  const labels = specs.map(labelOf);
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  if (twice !== undefined) throw new SpecError(`${twice} is given twice`);
  return specs;
}
