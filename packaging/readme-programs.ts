import { readFile } from "node:fs/promises";
import { expect } from "vitest";

/** A program printed in the README, and what its output must be like. */
export type ReadmeProgram = { about: string; source: string; check(output: string): void };

const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
const sources = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]!);

const expectations: Omit<ReadmeProgram, "source">[] = [
  {
    about: "a loop of one's own fits four points exactly: w = (3, 2), b = 1",
    check(output) {
      const last = output.trimEnd().split("\n").at(-1)!;
      const numbers = [...last.matchAll(/\[ ([^\]]*) \]/g)].flatMap((match) => match[1]!.split(",").map(Number));
      expect(numbers).toHaveLength(3);
      for (const [i, expected] of [3, 2, 1].entries()) expect(numbers[i]).toBeCloseTo(expected, 3);
    },
  },
  {
    about: "minimize ends at the bottom of Rosenbrock's valley",
    check(output) {
      const [status, objective] = output.split(" ");
      expect(status).toBe("budget");
      expect(Number(objective)).toBeLessThan(1e-2);
    },
  },
  {
    about: "a file that can be raced says nothing by itself",
    check: (output) => expect(output).toBe(""),
  },
  {
    about: "nor does a file that can be swept",
    check: (output) => expect(output).toBe(""),
  },
];

if (sources.length !== expectations.length) {
  throw new Error(`the README has ${sources.length} programs, ${expectations.length} are expected`);
}

/** The README's programs, read from its text so that they cannot drift from what is tested. */
export const readmePrograms: ReadmeProgram[] = expectations.map((expectation, i) => ({
  ...expectation,
  source: sources[i]!,
}));
