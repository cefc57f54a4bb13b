import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { objection } from "./allowed.ts";
import { fieldOf, readValue, withOption, writtenValue } from "./field.ts";
import { sliderOf } from "./slider.ts";

const rate = { type: "number", exclusiveMinimum: 0, default: 1e-3 } as const;
const decay = { type: "number", minimum: 0, exclusiveMaximum: 1, default: 0.9 } as const;
const share = { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1, default: 0.5 } as const;

describe("fields", () => {
  it("suit what they ask for", () => {
    expect(fieldOf({ type: "boolean" }).kind).toBe("switch");
    expect(fieldOf({ type: "string", enum: ["a", "b"] })).toEqual({ kind: "choice", options: ["a", "b"] });
    expect(fieldOf({ type: "integer", minimum: 1 })).toMatchObject({ kind: "number", isWhole: true });
    expect(fieldOf({ type: "array", items: { type: "integer" } }).kind).toBe("text");
    expect(fieldOf({ anyOf: [{ type: "number" }, { type: "string", const: "uniform" }] }).kind).toBe("text");
  });

  it("have no slider where 0 is usual and there is no upper end", () => {
    expect(sliderOf({ type: "number", minimum: 0, default: 0 })).toBeUndefined();
    expect(sliderOf({ type: "number" })).toBeUndefined();
  });

  it.each([rate, decay, share])("slide over allowed values in their order: %o", (schema) => {
    const slider = sliderOf(schema)!;
    const place = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(place, place, (a, b) => {
        expect(objection(schema, slider.valueAt(a))).toBeUndefined();
        if (a < b) expect(slider.valueAt(a)).toBeLessThanOrEqual(slider.valueAt(b));
        expect(Math.abs(slider.placeOf(slider.valueAt(a)) - a)).toBeLessThan(0.02);
      }),
    );
    expect(slider.valueAt(slider.placeOf(schema.default))).toBeCloseTo(schema.default, 6);
  });
});

describe("values", () => {
  it("are read as they were written", () => {
    const number = fc.double({ noNaN: true });
    const value = fc.oneof(
      number,
      fc.boolean(),
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })),
      fc.string(),
    );
    fc.assert(
      fc.property(value, (given) => {
        // JSON has no −0.
        expect(JSON.stringify(readValue(writtenValue(given)))).toBe(JSON.stringify(given));
      }),
    );
    expect(readValue(writtenValue(Infinity))).toBe(Infinity);
  });

  it("are nothing where nothing is written, and a word where they are not written rightly", () => {
    expect(readValue(" ")).toBeUndefined();
    expect(readValue("1e-")).toBe("1e-");
    expect(readValue("0.1:x")).toBe("0.1:x");
  });

  it("are left out where they are as usual", () => {
    expect(withOption({ learningRate: 1 }, "learningRate", 0.001, rate)).toEqual({});
    expect(withOption({ beta: 0.5 }, "learningRate", 0.1, rate)).toEqual({ beta: 0.5, learningRate: 0.1 });
    expect(withOption({ learningRate: 1 }, "learningRate", undefined, rate)).toEqual({});
    expect(withOption({}, "hidden", [64], { type: "array", default: [64] })).toEqual({});
  });
});
