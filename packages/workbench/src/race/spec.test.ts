import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { labelOf, parseSpec, parseSpecs, specText } from "./spec.ts";
import { SpecError } from "./spec-error.ts";

describe("the grammar of methods and problems", () => {
  it("reads names, options and lists of them", () => {
    expect(parseSpecs("adam,sgd:learningRate=0.1:nesterov=true, lion")).toEqual([
      { name: "adam", options: {} },
      { name: "sgd", options: { learningRate: 0.1, nesterov: true } },
      { name: "lion", options: {} },
    ]);
  });

  it("reads numbers, switches, words and JSON", () => {
    const { options } = parseSpec('p:a=1e-3:b=.5:c=Infinity:d=false:e=word:f=[1,2]:g="a,b:c":h={"x":1}');
    expect(options).toEqual({ a: 1e-3, b: 0.5, c: Infinity, d: false, e: "word", f: [1, 2], g: "a,b:c", h: { x: 1 } });
  });

  it("reads back what it writes, whatever the values", () => {
    const value = fc.oneof(
      fc.double({ noNaN: true }).map((number) => number + 0),
      fc.boolean(),
      fc.string(),
      fc.constantFrom("word", "true", "1e3", "Infinity", 'a"b', "a\\", "[", ":,", ""),
      fc.array(fc.oneof(fc.integer(), fc.string())),
    );
    const options = fc.dictionary(fc.stringMatching(/^[a-z][A-Za-z0-9]*$/), value);
    fc.assert(
      fc.property(fc.array(options, { minLength: 1 }), (all) => {
        const specs = all.map((own, i) => ({ name: `m${i}`, options: { ...own } }));
        expect(parseSpecs(specs.map(specText).join(","))).toEqual(specs);
      }),
    );
  });

  it("writes plain words without quotes", () => {
    expect(specText({ name: "p", options: { a: "word", b: 1e-3, c: "true", d: [1, 2] } })).toBe(
      'p:a=word:b=0.001:c="true":d=[1,2]',
    );
  });

  it.each(["", "adam,", ":a=1", "adam:rate", "adam:=1", "adam:a=1:a=2"])("refuses %o in one line", (text) => {
    expect(() => parseSpecs(text)).toThrow(SpecError);
    expect(() => parseSpecs(text)).not.toThrow(/\n/);
  });

  it("names contenders by what sets them apart", () => {
    expect(parseSpecs("adam,adam:beta1=0.5:amsgrad=true").map(labelOf)).toEqual([
      "adam",
      "adam beta1=0.5 amsgrad=true",
    ]);
  });
});
