import { describe, expect, test } from "vitest";
import type { DemoDescription } from "./demo.ts";
import { describePaper } from "./description.ts";
import { papers } from "./papers.ts";

describe.each(papers.map((paper) => [paper.id, paper] as const))("%s", (_, paper) => {
  const description = describePaper(paper);

  test("is plain data: it survives JSON and being sent to another thread", () => {
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
    expect(structuredClone(description)).toEqual(description);
  });

  test("keeps facts, example, findings and the controls of demos as they are", () => {
    const { claims: _, demos, ...rest } = paper;
    expect(description).toMatchObject(rest);
    const kept = ({ id, controls }: DemoDescription) => ({ id, controls });
    expect(description.demos.map(kept)).toEqual(demos.map(kept));
  });

  test("keeps every text of its claims", () => {
    expect(description.claims.map(({ id, says, source }) => ({ id, says, source }))).toEqual(
      paper.claims.map(({ id, says, source }) => ({ id, says, source })),
    );
    for (const [i, claim] of paper.claims.entries()) {
      const described = description.claims[i]!;
      expect(described.reading).toBe(claim.reading ?? null);
      for (const scale of ["quick", "full"] as const) {
        const { setup, trials, criteria, remarks = [] } = claim[scale];
        expect(described[scale].setup).toBe(setup);
        expect(described[scale].trials).toEqual(trials.map(({ name }) => name));
        expect(described[scale].criteria.map(({ measures, required }) => [measures, required])).toEqual(
          criteria.map(({ measures, holds }) => [measures, holds.text]),
        );
        expect(described[scale].remarks.map(({ measures }) => measures)).toEqual(
          remarks.map(({ measures }) => measures),
        );
      }
    }
  });
});
