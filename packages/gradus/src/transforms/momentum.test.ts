import { expect, test } from "vitest";
import { accumulateMomentum } from "../index.ts";
import { feed } from "./feed.ts";

const constantGradient = (steps: number) => Array.from({ length: steps }, () => ({ w: [1, -2] }));

test("a constant gradient accumulates to (1 − βᵗ)/(1 − β) of it", () => {
  for (const [i, { updates }] of feed(accumulateMomentum(0.9), { w: [0, 0] }, constantGradient(6)).entries()) {
    const sum = (1 - 0.9 ** (i + 1)) / (1 - 0.9);
    expect(updates).toEqual([expect.closeTo(sum, 13), expect.closeTo(-2 * sum, 13)]);
  }
});

test("Nesterov's form hands on g + β m", () => {
  const plain = feed(accumulateMomentum(0.8), { w: [0, 0] }, constantGradient(4));
  const nesterov = feed(accumulateMomentum(0.8, { nesterov: true }), { w: [0, 0] }, constantGradient(4));
  for (const [i, { updates }] of nesterov.entries()) {
    expect(updates[0]).toBeCloseTo(1 + 0.8 * plain[i]!.updates[0]!, 13);
  }
});

test("a schedule of β is read once an update, from 0", () => {
  const rows = feed(
    accumulateMomentum((step) => step / 10),
    { w: [0, 0] },
    constantGradient(3),
  );
  expect(rows.map(({ updates }) => updates[0])).toEqual([1, 1.1, 1.22].map((value) => expect.closeTo(value, 13)));
});

test("β must be in [0, 1)", () => {
  expect(() => accumulateMomentum(1)).toThrow("accumulateMomentum: momentum must be in [0, 1) or a schedule, got 1");
  expect(() => accumulateMomentum(0.9, { nestrov: true } as never)).toThrow("did you mean 'nesterov'?");
});
