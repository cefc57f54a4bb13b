import { describe, expect, it } from "vitest";
import { budgetText, defaultBudget, timeLeft } from "./budget.ts";

describe("time left", () => {
  const row = { step: 10, seconds: 2, objective: 1, calls: { gradient: 10, evaluation: 30 }, extra: {} };

  it("goes on at the pace so far, in the budget's own unit", () => {
    expect(timeLeft(row, { steps: 40 })).toBeCloseTo(6);
    expect(timeLeft(row, { calls: 80 })).toBeCloseTo(2);
    expect(timeLeft(row, { evaluations: 60 })).toBeCloseTo(2);
    expect(timeLeft(row, { seconds: 5 })).toBeCloseTo(3);
    expect(timeLeft({ ...row, step: 0 }, { steps: 40 })).toBeUndefined();
  });
});

describe("a budget", () => {
  it.each([
    [{ steps: 1 }, "1 step"],
    [{ seconds: 2.5 }, "2.5 s"],
    [{ calls: 1000 }, "1,000 oracle calls"],
    [{ evaluations: 20 }, "20 evaluations"],
  ])("%j is written %s", (budget, text) => expect(budgetText(budget)).toBe(text));

  it("is of evaluations where a problem offers nothing else", () => {
    expect(defaultBudget(["initial", "evaluate"])).toEqual({ evaluations: 10_000 });
    expect(defaultBudget(["initial", "loss", "evaluate"])).toEqual({ calls: 1000 });
  });
});
