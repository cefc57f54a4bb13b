import { counted, instrumentList, problemCatalogue } from "@gradus/workbench";
import { methodCatalogue, unknownName } from "gradus";
import { UsageError } from "../exit.ts";
import { canBeRun, type KnownPaper } from "../papers.ts";
import { renderTable } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

export const listed = ["papers", "methods", "problems", "instruments"] as const;
type Kind = (typeof listed)[number];

/** `gradus list`: what there is, by the names that other commands take. */
export function list(kind: string | undefined, papers: KnownPaper[], asJson: boolean, { out }: Terminal): void {
  if (kind !== undefined && !listed.includes(kind as Kind)) throw new UsageError(unknownName("list", kind, listed));
  const kinds = kind === undefined ? listed : [kind as Kind];
  if (asJson) {
    const all = Object.fromEntries(kinds.map((name) => [name, entries[name](papers)]));
    out.write(`${JSON.stringify(kind === undefined ? all : all[kind], null, 2)}\n`);
    return;
  }
  for (const name of kinds) {
    const rows = entries[name](papers).map((entry) => [entry.name, "facts" in entry ? entry.facts : "", entry.summary]);
    if (name !== kinds[0]) out.write("\n");
    out.write(`${out.paint.bold(name)} (${rows.length})\n`);
    if (rows.length === 0) continue;
    const columns = [{ title: "name" }, { title: "" }, { title: "", isFlexible: true }];
    const [, ...lines] = renderTable(columns, rows, out).split("\n");
    out.write(lines.join("\n"));
  }
}

const entries = {
  papers: (papers: KnownPaper[]) =>
    papers.map((paper) => {
      const { id, number, title, authors, date, arxiv, family } = paper;
      const claims = canBeRun(paper) ? paper.claims.map((claim) => claim.id) : [];
      return {
        name: id,
        number,
        summary: title,
        facts: `${date.slice(0, 4)}, ${canBeRun(paper) ? counted(claims.length, "claim") : "to come"}`,
        authors,
        date,
        arxiv,
        family,
        canBeRun: canBeRun(paper),
        claims,
      };
    }),
  methods: () =>
    Object.entries(methodCatalogue).map(([name, { summary, source, needs, family, options }]) => ({
      name,
      summary,
      facts: family,
      source,
      needs,
      family,
      options: Object.keys(options.shape),
    })),
  problems: () => Object.entries(problemCatalogue).map(([name, { summary }]) => ({ name, summary, facts: "" })),
  instruments: () =>
    Object.entries(instrumentList).map(([name, { summary, needs, quantities }]) => ({
      name,
      summary,
      facts: "",
      needs,
      quantities,
    })),
};
