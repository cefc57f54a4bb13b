import { formatNumber } from "@gradus/workbench";
import type { JsonSchema } from "../engine/protocol.ts";

/** What an option may be, in words: "a number > 0". */
export function allowedValue(schema: JsonSchema): string {
  const { type, minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  const kind = type === "integer" ? "a whole number" : "a number";
  const low =
    exclusiveMinimum !== undefined
      ? `> ${formatNumber(exclusiveMinimum)}`
      : minimum !== undefined
        ? `≥ ${formatNumber(minimum)}`
        : "";
  const isBounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  const high =
    exclusiveMaximum !== undefined
      ? `< ${formatNumber(exclusiveMaximum)}`
      : isBounded
        ? `≤ ${formatNumber(maximum)}`
        : "";
  return [kind, [low.includes("−9007") ? "" : low, high].filter(Boolean).join(" and ")].filter(Boolean).join(" ");
}

/** A typed number, or what is wrong with it. */
export function readOption(text: string, schema: JsonSchema): number | { problem: string } {
  const value = text.trim() === "" ? Number.NaN : Number(text.replace("−", "-"));
  const {
    type,
    minimum = -Infinity,
    exclusiveMinimum = -Infinity,
    maximum = Infinity,
    exclusiveMaximum = Infinity,
  } = schema;
  const isAllowed =
    Number.isFinite(value) &&
    value >= minimum &&
    value > exclusiveMinimum &&
    value <= maximum &&
    value < exclusiveMaximum &&
    (type !== "integer" || Number.isInteger(value));
  return isAllowed ? value : { problem: `must be ${allowedValue(schema)}, got '${text.trim() || "nothing"}'` };
}

/** Options that a form can set: numbers, switches and words from a list. */
export const fieldsOf = (schema: JsonSchema | null): [string, JsonSchema][] =>
  Object.entries(schema?.properties ?? {}).filter(
    ([, { type, enum: words }]) => type === "number" || type === "integer" || type === "boolean" || words !== undefined,
  );

/** The options without one that is as the method itself would have it. */
export function withOption(
  options: Record<string, unknown>,
  name: string,
  value: unknown,
  schema: JsonSchema,
): Record<string, unknown> {
  const { [name]: _, ...rest } = options;
  return value === undefined || value === schema.default ? rest : { ...rest, [name]: value };
}
