import { readFile } from "node:fs/promises";
import { expect } from "vitest";

/** A program printed in the README or the guide, and what its output must be like. */
export type ReadmeProgram = { about: string; source: string; check(output: string): void };

type Expectation = Omit<ReadmeProgram, "source">;

const numbersIn = (line: string): number[] => (line.match(/-?\d+(\.\d+)?(e[+-]?\d+)?/g) ?? []).map(Number);

const readme: Expectation[] = [
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

const instruments: Expectation[] = [
  {
    about: "a network's sharpness along its own training run, beside the edge",
    check(output) {
      const rows = output.trimEnd().split("\n").map(numbersIn);
      expect(rows.map(([step]) => step)).toEqual([0, 100, 200, 300, 400, 500]);
      expect(rows.at(-1)![1]).toBeLessThan(rows[0]![1]!);
      for (const [, , sharpness, ratio] of rows) expect(ratio).toBeCloseTo((sharpness! * 0.05) / 2, 6);
    },
  },
  {
    about: "both ends of a quadratic's spectrum in a loop of one's own: 18 and 0.5",
    check(output) {
      const rows = output.trimEnd().split("\n");
      expect(rows).toHaveLength(2);
      for (const row of rows) {
        const [largest, smallest] = numbersIn(row).slice(-2);
        expect(largest).toBeCloseTo(18, 4);
        expect(smallest).toBeCloseTo(0.5, 4);
      }
    },
  },
  {
    about: "a network in a file says nothing by itself",
    check: (output) => expect(output).toBe(""),
  },
  {
    about: "a look of one's own sees the run come nearer to the minimum",
    check(output) {
      const [first, last] = numbersIn(output);
      expect(last).toBeLessThan(first!);
    },
  },
];

/** A page's programs, read from its text so that they cannot drift from what is tested. */
async function programsOf(page: string, expectations: Expectation[]): Promise<ReadmeProgram[]> {
  const text = await readFile(new URL(`../${page}`, import.meta.url), "utf8");
  const sources = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]!);
  if (sources.length !== expectations.length) {
    throw new Error(`${page} has ${sources.length} programs, ${expectations.length} are expected`);
  }
  return expectations.map(({ about, check }, i) => ({ about: `${page}: ${about}`, check, source: sources[i]! }));
}

export const readmePrograms: ReadmeProgram[] = [
  ...(await programsOf("README.md", readme)),
  ...(await programsOf("docs/instruments.md", instruments)),
];
