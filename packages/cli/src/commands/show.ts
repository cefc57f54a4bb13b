import type { Paper } from "@gradus/papers";
import { withMinus } from "@gradus/workbench";
import wrapAnsi from "wrap-ansi";
import type { Terminal } from "../terminal/terminal.ts";

/** `gradus show`: a paper and its method on one screen. */
export function show(paper: Paper, asJson: boolean, { out }: Terminal): void {
  if (asJson) {
    out.write(`${JSON.stringify({ ...paper, claims: paper.claims.map(claimFacts) }, null, 2)}\n`);
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
    heading("Example"),
    ...method.example.split("\n").map((line) => `  ${line}\n`),
    heading("Claims"),
    ...paper.claims.flatMap((claim) => [
      paragraph(`${claim.id} ${dim(`(${claim.source})`)}`, 2),
      paragraph(claim.says, 4),
      ...claim.quick.criteria.map(({ measures, statistic, holds }) =>
        paragraph(`${measures} (${statistic.kind}) ${withMinus(holds.text)}`, 4, "- "),
      ),
    ]),
    ...listing(
      "Found when it was run",
      paper.findings.map(({ says, established }) => `${says} ${dim(`(${established})`)}`),
    ),
    ...listing("Reconstructed, where the paper does not say", method.reconstructed),
    `\n${dim(`Check it: gradus reproduce ${paper.id}`)}\n`,
  ];
  out.write(parts.join(""));

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

/** A claim without its functions. */
const claimFacts = ({ id, says, source, quick, full, reading }: Paper["claims"][number]) => ({
  id,
  says,
  source,
  reading: reading ?? null,
  quick: experimentFacts(quick),
  full: experimentFacts(full),
});

const experimentFacts = ({ setup, trials, criteria }: Paper["claims"][number]["quick"]) => ({
  setup,
  trials: trials.map(({ name }) => name),
  criteria: criteria.map(({ measures, statistic, holds }) => ({
    measures,
    statistic: statistic.kind,
    required: holds.text,
  })),
});
