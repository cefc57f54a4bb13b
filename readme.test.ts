import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const folder = join(import.meta.dirname, "packages/gradus");
const readme = await readFile(join(import.meta.dirname, "README.md"), "utf8");
const programs = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]!);

/** Runs a program of the README beside the library, so that it finds the package by name. */
async function output(program: string): Promise<string> {
  const place = await mkdtemp(join(folder, ".readme-"));
  try {
    const file = join(place, "program.ts");
    await writeFile(file, program);
    const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=@gradus/source", file]);
    return stdout;
  } finally {
    await rm(place, { recursive: true });
  }
}

test("the README's own loop finds the line through its points", async () => {
  const [w1, w2, b] = (await output(programs[0]!)).match(/-?\d+\.\d+(?=[^\n]*\]\n?$)|(?<=\[)\s*-?\d+\.?\d*/g)!.slice(-3).map(Number);
  expect([w1, w2, b].every(Number.isFinite)).toBe(true);
});

test("the README's minimize program ends at the bottom of the valley", async () => {
  const [status, objective] = (await output(programs[1]!)).split(" ");
  expect(status).toBe("budget");
  expect(Number(objective)).toBeLessThan(1e-2);
});
