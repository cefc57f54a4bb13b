import { problemCatalogue } from "@gradus/workbench";
import { methodCatalogue } from "gradus";
import type { Catalogue } from "./protocol.ts";
import { formSchema } from "./schema.ts";

/** What is said of each option, by method or problem. */
export type OptionDescriptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** All methods and problems, as plain data. */
export function catalogue(descriptions: OptionDescriptions = {}): Catalogue {
  const methods = Object.entries(methodCatalogue).map(([name, { summary, source, family, needs, options }]) => ({
    name,
    summary,
    source,
    family,
    needs,
    options: formSchema(options, descriptions[name]),
  }));
  const problems = Object.entries(problemCatalogue).map(([name, { summary, kind, capabilities, options }]) => ({
    name,
    summary,
    kind,
    capabilities,
    options: options === undefined ? null : formSchema(options, descriptions[name]),
  }));
  return { methods, problems };
}
