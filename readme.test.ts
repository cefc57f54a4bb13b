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

test("the README's own loop fits its points exactly: w = (3, 2), b = 1", async () => {
  const last = (await output(programs[0]!)).trimEnd().split("\n").at(-1)!;
  const numbers = [...last.matchAll(/\[ ([^\]]*) \]/g)].flatMap((match) => match[1]!.split(",").map(Number));
  expect(numbers).toHaveLength(3);
  for (const [i, expected] of [3, 2, 1].entries()) expect(numbers[i]).toBeCloseTo(expected, 3);
});

test("the README's minimize program ends at the bottom of the valley", async () => {
  const [status, objective] = (await output(programs[1]!)).split(" ");
  expect(status).toBe("budget");
  expect(Number(objective)).toBeLessThan(1e-2);
});
