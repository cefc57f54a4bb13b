import type { LabelledTrace } from "@gradus/papers";
import { describe, expect, it } from "vitest";
import { standaloneChart } from "./standalone.ts";

const trace = (contender: string, objectives: number[], setting = ""): LabelledTrace => ({
  contender,
  setting,
  trial: "seed 0",
  trace: {
    problem: "bowl",
    method: contender,
    seed: 0,
    status: "budget",
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

describe("a chart that stands alone", () => {
  it("is one SVG with its own colours for light and dark", async () => {
    const text = await standaloneChart({ title: "A <title>", subtitle: "and more", command: "gradus race" }, [
      trace("adam", [4, 1, 0.1]),
    ]);
    expect(text).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(text).toContain("A &lt;title&gt;");
    expect(text).toContain("prefers-color-scheme:dark");
    for (const [, name] of text.matchAll(/var\((--[a-z-]+)\)/g)) expect(text).toContain(`${name}:#`);
  });
});
