import type { LabelledTrace } from "@gradus/papers";
import { GradusError, OptionError, traceToJson } from "gradus";
import { describe, expect, it } from "vitest";
import { errorOf, failureOf } from "./failure.ts";
import { parseResult } from "./json.ts";
import { thin } from "./thin.ts";

describe("a failure", () => {
  it("is the error again on the other side: one line, and whether it is the user's to mend", () => {
    const expected = errorOf(structuredClone(failureOf(new OptionError("adam: beta1 must be in [0, 1)"))));
    expect(expected).toBeInstanceOf(GradusError);
    expect(expected.message).toBe("adam: beta1 must be in [0, 1)");
    const defect = new RangeError("no such number\nand more");
    const unexpected = errorOf(structuredClone(failureOf(defect)));
    expect(unexpected).not.toBeInstanceOf(GradusError);
    expect(unexpected.message).toBe("no such number");
    expect(unexpected.stack).toBe(defect.stack);
    expect(failureOf("a word").message).toBe("a word");
  });
});

describe("results", () => {
  it("are read as they were written, numbers that JSON lacks included", () => {
    const result = { values: [1, Number.NaN, Infinity, -Infinity], name: "Infinite" };
    expect(parseResult(traceToJson(result))).toEqual(result);
  });

  const labelled = (length: number): LabelledTrace => ({
    contender: "a",
    trial: "seed 0",
    trace: {
      problem: "p",
      method: "a",
      seed: 0,
      status: "budget",
      reason: "",
      rows: Array.from({ length }, (_, step) => ({ step, seconds: 0, objective: 1, calls: {}, extra: {} })),
    },
  });

  it.each([1, 2000, 2001, 4000, 123_457])(
    "keep at most 2,000 of %d rows, the first and the last among them",
    (length) => {
      const { rows } = thin(labelled(length)).trace;
      expect(rows.length).toBeLessThanOrEqual(2000);
      expect(rows.length).toBeGreaterThanOrEqual(Math.min(length, 1000));
      expect(rows[0]!.step).toBe(0);
      expect(rows.at(-1)!.step).toBe(length - 1);
    },
  );
});
