/** Where a person writes, keys are letters. */
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

/**
 * Keys of a list of links below a search field: "/" goes to the field, j and k (and the arrow keys, from within the list
 * or the field) to the next and previous link. Enter is the browser's own.
 */
export function moveByKeys(event: KeyboardEvent, { field, links }: { field: HTMLElement; links: HTMLElement[] }): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key, target } = event;
  const at = links.indexOf(target as HTMLElement);
  const isInField = target === field;
  if (key === "/" && !isWriting(target)) {
    event.preventDefault();
    field.focus();
    return;
  }
  const isLetter = key === "j" || key === "k";
  if (isLetter ? isWriting(target) : !(key.startsWith("Arrow") && (at >= 0 || isInField))) return;
  const next =
    key === "j" || key === "ArrowDown" ? links[at + 1] : key === "k" || key === "ArrowUp" ? links[at - 1] : undefined;
  if (next !== undefined) {
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.closest("article")?.scrollIntoView({ block: "nearest" });
  } else if (key === "ArrowUp" && at === 0) {
    event.preventDefault();
    field.focus();
  }
}
