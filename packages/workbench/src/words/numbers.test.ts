import { describe, expect, it } from "vitest";
import { formatNumber, formatSeconds, formatSpread } from "./numbers.ts";

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
