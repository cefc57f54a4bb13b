/*
 * Text as it is searched: words and symbols without their case, accents, subscripts' form and script. "β₁" is found by
 * "beta1", "Nyström" by "nystrom".
 */

const greek: Record<string, string> = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  ε: "epsilon",
  ζ: "zeta",
  η: "eta",
  θ: "theta",
  ι: "iota",
  κ: "kappa",
  λ: "lambda",
  μ: "mu",
  ν: "nu",
  ξ: "xi",
  ο: "omicron",
  π: "pi",
  ρ: "rho",
  σ: "sigma",
  ς: "sigma",
  τ: "tau",
  υ: "upsilon",
  φ: "phi",
  χ: "chi",
  ψ: "psi",
  ω: "omega",
};

const word = /[\p{L}\p{N}\p{M}]+/gu;

/** Words and symbols, as they are written. */
export const words = (text: string): string[] => text.match(word) ?? [];

/** A word without its case, accents and script, as it is looked for. */
export function plain(written: string): string {
  const bare = written.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.replace(/[α-ω]/g, (letter) => greek[letter] ?? letter);
}

/** What a written word is found by: itself, and its parts where it is made of several: "AdaBelief" by "belief". */
export function termsOf(written: string): string[] {
  const parts = written.split(/(?<=\p{Ll})(?=\p{Lu})/u).filter((part) => part.length > 2);
  return [...new Set([written, ...parts].map(plain))];
}

/** What is looked for where a person asks for a word. */
/** A piece of a text; found ones are to be highlighted. */
export type Piece = { text: string; isFound: boolean };

/** Cuts a text at the words whose terms were found. */
export function highlighted(text: string, found: ReadonlySet<string>): Piece[] {
  if (found.size === 0) return [{ text, isFound: false }];
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: written, index } of text.matchAll(word)) {
    if (!termsOf(written).some((term) => found.has(term))) continue;
    if (index > end) pieces.push({ text: text.slice(end, index), isFound: false });
    pieces.push({ text: written, isFound: true });
    end = index + written.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isFound: false });
  return pieces;
}
