import { describe, expect, it } from "vitest";
import { comparisonText } from "./comparison.ts";

const judged = (verdict: string, ...values: number[]) => ({
  verdict,
  outcomes: values.map((value, i) => ({ measures: `figure ${i}`, value })),
});

describe("a verdict beside the one on record", () => {
  it("is the same to the last digit", () => {
    expect(comparisonText(judged("holds", 0.5, Infinity), judged("holds", 0.5, Infinity))).toMatch(
      /same to the last digit/,
    );
  });

  it("differs where nobody would see it", () => {
    expect(comparisonText(judged("holds", 0.5), judged("holds", 0.5 + 1e-9))).toMatch(/beyond the fourth digit/);
  });

  it("differs in figures", () => {
    const text = comparisonText(judged("holds", 0.5, 0.7), judged("holds", 0.5, 0.8));
    expect(text).toBe("The verdict is that on record; 1 of 2 figures differs from those on record.");
  });

  it("differs itself", () => {
    expect(comparisonText(judged("does not hold", 0.5), judged("holds", 0.8))).toMatch(/^The verdict differs/);
  });

  it("says so of a figure that is not on record", () => {
    expect(comparisonText(judged("holds", 0.5, 1), judged("holds", 0.5))).toMatch(/1 of 2 figures differs/);
  });
});
