import { expect, test } from "vitest";
import { OptionError, scaleByAdam, scaleByRectifiedAdam } from "../index.ts";
import { updatesFor } from "./gradient-stream.ts";
import { rectification } from "./rectification.ts";

const gradients = [3, -1, 2, 0.5, -2, 1, 1, -0.5, 4, 2].map((g) => [g]);

test("momentum steps first, then Adam's direction times the rectification", () => {
  const rows = updatesFor(scaleByRectifiedAdam(), gradients);
  const adam = updatesFor(scaleByAdam(), gradients);
  let m = 0;
  for (const [i, [g]] of gradients.entries()) {
    m = 0.9 * m + 0.1 * g!;
    const expected = i < 5 ? m / (1 - 0.9 ** (i + 1)) : rectification(0.999, i + 1).factor * adam[i]![0]!;
    expect(rows[i]![0]).toBeCloseTo(expected, 11);
  }
});

test("the paper's threshold of 4 begins a step earlier", () => {
  const paper = updatesFor(scaleByRectifiedAdam({ threshold: 4 }), gradients);
  const code = updatesFor(scaleByRectifiedAdam(), gradients);
  const differs = paper.map(([u], i) => u !== code[i]![0]);
  expect(differs).toEqual(gradients.map((_, i) => i === 4));
});

test("the rectification tends to 1", () => {
  expect(rectification(0.999, 20_000).factor).toBeCloseTo(1, 6);
});

test("with a short memory the second moment is never used", () => {
  // β₂ = 0.5: N_∞ = 3 terms at most.
  const rows = updatesFor(scaleByRectifiedAdam({ beta1: 0, beta2: 0.5 }), gradients);
  for (const [i, [u]] of rows.entries()) expect(u).toBeCloseTo(gradients[i]![0]!, 12);
});

test("rejects a threshold below 4, where the factor is undefined", () => {
  expect(() => scaleByRectifiedAdam({ threshold: 3 })).toThrow(OptionError);
});
