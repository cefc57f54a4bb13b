import type { LabelledTrace } from "@gradus/papers";
import { type ClaimResult, escapeHtml, type RaceResult, type Reproduction } from "@gradus/workbench";
import type { Status } from "gradus";
import { parse } from "parse5";
import { beforeAll, describe, expect, it } from "vitest";
import { racePage } from "./race-page.ts";
import { reproductionPage } from "./reproduction-page.ts";

const provenance = {
  gradus: "0",
  engine: "e",
  node: "24",
  platform: "p",
  processor: "c",
  cores: 2,
  device: "WebAssembly",
};

const trace = (contender: string, objectives: number[], setting = "", status: Status = "budget"): LabelledTrace => ({
  contender,
  setting,
  trial: "seed 0",
  trace: {
    problem: "bowl",
    method: contender,
    seed: 0,
    status,
    reason: "3 steps",
    rows: objectives.map((objective, step) => ({
      step,
      seconds: step / 7,
      objective,
      calls: { gradient: step },
      extra: {},
    })),
  },
});

const paper = {
  id: "bowls",
  number: 1,
  title: "On bowls & <valleys>",
  authors: ["A", "B"],
  date: "2020",
  arxiv: "1",
  venue: "V",
};

const claim = (parts: Partial<ClaimResult>): ClaimResult => ({
  paper,
  id: "first",
  says: "Bowls are < 1 & round.",
  source: "Table 1",
  reading: "Read it so.",
  setup: "One bowl.",
  verdict: "holds",
  outcomes: [
    {
      measures: "depth",
      kind: "mean",
      value: 0.5,
      low: 0.4,
      high: 0.6,
      values: [0.4, 0.6],
      required: "≤ 1",
      holds: true,
    },
  ],
  remarks: [{ measures: "width of a control", kind: "median", value: 2, low: 2, high: 2, values: [2] }],
  trialsPlanned: 1,
  trials: [{ name: "seed 0", seed: 0, seconds: 1, measurements: { depth: 0.5 } }],
  seconds: 1,
  note: null,
  error: null,
  checkpoints: [],
  traces: [trace("adam", [4, 1, 0.1]), trace("sgd", [4, 3, 2])],
  ...parts,
});

const unjudged = { outcomes: [], remarks: [], trials: [], traces: [] };

const claims: ClaimResult[] = [
  claim({}),
  claim({
    id: "second",
    says: "A second sentence.",
    verdict: "does not hold",
    outcomes: [
      {
        measures: "lost",
        kind: "mean",
        value: Number.NaN,
        low: Number.NaN,
        high: Number.NaN,
        values: [Number.NaN],
        required: "≥ 2",
        holds: false,
      },
    ],
    traces: [trace("adam", [4, 1], "left"), trace("sgd", [4, 1e300, Infinity], "right", "diverged")],
  }),
  claim({
    ...unjudged,
    id: "third",
    says: "A third.",
    verdict: "failed",
    error: { message: "boom <here>", isExpected: false },
  }),
  claim({ ...unjudged, id: "fourth", says: "A fourth.", verdict: "not judged" }),
  claim({
    ...unjudged,
    id: "fifth",
    says: "A fifth.",
    verdict: "not judged",
    traces: [trace("adam", [4, 1], "", "aborted")],
    checkpoints: ["checkpoints/a.safetensors"],
  }),
];

const result: Reproduction = {
  kind: "reproduction",
  command: "gradus reproduce bowls",
  scale: "quick",
  started: "2026-01-01T00:00:00.000Z",
  seconds: 3,
  jobs: 1,
  isInterrupted: true,
  provenance,
  claims,
};

const race: RaceResult = {
  kind: "race",
  command: "gradus race bowl -m adam,sgd",
  plan: {
    problem: "bowl",
    methods: [
      { name: "adam", options: {} },
      { name: "sgd", options: {} },
    ],
    seeds: [0],
    budget: { steps: 3 },
    device: "cpu",
  },
  problem: "bowl",
  started: "2026-01-01T00:00:00.000Z",
  seconds: 3,
  isInterrupted: false,
  provenance,
  runs: [
    {
      contender: "adam",
      seed: 0,
      state: "done",
      trace: trace("adam", [4, 1]).trace,
      metrics: [],
      error: null,
      checkpoint: null,
    },
    { contender: "sgd", seed: 0, state: "waiting", trace: null, metrics: [], error: null, checkpoint: null },
  ],
};

const firstMatch = (text: string, pattern: RegExp): string | undefined => pattern.exec(text)?.[0];

/** What must be true of any page. */
function expectOneWholePage(page: string) {
  const text = page.replaceAll(/base64,[A-Za-z0-9+/=]*/g, "base64,");
  const errors: string[] = [];
  parse(text, { onParseError: ({ code }) => errors.push(code) });
  expect(errors).toEqual([]);
  expect(firstMatch(text, /<script|<link|<img|<iframe|@import/)).toBeUndefined();
  for (const [, target] of text.matchAll(/(?:href|src)="([^"]*)"/g)) expect(target).toMatch(/^#/);
  for (const [, target] of text.matchAll(/url\((["']?[^)]{0,20})/g)) expect(target).toMatch(/^(data:|['"]?#)/);
  const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, target] of text.matchAll(/(?:href="|url\()#([^")]*)/g)) expect(ids).toContain(target);
  expect(firstMatch(text, /.{0,40}(undefined|NaN|\[object).{0,40}/)).toBeUndefined();
}

describe("the report of a reproduction", () => {
  let text: string;
  beforeAll(async () => {
    text = await reproductionPage(result);
  });

  it("is one whole page that asks nothing of the network", () => expectOneWholePage(text));

  it("tells of every claim what it says, where, how it was checked and what came out", () => {
    for (const { says, source, setup, id } of claims) {
      for (const part of [says, source, setup]) expect(text).toContain(escapeHtml(part));
      expect(text).toContain(`id="bowls-${id}"`);
    }
    expect(text).toContain("Holds here: 0.5000 [0.4000, 0.6000] against the required ≤ 1, 1 trial.");
    expect(text).toContain("Does not hold here: not a number against the required ≥ 2");
    expect(text).toContain("width of a control");
    expect(text).toContain("boom &lt;here&gt;");
    expect(text).toContain("checkpoints/a.safetensors");
  });

  it("has something to look at in every state", () => {
    const sectionOf = (id: string) => text.slice(text.indexOf(`id="bowls-${id}"`)).split("</section>")[0]!;
    expect(sectionOf("first").match(/<figure>/g)).toHaveLength(3);
    expect(sectionOf("second")).toContain("sgd diverged");
    expect(sectionOf("third")).toContain("the experiment failed");
    expect(sectionOf("fourth")).toContain("no trial had started");
    expect(sectionOf("fifth")).toContain("interrupted where its line ends");
  });
});

describe("the report of a race", () => {
  it("is one whole page with every contender", async () => {
    const text = await racePage(race);
    expectOneWholePage(text);
    expect(text).toContain("adam ends lowest, at 1 ");
    expect(text).toContain("waiting");
  });

  it("is drawn although no run was complete", async () => {
    const runs = race.runs.map((run) => ({ ...run, state: "waiting" as const, trace: null }));
    const text = await racePage({ ...race, runs, isInterrupted: true });
    expectOneWholePage(text);
    expect(text).toContain("No run was complete");
  });
});
