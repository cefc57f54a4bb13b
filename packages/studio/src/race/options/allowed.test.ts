import { methodCatalogue } from "gradus";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../engine/catalogue.ts";
import type { JsonSchema } from "../../engine/protocol.ts";
import { allowed, objection } from "./allowed.ts";

const rate: JsonSchema = { type: "number", exclusiveMinimum: 0 };
const start: JsonSchema = {
  anyOf: [
    { type: "array", items: { type: "number" } },
    { type: "string", const: "uniform" },
  ],
};
const clip: JsonSchema = { anyOf: [rate, { type: "number", const: null }] };

describe("objections", () => {
  it.each<[JsonSchema, unknown, string | undefined]>([
    [rate, -1, "must be a positive number"],
    [rate, "fast", "must be a positive number"],
    [rate, 0.1, undefined],
    [{ type: "number", minimum: 0 }, -1, "must be a number ≥ 0"],
    [{ type: "number", minimum: 0, exclusiveMaximum: 1 }, 1, "must be in [0, 1)"],
    [{ type: "integer", minimum: 1 }, 1.5, "must be a whole number ≥ 1"],
    [{ type: "boolean" }, "yes", "must be true or false"],
    [{ type: "string", enum: ["a", "b"] }, "c", "must be one of 'a', 'b'"],
    [start, "uniform", undefined],
    [start, [1, 2], undefined],
    [start, ["x"], "must be a list of numbers or 'uniform'"],
    [clip, Infinity, undefined],
    [clip, 0, "must be a positive number or Infinity"],
  ])("%o of %o: %s", (schema, value, words) => expect(objection(schema, value)).toBe(words));

  const { methods } = catalogue();
  const options = methods.flatMap(({ name, options: { properties = {} } }) =>
    Object.entries(properties).map(([option, schema]) => ({ name, option, schema })),
  );
  const outcomeOf = (work: () => unknown): string => {
    try {
      work();
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };

  it("are those of the library, in its words", () => {
    const values = [-1, 0, 0.5, 1, 2, 1.5, true, "word", Number.NaN, Number.POSITIVE_INFINITY, 1e-300, -0];
    for (const { name, option, schema } of options) {
      if (allowed(schema) === undefined) continue;
      for (const given of values) {
        const outcome = outcomeOf(() => methodCatalogue[name]!.create({ [option]: given }));
        const words = objection(schema, given);
        if (words !== undefined) expect(outcome).toContain(`${name}: ${option} `);
        // A second opinion on one option is another's: it depends on both.
        else expect(outcome).not.toContain(`${name}: ${option} must be`);
      }
    }
  });

  it.each(["learningRate", "beta1", "epsilon", "weightDecay", "amsgrad"])("are word for word adam's: %s", (option) => {
    const { schema } = options.find((other) => other.name === "adam" && other.option === option)!;
    const outcome = outcomeOf(() => methodCatalogue["adam"]!.create({ [option]: "nonsense" }));
    // The library also takes a schedule where there is one.
    expect(outcome.replace(" or a schedule", "")).toBe(
      `adam: ${option} ${objection(schema, "nonsense")}, got 'nonsense'`,
    );
  });
});
