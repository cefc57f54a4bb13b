import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { test } from "vitest";
import { readmePrograms } from "./packaging/readme-programs.ts";

/** Runs a printed program beside the library, so that it finds the package by name. */
async function output(program: string): Promise<string> {
  const place = await mkdtemp(join(import.meta.dirname, "packages/gradus/.readme-"));
  try {
    const file = join(place, "program.ts");
    await writeFile(file, program);
    const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=@gradus/source", file]);
    return stdout;
  } finally {
    await rm(place, { recursive: true });
  }
}

test.each(readmePrograms)("$about", async ({ source, check }) => check(await output(source)));
