import { describe, expect, it } from "vitest";
import { formatNumber, formatSeconds, formatSpread } from "./numbers.ts";
import { timeLeft } from "./progress.ts";

describe("numbers", () => {
  it.each([
    [0.97123, "0.9712"],
    [0.97, "0.9700"],
    [12345, "12,345"],
    [1.2344e-7, "1.234e−7"],
    [-0.5, "−0.5000"],
    [3.2e12 + 0.5, "3.200e12"],
    [0, "0"],
    [Infinity, "∞"],
    [Number.NaN, "not a number"],
  ])("%d is written %s", (value, text) => expect(formatNumber(value)).toBe(text));

  it("have their spread beside them where there is one", () => {
    expect(formatSpread({ value: 0.97, low: 0.91, high: 1.04 })).toBe("0.9700 [0.9100, 1.040]");
    expect(formatSpread({ value: 3, low: 3, high: 3 })).toBe("3");
  });

  it.each([
    [0.004, "4 ms"],
    [0.83, "0.8 s"],
    [12.3, "12 s"],
    [59.7, "1 min 0 s"],
    [200, "3 min 20 s"],
    [7500, "2 h 5 min"],
  ])("%d seconds are written %s", (seconds, text) => expect(formatSeconds(seconds)).toBe(text));
});

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
