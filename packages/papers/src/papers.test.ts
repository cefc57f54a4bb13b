import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { methodCatalogue } from "gradus";
import { describe, expect, test } from "vitest";
import { definePaper, papers } from "./index.ts";

const sentence = /^\S.*\.$/s;

test("papers are in order and named apart", () => {
  const numbers = papers.map(({ number }) => number);
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  for (const key of ["id", "number", "arxiv"] as const) {
    expect(new Set(papers.map((paper) => paper[key])).size).toBe(papers.length);
  }
});

test("a paper's claims are named apart", () => {
  const [paper] = papers;
  const [claim] = paper!.claims;
  expect(() => definePaper({ ...paper!, claims: [claim!, claim!] })).toThrow(`two claims named '${claim!.id}'`);
});

describe.each(papers.map((paper) => [paper.id, paper] as const))("%s", (_, paper) => {
  test("its methods are in the catalogue", () => {
    for (const name of paper.method.names) expect(Object.keys(methodCatalogue)).toContain(name);
  });

  test("each claim is a sentence with its source, two experiments and what decides them", () => {
    expect(paper.claims.length).toBeGreaterThan(0);
    for (const claim of paper.claims) {
      expect(claim.id).toMatch(/^[a-z0-9-]+$/);
      expect(claim.says).toMatch(sentence);
      expect(claim.source).not.toBe("");
      expect(claim.reading ?? "Nothing to add.").toMatch(sentence);
      for (const { setup, trials, criteria, remarks = [] } of [claim.quick, claim.full]) {
        expect(setup).toMatch(sentence);
        expect(new Set(trials.map(({ name }) => name)).size).toBe(trials.length);
        expect(trials.length).toBeGreaterThan(0);
        expect(criteria.length).toBeGreaterThan(0);
        const measures = [...criteria, ...remarks].map((figure) => figure.measures);
        expect(new Set(measures).size).toBe(measures.length);
      }
    }
  });

  test("each criterion refuses what was not measured", () => {
    for (const { quick, full } of paper.claims) {
      for (const { criteria, trials } of [quick, full]) {
        const unmeasured = trials.map(() => ({}));
        const isRefused = criteria.map(({ statistic, holds }) => !holds.admits(statistic.value(unmeasured)));
        expect(isRefused).toEqual(criteria.map(() => true));
      }
    }
  });

  test("each finding says how it was established", () => {
    expect(paper.findings.length).toBeGreaterThan(0);
    for (const { says, established } of paper.findings) {
      expect(says).toMatch(sentence);
      expect(established).not.toBe("");
    }
  });

  test("its example runs as it is shown, and prints an objective near its minimum", async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--conditions=@gradus/source", "--input-type=module-typescript", "--eval", paper.method.example],
      { cwd: fileURLToPath(new URL("..", import.meta.url)) },
    );
    const objective = Number.parseFloat(stdout);
    expect(objective).toBeGreaterThanOrEqual(0);
    expect(objective).toBeLessThan(1e-2);
  });
});
