import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../exit.ts";

const manifest = fileURLToPath(import.meta.resolve("@gradus/studio/package.json"));
const studio = join(manifest, "..");
const built = join(studio, "dist");

/** What the studio's pages are made of, in the repository. */
const ingredients = ["gradus", "datasets", "papers", "workbench", "studio"];

/**
 * The folder of the built studio. The published package contains it; in the repository it is built when it is missing or
 * older than what it is made of, which `say` is told.
 *
 * @throws {UsageError} if it has to be built and cannot be.
 */
export async function builtSite(say: (text: string) => void): Promise<string> {
  const isPublished = !existsSync(join(studio, "src"));
  if (isPublished || isFresh()) return built;
  say("building the studio");
  await build();
  return built;
}

function isFresh(): boolean {
  const page = join(built, "index.html");
  if (!existsSync(page)) return false;
  const { mtimeMs } = statSync(page);
  return ingredients.every((name) => newest(join(studio, "..", name)) <= mtimeMs);
}

/** When a file below a folder was last changed; what is built or installed does not count. */
function newest(folder: string): number {
  const times = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    if (entry.name === "node_modules" || entry.name === "dist" || entry.name.startsWith(".")) return 0;
    const path = join(folder, entry.name);
    return entry.isDirectory() ? newest(path) : statSync(path).mtimeMs;
  });
  return Math.max(0, ...times);
}

async function build(): Promise<void> {
  let vite: string;
  try {
    vite = join(createRequire(manifest).resolve("vite/package.json"), "../bin/vite.js");
  } catch {
    throw new UsageError("the studio is not built, and vite, which builds it, is not installed: npm ci");
  }
  const words = [vite, "build", "--logLevel", "error"];
  const child = spawn(process.execPath, words, { cwd: studio, stdio: ["ignore", "ignore", "inherit"] });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new UsageError("the studio could not be built, see above: npm run build -w packages/studio");
}
