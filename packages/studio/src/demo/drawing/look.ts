import { colourValue, dashes, type MethodStyle, stylesOf } from "@gradus/workbench";
import { type Ink, inkOf } from "../../charts/ink.ts";

/** The page's colours and type as a canvas wants them. */
export type Look = { ink: Ink; isDark: boolean; family: string };

/** Reads them where an element stands. */
export function lookOf(element: HTMLElement): Look {
  const ink = inkOf(element);
  const [red = 255, green = 255, blue = 255] = (ink("var(--paper)").match(/[\d.]+/g) ?? []).map(Number);
  return { ink, isDark: red + green + blue < 384, family: getComputedStyle(element).fontFamily };
}

/** Colour and dash of what has a name in a demo. */
export type Styles = (name: string, method?: string) => { colour: string; dash: readonly number[] };

type Named = { name: string; method: string };

/**
 * Styles of a panel's lines and paths: those that are named as an entry of a control look like it there; the others are
 * told apart among themselves.
 */
export function stylesFor(entries: readonly Named[], others: readonly Named[]): Styles {
  const known = fewestDashes(entries);
  const rest = fewestDashes(others.filter(({ name }) => !known.has(name)));
  return (name, method) => {
    const style = known.get(name) ?? rest.get(name) ?? (method === undefined ? undefined : ofMethod(method));
    if (style === undefined) return { colour: "var(--ink)", dash: [] };
    return { colour: colourValue(style.colour), dash: dashes[style.dash] ?? [] };
  };
}

/** The first of each colour is solid: paths with widths cannot be anything else, and few demos need more. */
function fewestDashes(list: readonly Named[]): Map<string, MethodStyle> {
  const styles = [...stylesOf(list.map(({ name, method }) => ({ contender: name, method })))];
  const earlier = (i: number) => styles.slice(0, i).filter(([, { colour }]) => colour === styles[i]![1].colour).length;
  return new Map(styles.map(([name, { colour }], i) => [name, { colour, dash: earlier(i) % dashes.length }]));
}

const ofMethod = (method: string): MethodStyle | undefined => stylesOf([{ contender: method, method }]).get(method);
