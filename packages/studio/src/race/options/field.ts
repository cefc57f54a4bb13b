import { parseSpec, specText } from "@gradus/workbench";
import type { JsonSchema } from "../../engine/protocol.ts";
import { type Slider, sliderOf } from "./slider.ts";

/* How an option is asked for, and how its value is written and read. */

export type Field =
  | { kind: "switch" }
  | { kind: "choice"; options: string[] }
  | { kind: "number"; isWhole: boolean; slider: Slider | undefined }
  /** Lists, and whatever else is written as in a command. */
  | { kind: "text" };

/** The field that suits a schema. */
export function fieldOf(schema: JsonSchema): Field {
  if (schema.type === "boolean") return { kind: "switch" };
  if (schema.enum?.every((option) => typeof option === "string")) {
    return { kind: "choice", options: schema.enum as string[] };
  }
  if (schema.type === "integer") return { kind: "number", isWhole: true, slider: undefined };
  if (schema.type !== "number" || schema.const !== undefined) return { kind: "text" };
  return { kind: "number", isWhole: false, slider: sliderOf(schema) };
}

/** A value as it is written in a field: as in a command. */
export const writtenValue = (value: unknown): string =>
  value === undefined ? "" : specText({ name: "", options: { value } }).slice(":value=".length);

/** The value that a text stands for; nothing for an empty one. */
export function readValue(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return parseSpec(`option:value=${text}`).options["value"];
  } catch {
    // It cannot stand in a command as it is ("0.1:x"): a word, which what is allowed is held against.
    return text;
  }
}

/** The options with this one set; one that is as the method itself would have it is left out. */
export function withOption(
  options: Record<string, unknown>,
  name: string,
  value: unknown,
  { default: usual }: JsonSchema,
): Record<string, unknown> {
  if (value === undefined || JSON.stringify(value) === JSON.stringify(usual)) {
    const { [name]: _, ...rest } = options;
    return rest;
  }
  return { ...options, [name]: value };
}
