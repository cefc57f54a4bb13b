import type { TraceRow } from "gradus/results";
import { describe, expect, it } from "vitest";
import { thin } from "./thin.ts";

const rows = (count: number): TraceRow[] =>
  Array.from({ length: count }, (_, step) => ({ step, seconds: step, objective: 1, calls: {}, extra: {} }));
const labelled = (count: number) => ({
  contender: "adam",
  trial: "seed 0",
  trace: { problem: "p", method: "adam", seed: 0, status: "budget" as const, reason: "", rows: rows(count) },
});
const stepsOf = ({ trace }: ReturnType<typeof labelled>) => trace.rows.map(({ step }) => step);

describe("a long trace", () => {
  it("keeps its first and last rows and about two thousand between; a short one keeps all", () => {
    expect(stepsOf(thin(labelled(2000)))).toHaveLength(2000);
    const kept = stepsOf(thin(labelled(100_000)));
    expect(kept.length).toBeLessThanOrEqual(2001);
    expect([kept[0], kept.at(-1)]).toEqual([0, 99_999]);
  });

  it("keeps the rows in which something was looked at, in order, as many again at most", () => {
    const kept = stepsOf(thin(labelled(100_000), ({ step }) => step % 777 === 0));
    for (let step = 0; step < 100_000; step += 777) expect(kept).toContain(step);
    expect(kept).toEqual(kept.toSorted((a, b) => a - b));
    expect(thin(labelled(100_000), () => true).trace.rows.length).toBeLessThanOrEqual(4002);
  });
});
