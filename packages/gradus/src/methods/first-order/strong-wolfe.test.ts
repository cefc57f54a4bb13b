import fc from "fast-check";
import { expect, test } from "vitest";
import { type LinePoint, searchStrongWolfe } from "./strong-wolfe.ts";

type Line = { value: (a: number) => number; slope: (a: number) => number };
const settings = { c1: 1e-4, c2: 0.9, first: 1, maximumEvaluations: 40, valueError: 0 };

async function search(line: Line, options: Partial<typeof settings> = {}) {
  const trials: number[] = [];
  const at = (alpha: number): LinePoint => ({ alpha, value: line.value(alpha), slope: line.slope(alpha) });
  const evaluate = async (alpha: number) => {
    trials.push(alpha);
    return at(alpha);
  };
  const found = await searchStrongWolfe(evaluate, at(0), { ...settings, ...options });
  return { found, trials, start: at(0) };
}

const isStrongWolfe = (found: LinePoint, start: LinePoint, c1: number, c2: number) =>
  found.value <= start.value + c1 * found.alpha * start.slope && Math.abs(found.slope) <= c2 * Math.abs(start.slope);

test("the conditions hold at the point found: quartics that are bounded below, at any scale", async () => {
  const coefficient = fc.double({ min: -3, max: 3, noNaN: true });
  await fc.assert(
    fc.asyncProperty(
      coefficient,
      coefficient,
      fc.double({ min: 0.1, max: 3, noNaN: true }),
      fc.integer({ min: -3, max: 3 }),
      fc.constantFrom(0.9, 0.5, 0.1, 0.01),
      async (a2, a3, a4, exponent, c2) => {
        const scale = 10 ** exponent;
        const line = {
          value: (a: number) =>
            ((-a / scale + a2 * (a / scale) ** 2 + a3 * (a / scale) ** 3) as number) + a4 * (a / scale) ** 4,
          slope: (a: number) =>
            (-1 + 2 * a2 * (a / scale) + 3 * a3 * (a / scale) ** 2 + 4 * a4 * (a / scale) ** 3) / scale,
        };
        const { found, start, trials } = await search(line, { c2, c1: 1e-4 });
        expect(isStrongWolfe(found, start, 1e-4, c2)).toBe(true);
        expect(trials.at(-1)).toBe(found.alpha);
      },
    ),
    { numRuns: 500 },
  );
});

test("a first step that is good is taken after one evaluation", async () => {
  const { found, trials } = await search({ value: (a) => (a - 1) ** 2, slope: (a) => 2 * (a - 1) });
  expect([found.alpha, trials]).toEqual([1, [1]]);
});

test("on a parabola the second step length is the minimiser, ahead or behind", async () => {
  for (const minimiser of [0.3, 6]) {
    const line = { value: (a: number) => (a - minimiser) ** 2, slope: (a: number) => 2 * (a - minimiser) };
    const { found, trials } = await search(line, { c2: 0.01 });
    expect(found.alpha).toBeCloseTo(minimiser, 12);
    expect(trials.length).toBe(2);
  }
});

test("a wall of infinities or NaN is kept away from", async () => {
  for (const beyond of [Number.POSITIVE_INFINITY, Number.NaN]) {
    const line = {
      value: (a: number) => (a < 0.01 ? -Math.log(0.01 - a) - 200 * a : beyond),
      slope: (a: number) => (a < 0.01 ? 1 / (0.01 - a) - 200 : beyond),
    };
    const { found, start } = await search(line);
    expect(isStrongWolfe(found, start, settings.c1, settings.c2)).toBe(true);
    expect(found.alpha).toBeLessThan(0.01);
  }
});

test("a line that falls for ever gives the lowest point when the evaluations are used up", async () => {
  const { found, trials } = await search({ value: (a) => -a, slope: () => -1 }, { maximumEvaluations: 5 });
  expect(trials).toEqual([1, 10, 100, 1000, 10000]);
  expect(found.alpha).toBe(10000);
});

test("where nothing is lower, the start", async () => {
  const { found, trials } = await search({ value: (a) => a, slope: () => -1 }, { maximumEvaluations: 7 });
  expect(found.alpha).toBe(0);
  expect(trials.length).toBe(7);
});

test("where values are rounded away, slopes decide", async () => {
  const line = { value: () => 1e9, slope: (a: number) => a - 2 };
  expect((await search(line)).found.alpha).toBe(0);
  const { found } = await search(line, { valueError: 1e-12, c2: 0.1 });
  expect(Math.abs(found.alpha - 2)).toBeLessThan(0.2);
});
