import { z } from "zod";
import { OptionError, unknownName } from "./errors.ts";

/*
 * Every factory reads its options through a schema: the schema is the one place that knows names, ranges and defaults;
 * types, error messages, the command's `method:option=value` and the studio's forms all come from it.
 */

/** A number that depends on how many updates were made before: a constant, or a function of that count. */
export type ScalarOrSchedule = number | Schedule;

/** A value for update number `step` = 0, 1, 2, … */
export type Schedule = (step: number) => number;

/** The value of a constant or schedule at `step` (updates made before). */
export const valueAt = (value: ScalarOrSchedule, step: number): number =>
  typeof value === "number" ? value : value(step);

const schedule = () => z.custom<Schedule>((value) => typeof value === "function");

const orSchedule = (number: (message: string) => z.ZodNumber, allowed: string) => {
  const message = `must be ${allowed} or a schedule`;
  return z.union([schedule(), number(message)], { error: message });
};

/** A number > 0 or a schedule. */
export const positiveOrSchedule = () =>
  orSchedule((message) => z.number(message).positive(message), "a positive number");

/** A number ≥ 0 or a schedule. */
export const nonnegativeOrSchedule = () =>
  orSchedule((message) => z.number(message).nonnegative(message), "a number ≥ 0");

/** A number > 0. */
export const positive = () => z.number("must be a positive number").positive("must be a positive number");

/** A number ≥ 0. */
export const nonnegative = () => z.number("must be a number ≥ 0").nonnegative("must be a number ≥ 0");

/** A number in [0, 1), as decay rates and momenta are. */
export const fraction = () => z.number("must be in [0, 1)").gte(0, "must be in [0, 1)").lt(1, "must be in [0, 1)");

/** A whole number ≥ 1. */
export const count = () => z.int("must be a whole number ≥ 1").min(1, "must be a whole number ≥ 1");

/** A switch. */
export const flag = () => z.boolean("must be true or false");

export { z };

type Shape = z.core.$ZodLooseShape;

/** Reads `input` by a schema. @throws {OptionError} "adabelief: learningRate must be a positive number, got NaN". */
export function readOptions<S extends Shape>(owner: string, schema: z.ZodObject<S>, input: unknown) {
  const result = schema.strict().safeParse(input ?? {});
  if (result.success) return result.data as z.output<z.ZodObject<S>>;
  const issues = result.error.issues;
  const unrecognized = issues.find((issue) => issue.code === "unrecognized_keys");
  if (unrecognized?.code === "unrecognized_keys") {
    throw new OptionError(`${owner}: ${unknownName("option", unrecognized.keys[0]!, Object.keys(schema.shape))}`);
  }
  const issue = issues[0]!;
  const value = issue.path.reduce<unknown>((node, key) => (node as Record<PropertyKey, unknown>)?.[key], input);
  if (issue.path.length === 0) throw new OptionError(`${owner}: options ${issue.message}`);
  throw new OptionError(`${owner}: ${issue.path.join(".")} ${issue.message}, got ${show(value)}`);
}

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return `'${value}'`;
  if (typeof value === "function") return "a function";
  if (typeof value === "object") return JSON.stringify(value)?.slice(0, 80) ?? "an object";
  return String(value);
}
