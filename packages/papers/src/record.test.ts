import { describe, expect, test } from "vitest";
import type { Experiment } from "./experiment.ts";
import { papers } from "./papers.ts";
import { differences, type PaperRecord, type ReproductionFile, recordsOf } from "./record.ts";
import { isImplemented, recorded } from "./recorded.ts";

describe("what is on record", () => {
  test("is there for every paper that can be run, and for no other", () => {
    const advice = "record the paper (see scripts/record.ts), and name its recorded.json in recorded.ts";
    expect(Object.keys(recorded).sort(), advice).toEqual(papers.map(({ id }) => id).sort());
    expect(isImplemented("adabelief")).toBe(true);
    expect(isImplemented("toString")).toBe(false);
  });

  test.each(papers.map((paper) => [paper.id, paper] as const))("%s is as it was when it was run", (id, paper) => {
    const advice = `run: npx gradus reproduce ${id} --json out.json; npm run record -- out.json`;
    expect(differences(recorded[id]!, paper), advice).toEqual([]);
  });

  test.each(papers.map((paper) => [paper.id, paper] as const))(
    "%s has verdicts that follow from their figures",
    (id, { claims }) => {
      for (const [i, { verdict, outcomes, trials, trialsPlanned, seconds }] of recorded[id]!.claims.entries()) {
        const { criteria } = claims[i]!.quick;
        const admitted = outcomes.map(({ value }, k) => criteria[k]!.holds.admits(value));
        expect(outcomes.map(({ holds }) => holds)).toEqual(admitted);
        expect(verdict).toBe(admitted.every(Boolean) ? "holds" : "does not hold");
        expect(trials.length).toBe(trialsPlanned);
        expect(seconds).toBeGreaterThan(0);
        for (const { value, low, high, values } of outcomes) {
          for (const number of [value, low, high, ...values]) expect(number).toBeTypeOf("number");
          expect([low, high]).toEqual([Math.min(...values), Math.max(...values)]);
        }
      }
    },
  );

  test("tells what it depends on, and no machine's name", () => {
    for (const { date, provenance } of Object.values(recorded)) {
      expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(Object.keys(provenance).sort()).toEqual(["cores", "engine", "gradus", "node"]);
    }
  });
});

const [paper] = papers;
const record = recorded[paper!.id]!;

test("a record differs where a text, a requirement, a trial or a claim is no longer the paper's", () => {
  const [claim, ...others] = paper!.claims;
  const changed = (quick: Partial<Experiment>) => ({
    ...paper!,
    claims: [{ ...claim!, quick: { ...claim!.quick, ...quick } }, ...others],
  });
  const [criterion] = claim!.quick.criteria;
  const stricter = { ...criterion!, holds: { text: "≥ 1e9", admits: () => false } };
  expect(differences(record, changed({ setup: "Another." }))).toMatchObject([expect.stringContaining("set-up")]);
  expect(differences(record, changed({ trials: [] }))).toMatchObject([expect.stringContaining("trials")]);
  expect(differences(record, changed({ criteria: [stricter, ...claim!.quick.criteria.slice(1)] }))).toMatchObject([
    expect.stringContaining("≥ 1e9"),
  ]);
  expect(differences(record, changed({ criteria: [] })).length).toBeGreaterThan(0);
  expect(differences(record, { ...paper!, claims: others })).toMatchObject([expect.stringContaining(claim!.id)]);
  expect(differences(record, paper!)).toEqual([]);
});

describe("recording", () => {
  const file = (changes: Partial<ReproductionFile> = {}, claim: object = {}): ReproductionFile => ({
    kind: "reproduction",
    scale: "quick",
    started: "2026-01-02T03:04:05.000Z",
    isInterrupted: false,
    provenance: { ...record.provenance, ...{ processor: "somebody's" } },
    claims: record.claims.map((each) => ({ ...each, paper: { id: paper!.id }, note: null, ...claim })),
    ...changes,
  });

  test("keeps the verdicts, the day and what they depend on", () => {
    const expected: PaperRecord = { ...record, date: "2026-01-02" };
    expect(recordsOf(file(), papers)).toEqual([expected]);
  });

  test.each([
    ["a full reproduction", file({ scale: "full" }), "not full"],
    ["an interrupted one", file({ isInterrupted: true }), "interrupted"],
    ["one with a failed claim", file({}, { verdict: "failed" }), "is failed"],
    ["one with other seeds", file({}, { note: "seeds 7 in place of its own" }), "seeds 7"],
    ["one of some claims only", file({ claims: file().claims.slice(1) }), "on record are"],
    ["one of an unknown paper", file({}, { paper: { id: "nobody" } }), "no paper 'nobody'"],
    ["a race", file({ kind: "race" as "reproduction" }), "not a reproduction"],
  ])("refuses %s", (_, refused, reason) => {
    expect(() => recordsOf(refused, papers)).toThrow(reason);
  });
});
