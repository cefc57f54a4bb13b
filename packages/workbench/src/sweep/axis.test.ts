import fc from "fast-check";
import { expect, test } from "vitest";
import { SpecError } from "../race/spec-error.ts";
import { optionValue, parseAxes, parseAxis } from "./axis.ts";

test.each([
  ["learningRate=0.001,0.01,0.1", [0.001, 0.01, 0.1]],
  ["learningRate=0.001..1x4", [0.001, 0.01, 0.1, 1]],
  ["learningRate=1e-4..1e-2x5", [1e-4, 3.162e-4, 1e-3, 3.162e-3, 1e-2]],
  ["problem.hidden=8..64x4", [8, 16, 32, 64]],
  ["beta1=0..0.9by0.3", [0, 0.3, 0.6, 0.9]],
  ["beta1=1..0by-0.5, 7", [1, 0.5, 0, 7]],
  ["dimension=2..4by1,10", [2, 3, 4, 10]],
  ["activation=relu,tanh", ["relu", "tanh"]],
  ["nesterov=true,false", [true, false]],
  ["problem.hidden=[8,8],[16]", ["[8,8]", "[16]"]],
])("%s", (text, values) => {
  expect(parseAxis(text).values).toEqual(values);
});

test("a value in brackets is a list for the option, and a word stays one", () => {
  expect(["[8,8]", "relu", 3].map(optionValue)).toEqual([[8, 8], "relu", 3]);
});

test.each([
  ["learningRate", "'learningRate' is no axis: expected option=value,value"],
  ["=1,2", "'=1,2' is no axis: expected option=value,value"],
  ["rate=1,,2", "'rate=1,,2' lacks a value"],
  ["rate=0..1x3", "'0..1x3': a range by equal ratios needs ends > 0"],
  ["rate=1..2x1", "'1..2x1': a range needs 2 to 10,000 values, got 1"],
  ["rate=1..2", "'1..2' is no range: expected low..highxcount (0.001..1x4) or low..highbystep (0..1by0.25)"],
  ["rate=1..2by-1", "'1..2by-1': the step must lead from 1 to 2, got -1"],
  ["rate=0..1by0", "'0..1by0': a range needs 2 to 10,000 values, got more"],
])("%s is refused with what is wrong", (text, message) => {
  expect(() => parseAxis(text)).toThrow(new SpecError(message));
});

test("an axis stands once", () => {
  expect(() => parseAxes(["a=1", "a=2"])).toThrow("axis 'a' is given twice");
});

test("a range begins and ends where it says, grows by equal ratios, and has so many values", () => {
  const end = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(end, end, fc.integer({ min: 2, max: 12 }), (low, high, count) => {
      const values = parseAxis(`a=${low}..${high}x${count}`).values as number[];
      expect(values).toHaveLength(count);
      expect([values[0], values.at(-1)]).toEqual([low, high]);
      const ratio = (high / low) ** (1 / (count - 1));
      for (const [i, value] of values.slice(1).entries()) expect(value / (values[i]! * ratio)).toBeCloseTo(1, 2);
    }),
  );
});
