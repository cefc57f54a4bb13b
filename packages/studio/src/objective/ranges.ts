import type { Text } from "@codemirror/state";

/** The part of a text that a fault is about: the token at its column, else its line without the space before it. */
export function rangeOf(
  text: Text,
  { line, column }: { line?: number | undefined; column?: number | undefined },
): { from: number; to: number } | undefined {
  if (line === undefined) return undefined;
  // The code may have become shorter since it was looked at.
  const { from, to, text: written } = text.line(Math.min(Math.max(1, line), text.lines));
  if (column === undefined) return { from: from + /^\s*/.exec(written)![0].length, to };
  const start = Math.min(column - 1, written.length);
  const token = /^(?:[\w$]+|.)/u.exec(written.slice(start))?.[0] ?? "";
  return { from: from + start, to: from + start + token.length };
}
