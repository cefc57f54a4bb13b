import { typescriptLanguage } from "@codemirror/lang-javascript";

/** A fault of syntax: what is wrong and where, from 1. */
export type SyntaxFault = { message: string; line: number; column: number };

/**
 * Where a text stops to be a program. A compiler that tries one reading after another tells where the last one began (the
 * arrow of the function around the fault, say); the editor's parser goes on past a fault and knows the place.
 */
export function syntaxFault(code: string, told: { message: string; line?: number; column?: number }): SyntaxFault {
  const at = firstFault(code);
  const { message, line = 1, column = 1 } = told;
  if (at === undefined) return { message, line, column };
  const place = placeOf(code, at);
  if (at === code.length) return { message: "the code ends too early", ...place };
  if (place.line === told.line && place.column === told.column) return { message, ...place };
  const [token] = /^(?:[\w$]+|.)/u.exec(code.slice(at))!;
  return { message: `unexpected '${token}'`, ...place };
}

/** The offset of the first token that does not fit. */
function firstFault(code: string): number | undefined {
  let at: number | undefined;
  typescriptLanguage.parser.parse(code).iterate({
    enter(node) {
      if (node.type.isError) at ??= node.from;
      return at === undefined;
    },
  });
  if (at === undefined) return undefined;
  // Something is missing there: what stands in its place comes after the space.
  return at + /^\s*/.exec(code.slice(at))![0].length;
}

function placeOf(code: string, at: number): { line: number; column: number } {
  const before = code.slice(0, at);
  return { line: before.split("\n").length, column: at - before.lastIndexOf("\n") };
}
