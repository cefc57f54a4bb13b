import type { Claim, Finding } from "./claim.ts";
import type { Demo } from "./demo.ts";
import type { MethodFacts, PaperFacts } from "./facts.ts";

/** A paper that can be run: its facts, what it claims and what was found. Everything that is said of it comes from here. */
export type Paper = PaperFacts & {
  method: MethodFacts & {
    /** How to import and use it; run by a test. */
    example: string;
  };
  claims: Claim[];
  findings: Finding[];
  /** What moves on its page. */
  demos: Demo[];
};

/** Checks what types cannot: that claims are named apart, and demos. */
export function definePaper(paper: Paper): Paper {
  for (const kind of ["claim", "demo"] as const) {
    const ids = paper[`${kind}s`].map(({ id }) => id);
    const twice = ids.find((id, i) => ids.indexOf(id) !== i);
    if (twice) throw new Error(`paper ${paper.id} has two ${kind}s named '${twice}'`);
  }
  return paper;
}
