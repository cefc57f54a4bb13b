import { DataError } from "gradus";
import { nameOf, readText, type Source } from "../source.ts";

/** A text as numbers: each character's place in the vocabulary. */
export type CharacterData = {
  name: string;
  /** The characters that occur, in order of their code points. */
  vocabulary: string[];
  /** One index into the vocabulary for each character. */
  ids: Int32Array;
};

/**
 * Reads a text as characters (Unicode code points).
 *
 * @param vocabulary the characters that may occur; default: those that do.
 * @throws {DataError} on an empty text or, with its line, a character that is not in the vocabulary.
 */
export async function loadText(
  source: Source,
  { name = nameOf(source, "text"), vocabulary }: { name?: string; vocabulary?: string[] } = {},
): Promise<CharacterData> {
  return charactersOf(await readText(source, name), { name, ...(vocabulary && { vocabulary }) });
}

/** `loadText` for a text at hand. */
export function charactersOf(
  text: string,
  { name = "text", vocabulary }: { name?: string; vocabulary?: string[] } = {},
): CharacterData {
  const characters = [...text];
  if (characters.length === 0) throw new DataError(`${name} is empty`);
  const known = vocabulary ?? [...new Set(characters)].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
  const idOf = new Map(known.map((character, id) => [character, id]));
  const ids = Int32Array.from(characters, (character, position) => {
    const id = idOf.get(character);
    if (id !== undefined) return id;
    const line = characters.slice(0, position).filter((c) => c === "\n").length + 1;
    throw new DataError(`${name} line ${line}: '${character}' is not in the vocabulary`);
  });
  return { name, vocabulary: known, ids };
}

/** The text of ids. @throws {DataError} if an id is outside the vocabulary. */
export const decodeCharacters = (ids: ArrayLike<number>, vocabulary: readonly string[]): string =>
  Array.from(ids, (id) => {
    const character = vocabulary[id];
    if (character === undefined)
      throw new DataError(`character ${id} is outside the vocabulary of ${vocabulary.length}`);
    return character;
  }).join("");
