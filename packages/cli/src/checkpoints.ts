import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Writes a checkpoint into a report's folder under a name made of words; returns its path in the folder. */
export async function saveCheckpoint(folder: string, bytes: Uint8Array, ...words: string[]): Promise<string> {
  await mkdir(join(folder, "checkpoints"), { recursive: true });
  const file = `checkpoints/${fileName(...words)}.safetensors`;
  await writeFile(join(folder, file), bytes);
  return file;
}

/** Words as a file's name. */
export const fileName = (...words: string[]): string =>
  words
    .filter((word) => word !== "")
    .join(" ")
    .replaceAll(/[^\p{L}\p{N}.=+-]+/gu, "-");
