import type { JsonSchema } from "./protocol.ts";

/** A zod schema, as far as it is needed here. */
type Schema = { toJSONSchema(options: object): object; unwrap?(): Schema };

/** The options of a method or problem for a form, with what is said of each. */
export function formSchema(
  { shape }: { shape: Readonly<Record<string, unknown>> },
  descriptions: Readonly<Record<string, string>> = {},
): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const [name, option] of Object.entries(shape)) {
    const form = formOf(jsonOf(option as Schema));
    if (form === undefined) continue;
    const description = descriptions[name];
    properties[name] = description === undefined ? form : { ...form, description };
  }
  return { type: "object", properties };
}

/** What JSON cannot hold (a schedule, a function) becomes {}; a default that it cannot hold is left out. */
function jsonOf(option: Schema): JsonSchema {
  try {
    const { $schema: _, ...json } = option.toJSONSchema({ unrepresentable: "any", io: "input" }) as JsonSchema & {
      $schema?: string;
    };
    return json;
  } catch (cause) {
    const inner = option.unwrap?.();
    if (inner === undefined) throw cause;
    return jsonOf(inner);
  }
}

function formOf({ anyOf, ...own }: JsonSchema): JsonSchema | undefined {
  if (anyOf !== undefined) {
    const forms = anyOf.flatMap((branch) => formOf(branch) ?? []);
    const [first] = forms;
    return first && (forms.length === 1 ? { ...first, ...own } : { ...own, anyOf: forms });
  }
  if (own.type === undefined && own.enum === undefined && own.const === undefined) return undefined;
  // Every whole number has this bound.
  const { maximum, minimum, ...rest } = own;
  const isReal = (bound: number | undefined) => bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  return { ...rest, ...(isReal(minimum) && { minimum: minimum! }), ...(isReal(maximum) && { maximum: maximum! }) };
}
