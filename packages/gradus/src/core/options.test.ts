import { describe, expect, test } from "vitest";
import { OptionError, unknownName } from "./errors.ts";
import { count, fraction, positive, positiveOrSchedule, readOptions, z } from "./options.ts";

const schema = z.object({
  learningRate: positiveOrSchedule(),
  momentum: fraction().default(0.9),
  steps: count().default(3),
  variant: z.enum(["abs", "signed"], "must be 'abs' or 'signed'").default("abs"),
  radius: positive().optional(),
});
const read = (options: unknown) => readOptions("demo", schema, options);

describe("options", () => {
  test("take their defaults", () => {
    expect(read({ learningRate: 0.1 })).toEqual({ learningRate: 0.1, momentum: 0.9, steps: 3, variant: "abs" });
  });

  test("may be schedules where the schema says so", () => {
    const schedule = (step: number) => 1 / (step + 1);
    expect(read({ learningRate: schedule }).learningRate).toBe(schedule);
  });

  test.each([
    [{ learningRate: Number.NaN }, "demo: learningRate must be a positive number or a schedule, got NaN"],
    [{ learningRate: -1 }, "demo: learningRate must be a positive number or a schedule, got -1"],
    [{ learningRate: "0.1" }, "demo: learningRate must be a positive number or a schedule, got '0.1'"],
    [{}, "demo: learningRate must be a positive number or a schedule, got nothing"],
    [undefined, "demo: learningRate must be a positive number or a schedule, got nothing"],
    [{ learningRate: 1, momentum: 1 }, "demo: momentum must be in [0, 1), got 1"],
    [{ learningRate: 1, steps: 2.5 }, "demo: steps must be a whole number ≥ 1, got 2.5"],
    [{ learningRate: 1, variant: "sign" }, "demo: variant must be 'abs' or 'signed', got 'sign'"],
    [{ learningRate: 1, radius: Number.POSITIVE_INFINITY }, "demo: radius must be a positive number, got Infinity"],
    [{ learningrate: 1 }, "demo: unknown option 'learningrate': did you mean 'learningRate'?"],
  ])("%o is refused, naming option, value and what is allowed", (options, message) => {
    expect(() => read(options)).toThrow(new OptionError(message));
  });
});

describe("an unknown name", () => {
  test("gets the nearest one", () => {
    expect(unknownName("method", "adabelif", ["adam", "adabelief"])).toBe(
      "unknown method 'adabelif': did you mean 'adabelief'?",
    );
  });
  test("gets the whole list where none is near", () => {
    expect(unknownName("paper", "zzzzzz", ["adam", "sven"])).toBe("unknown paper 'zzzzzz': expected one of adam, sven");
  });
});
