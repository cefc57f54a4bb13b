import { labelOf, missingNeeds, type Spec } from "@gradus/workbench";
import type { JsonSchema, MethodCard, ProblemCard } from "../engine/protocol.ts";
import { objection } from "./options/allowed.ts";

/* What keeps a race from starting, in one line each. */

/** A complaint; `option` names the option that it is about. */
export type Complaint = { words: string; option?: string };

/** What is wrong with a problem. */
export function problemComplaints({ name, options }: Spec, cards: readonly ProblemCard[]): Complaint[] {
  const card = cards.find((other) => other.name === name);
  if (card === undefined) return [{ words: `There is no problem named '${name}' here.` }];
  return card.options === null ? [] : optionComplaints(options, card.options);
}

/** What is wrong with the contender at `index`. */
export function methodComplaints(
  chosen: readonly Spec[],
  index: number,
  cards: readonly MethodCard[],
  offers: readonly string[] | undefined,
): Complaint[] {
  const spec = chosen[index]!;
  const card = cards.find(({ name }) => name === spec.name);
  if (card === undefined) return [{ words: `There is no method named '${spec.name}' here.` }];
  const lacks = offers === undefined ? [] : missingNeeds(card.needs, offers);
  const first = chosen.findIndex((other) => labelOf(other) === labelOf(spec));
  return [
    ...(lacks.length > 0 ? [{ words: `It needs ${lacks.join(" and ")}, which this problem does not offer.` }] : []),
    ...(first < index ? [{ words: "It is there twice: change an option of one of them." }] : []),
    ...optionComplaints(spec.options, card.options),
  ];
}

const optionComplaints = (options: Record<string, unknown>, { properties = {} }: JsonSchema): Complaint[] =>
  Object.entries(options).flatMap(([option, value]) => {
    const schema = properties[option];
    if (schema === undefined) {
      return [{ words: `It has no option '${option}'; it has ${Object.keys(properties).join(", ") || "none"}.` }];
    }
    const words = objection(schema, value);
    return words === undefined ? [] : [{ words: `${option} ${words}.`, option }];
  });
