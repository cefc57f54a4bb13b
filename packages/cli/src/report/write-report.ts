import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { traceToJson } from "gradus";

/** Writes a report's page and its data into a folder, and returns the page's path. */
export async function writeReport(folder: string, page: string, name: string, data: unknown): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.json`), traceToJson(data));
  const path = join(folder, "index.html");
  await writeFile(path, page);
  return path;
}

/** Writes a file, and the folders that lead to it. */
export async function writeInto(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
