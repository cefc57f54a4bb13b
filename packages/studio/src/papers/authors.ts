/** Names that are given in full where there are more than can stand in a line. */
const named = 2;

/** "Yuandong Tian", "Adel Nabli and Edouard Oyallon", "Juntang Zhuang, Tommy Tang and 5 more": with how many they are. */
export function authorsText(authors: readonly string[], most = 3): string {
  if (authors.length <= most) return listed(authors);
  return listed([...authors.slice(0, named), `${authors.length - named} more`]);
}

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
