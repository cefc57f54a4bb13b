import { createMethod, createProblem } from "@gradus/workbench";
import { describe, expect, test } from "vitest";
import { catalogue } from "./catalogue.ts";
import type { JsonSchema } from "./protocol.ts";

const { methods, problems } = catalogue();
const optionsOf = (name: string) => methods.find((method) => method.name === name)!.options.properties!;
const defaultsOf = ({ properties = {} }: JsonSchema) =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([key, { default: value }]) => (value === undefined ? [] : [[key, value]])),
  );

test("a number with a range and a default", () => {
  expect(optionsOf("adam")["beta1"]).toEqual({ type: "number", minimum: 0, exclusiveMaximum: 1, default: 0.9 });
});

test("a number or a schedule is a number", () => {
  expect(optionsOf("adabelief")["learningRate"]).toEqual({ type: "number", exclusiveMinimum: 0, default: 0.001 });
});

test("a whole number has no bound that means nothing", () => {
  expect(optionsOf("lbfgs")["memory"]).toEqual({ type: "integer", minimum: 1, default: 10 });
});

test("a choice", () => {
  expect(optionsOf("adabelief")["version"]).toEqual({ type: "string", enum: ["0.2.1", "0.0.5"], default: "0.2.1" });
});

test("what only code can give is left out; a default that is a function is none", () => {
  expect(optionsOf("muon")).not.toHaveProperty("parts");
  expect(optionsOf("adafactor")["learningRate"]).not.toHaveProperty("default");
});

test("everything can be sent to a page", () => {
  expect(structuredClone({ methods, problems })).toEqual({ methods, problems });
});

describe.each(methods.map(({ name, options }) => [name, options] as const))("%s", (name, options) => {
  test("takes the defaults that its form shows", () => {
    expect(() => createMethod({ name, options: defaultsOf(options) })).not.toThrow();
  });
});

test("a problem takes the defaults that its form shows", async () => {
  for (const { name, options } of problems.filter(({ kind }) => kind === "test function")) {
    if (options !== null) await createProblem({ name, options: defaultsOf(options) });
  }
  expect(problems.some(({ options }) => options === null)).toBe(true);
});
