import type { JsonSchema } from "../../engine/protocol.ts";

/* What is allowed, in the words of the library's own errors. */

/** What a value must be: "a positive number", "in [0, 1)". Nothing where only the library can tell. */
export function allowed(schema: JsonSchema): string | undefined {
  const { anyOf, enum: words, const: only, type, items } = schema;
  if (anyOf) {
    const each = anyOf.map(allowed);
    return each.every((text) => text !== undefined) ? each.join(" or ") : undefined;
  }
  if (words) return `one of ${words.map((word) => `'${word}'`).join(", ")}`;
  // JSON has no infinity: a schema that allows it says null.
  if (only !== undefined) return only === null ? "Infinity" : `'${only}'`;
  if (type === "boolean") return "true or false";
  if (type === "array") return items?.type === "integer" ? "a list of whole numbers" : "a list of numbers";
  return type === "number" || type === "integer" ? range(schema) : undefined;
}

function range({ type, minimum, exclusiveMinimum, maximum, exclusiveMaximum }: JsonSchema): string {
  const [low, high] = [minimum ?? exclusiveMinimum, maximum ?? exclusiveMaximum];
  const noun = type === "integer" ? "a whole number" : "a number";
  if (low !== undefined && high !== undefined) {
    const interval = `in ${minimum === undefined ? "(" : "["}${low}, ${high}${maximum === undefined ? ")" : "]"}`;
    return type === "integer" ? `${noun} ${interval}` : interval;
  }
  if (minimum !== undefined) return `${noun} ≥ ${minimum}`;
  if (low !== undefined) return low === 0 && type === "number" ? "a positive number" : `${noun} > ${low}`;
  if (high !== undefined) return `${noun} ${maximum === undefined ? "<" : "≤"} ${high}`;
  return noun;
}

/** Why a value is not allowed: "must be a positive number". Nothing if it is, or if only the library can tell. */
export function objection(schema: JsonSchema, value: unknown): string | undefined {
  const words = allowed(schema);
  return words === undefined || isAllowed(schema, value) ? undefined : `must be ${words}`;
}

function isAllowed(schema: JsonSchema, value: unknown): boolean {
  const { anyOf, enum: words, const: only, type, items } = schema;
  if (anyOf) return anyOf.some((branch) => isAllowed(branch, value));
  if (words) return words.includes(value);
  if (only !== undefined) return only === null ? value === Number.POSITIVE_INFINITY : value === only;
  switch (type) {
    case "boolean":
      return typeof value === "boolean";
    case "string":
      return typeof value === "string";
    case "array":
      return Array.isArray(value) && value.every((item) => items === undefined || isAllowed(items, item));
    case "integer":
      return Number.isSafeInteger(value) && isWithin(schema, value as number);
    case "number":
      return Number.isFinite(value) && isWithin(schema, value as number);
    default:
      return true;
  }
}

const isWithin = ({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: JsonSchema, value: number): boolean =>
  !(minimum !== undefined && value < minimum) &&
  !(exclusiveMinimum !== undefined && value <= exclusiveMinimum) &&
  !(maximum !== undefined && value > maximum) &&
  !(exclusiveMaximum !== undefined && value >= exclusiveMaximum);
