/* What a picker lists. */

export type PickerEntry = {
  name: string;
  summary: string;
  /** Further words that it is found by. */
  keywords?: string;
  /** Why it cannot be chosen: "needs residuals". */
  lacks?: string;
};

export type PickerGroup = { heading: string; entries: PickerEntry[] };

/** Sorts entries under headings, in the order in which these first appear. */
export function grouped<T>(items: readonly T[], headingOf: (item: T) => string, entryOf: (item: T) => PickerEntry) {
  const groups: PickerGroup[] = [];
  for (const item of items) {
    const heading = headingOf(item);
    const group = groups.find((other) => other.heading === heading);
    if (group) group.entries.push(entryOf(item));
    else groups.push({ heading, entries: [entryOf(item)] });
  }
  return groups;
}

/**
 * The entries in which every word of a text begins some word: those that can be chosen come first, of them those whose
 * name has the words.
 */
export function found(groups: readonly PickerGroup[], text: string): PickerGroup[] {
  const words = wordsOf(text);
  const has = (told: string) => {
    const there = [...wordsOf(told), ...told.toLowerCase().split(/\s+/)];
    return words.every((word) => there.some((other) => other.startsWith(word)));
  };
  return groups
    .map(({ heading, entries }) => {
      const fit = entries.filter(({ name, summary, keywords = "" }) =>
        has(`${name} ${summary} ${keywords} ${heading}`),
      );
      const place = ({ name, lacks }: PickerEntry) => (lacks === undefined ? 0 : 2) + (has(name) ? 0 : 1);
      return { heading, entries: fit.sort((a, b) => place(a) - place(b)) };
    })
    .filter(({ entries }) => entries.length > 0);
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
