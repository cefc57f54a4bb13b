import { labelOf, type Spec } from "@gradus/workbench";
import type { JsonSchema, MethodCard, ProblemCard } from "../engine/protocol.ts";
import { objection } from "./options/allowed.ts";

/* What keeps a race from starting, in one line each. */

/** What is wrong with a problem. */
export function problemComplaints({ name, options }: Spec, cards: readonly ProblemCard[]): string[] {
  const card = cards.find((other) => other.name === name);
  if (card === undefined) return [`There is no problem named '${name}' here.`];
  return card.options === null ? [] : optionComplaints(options, card.options);
}

/** What the method needs and the problem does not offer; nothing while that is not known. */
export const missingNeeds = ({ needs }: MethodCard, offers: readonly string[] | undefined): string[] =>
  offers === undefined ? [] : needs.filter((need) => !offers.includes(need));

/** What is wrong with the contender at `index`. */
export function methodComplaints(
  chosen: readonly Spec[],
  index: number,
  cards: readonly MethodCard[],
  offers: readonly string[] | undefined,
): string[] {
  const spec = chosen[index]!;
  const card = cards.find(({ name }) => name === spec.name);
  if (card === undefined) return [`There is no method named '${spec.name}' here.`];
  const lacks = missingNeeds(card, offers);
  const first = chosen.findIndex((other) => labelOf(other) === labelOf(spec));
  return [
    ...(lacks.length > 0 ? [`It needs ${lacks.join(" and ")}, which this problem does not offer.`] : []),
    ...(first < index ? ["It is there twice: change an option of one of them."] : []),
    ...optionComplaints(spec.options, card.options),
  ];
}

const optionComplaints = (options: Record<string, unknown>, { properties = {} }: JsonSchema): string[] =>
  Object.entries(options).flatMap(([name, value]) => {
    const schema = properties[name];
    if (schema === undefined)
      return [`It has no option '${name}'; it has ${Object.keys(properties).join(", ") || "none"}.`];
    const words = objection(schema, value);
    return words === undefined ? [] : [`${name} ${words}.`];
  });
