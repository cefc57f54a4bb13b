/*
 * Records the verdicts of a reproduction in the papers' folders:
 *
 *     npx gradus reproduce adabelief --json out.json
 *     npm run record -- out.json
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { papers } from "../src/papers.ts";
import { recordsOf } from "../src/record.ts";

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error("which file? Give one that `gradus reproduce --json` has written");

const files = recordsOf(JSON.parse(readFileSync(source, "utf8")), papers).map((record) => {
  const { id, number } = papers.find((paper) => paper.id === record.paper)!;
  const file = fileURLToPath(new URL(`../${String(number).padStart(2, "0")}-${id}/recorded.json`, import.meta.url));
  writeFileSync(file, JSON.stringify(record));
  return file;
});
execFileSync("npx", ["biome", "format", "--write", ...files], { stdio: "inherit" });
