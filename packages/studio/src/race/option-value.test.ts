import { expect, test } from "vitest";
import { allowedValue, readOption, withOption } from "./option-value.ts";

const rate = { type: "number", exclusiveMinimum: 0, default: 0.001 } as const;
const decay = { type: "number", minimum: 0, exclusiveMaximum: 1 } as const;
const count = { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const;

test("a range is said in words", () => {
  expect(allowedValue(rate)).toBe("a number > 0");
  expect(allowedValue(decay)).toBe("a number ≥ 0 and < 1");
  expect(allowedValue(count)).toBe("a whole number ≥ 1");
});

test("numbers inside the range are read, others named with what is allowed", () => {
  expect(readOption(" 1e-2 ", rate)).toBe(0.01);
  expect(readOption("0", decay)).toBe(0);
  expect(readOption("0", rate)).toEqual({ problem: "must be a number > 0, got '0'" });
  expect(readOption("1", decay)).toHaveProperty("problem");
  expect(readOption("2.5", count)).toHaveProperty("problem");
  for (const text of ["", "x", "Infinity", "NaN"]) expect(readOption(text, rate)).toHaveProperty("problem");
});

test("an option at its default is not set", () => {
  expect(withOption({ learningRate: 1 }, "learningRate", 0.001, rate)).toEqual({});
  expect(withOption({ beta: 0.5 }, "learningRate", 0.1, rate)).toEqual({ beta: 0.5, learningRate: 0.1 });
  expect(withOption({ learningRate: 1 }, "learningRate", undefined, rate)).toEqual({});
});
