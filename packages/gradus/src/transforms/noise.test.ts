import { expect, test } from "vitest";
import { addNoise, standalone } from "../index.ts";
import { feed } from "./feed.ts";

const wide = (rows: number) => ({ w: Array.from({ length: rows }, () => Array(100).fill(0)) });

test("the noise has mean 0 and variance η / tᵞ, within 5 standard errors", () => {
  const count = 10_000;
  const rows = feed(addNoise({ eta: 0.3, gamma: 0.55, seed: 4 }), wide(100), [wide(100), wide(100), wide(100)]);
  for (const [i, { updates }] of rows.entries()) {
    const variance = 0.3 / (i + 1) ** 0.55;
    const mean = updates.reduce((sum, u) => sum + u, 0) / count;
    const second = updates.reduce((sum, u) => sum + u * u, 0) / count;
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(variance / count));
    expect(Math.abs(second / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
  }
});

test("one seed gives one sequence, in which no two updates or arrays are alike", () => {
  const twin = { a: [0, 0, 0], b: [0, 0, 0] };
  const draw = (seed: number) =>
    feed(addNoise({ eta: 1, gamma: 0, seed }), twin, [twin, twin]).map((row) => row.updates);
  expect(draw(7)).toEqual(draw(7));
  const all = [...draw(7), ...draw(8)].flat();
  expect(new Set(all).size).toBe(all.length);
});

test("is added: what comes in stays in", () => {
  const [bare, moved] = [0, 5].map(
    (u) => feed(standalone(addNoise({ eta: 1, seed: 1 })), { w: [0, 0] }, [{ w: [u, u] }])[0]!.updates,
  );
  for (const [i, value] of moved!.entries()) expect(value - bare![i]!).toBeCloseTo(5, 12);
});

test("no noise at η = 0; ranges are checked", () => {
  expect(feed(addNoise({ eta: 0 }), { w: [0, 0] }, [{ w: [1, 2] }])[0]!.updates).toEqual([1, 2]);
  expect(() => addNoise({ seed: -1 })).toThrow("addNoise: seed must be a whole number in [0, 2³²), got -1");
  expect(() => addNoise({ gamma: -1 })).toThrow("addNoise: gamma");
});
