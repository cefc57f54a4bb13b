import { describePaper, type Paper } from "@gradus/papers";
import { bibtexOf } from "@gradus/papers/catalogue";
import { withMinus } from "@gradus/workbench";
import wrapAnsi from "wrap-ansi";
import { canBeRun, type KnownPaper } from "../papers.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `gradus show`: what is known of a paper and its method. */
export function show(paper: KnownPaper, form: "text" | "json" | "bibtex", { out }: Terminal): void {
  if (form === "bibtex") {
    out.write(bibtexOf(paper));
    return;
  }
  if (form === "json") {
    out.write(`${JSON.stringify(canBeRun(paper) ? describePaper(paper) : paper, null, 2)}\n`);
    return;
  }
  const { bold, dim } = out.paint;
  const width = Math.min(out.columns, 92);
  const paragraph = (text: string, indent = 0, first = "") => {
    const lines = wrapAnsi(first + text, width - indent, { hard: false }).split("\n");
    return `${lines.map((line, i) => `${" ".repeat(i === 0 ? indent : indent + first.length)}${line}`).join("\n")}\n`;
  };
  const heading = (text: string) => `\n${bold(text)}\n`;
  const { method } = paper;
  const parts = [
    paragraph(bold(paper.title)),
    paragraph(dim(`${paper.authors.join(", ")}. ${paper.venue}, ${paper.date}.`)),
    paragraph(
      dim(`https://arxiv.org/abs/${paper.arxiv}${paper.code ? `  ${paper.code}` : "  no official code known"}`),
    ),
    "\n",
    paragraph(paper.summary),
    heading(`Method: ${method.names.join(", ")}`),
    ...method.equations.map((line) => `  ${line}\n`),
    heading("Defaults"),
    ...definitions(method.defaults, paragraph),
    ...(canBeRun(paper) ? ofRunnable(paper) : [heading("Its method is not there yet: nothing can be run.")]),
    ...listing("Reconstructed, where the paper does not say", method.reconstructed),
    ...(canBeRun(paper) ? [`\n${dim(`Check it: gradus reproduce ${paper.id}`)}\n`] : []),
  ];
  out.write(parts.join(""));

  function ofRunnable({ method, claims, findings }: Paper): string[] {
    return [
      heading("Example"),
      ...method.example.split("\n").map((line) => `  ${line}\n`),
      heading("Claims"),
      ...claims.flatMap((claim) => [
        paragraph(`${claim.id} ${dim(`(${claim.source})`)}`, 2),
        paragraph(claim.says, 4),
        ...claim.quick.criteria.map(({ measures, statistic, holds }) =>
          paragraph(`${measures} (${statistic.kind}) ${withMinus(holds.text)}`, 4, "- "),
        ),
      ]),
      ...listing(
        "Found when it was run",
        findings.map(({ says, established }) => `${says} ${dim(`(${established})`)}`),
      ),
    ];
  }
  function listing(title: string, items: string[]): string[] {
    return items.length === 0 ? [] : [heading(title), ...items.map((item) => paragraph(item, 2, "- "))];
  }
}

function definitions(
  entries: Record<string, string>,
  paragraph: (text: string, indent?: number, first?: string) => string,
): string[] {
  const widest = Math.max(0, ...Object.keys(entries).map((key) => key.length));
  return Object.entries(entries).map(([key, value]) => paragraph(value, 2, `${key.padEnd(widest)}  `));
}
