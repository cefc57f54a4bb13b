import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OptionError, scaleByAdam } from "../index.ts";
import { updatesFor } from "./gradient-stream.ts";

const gradients = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 6, maxLength: 6 });

/** Algorithm 1 of the paper, for one coordinate. */
function paper(gradients: number[], { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, root = 0 } = {}) {
  let [m, v] = [0, 0];
  return gradients.map((g, i) => {
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    const mean = m / (1 - beta1 ** (i + 1));
    return mean / (Math.sqrt(v / (1 - beta2 ** (i + 1)) + root) + epsilon);
  });
}

const column = (values: number[]) => values.map((value) => [value]);

describe("the paper's algorithm, on any gradients", () => {
  const settings = [
    {},
    { beta1: 0, beta2: 0 },
    { beta1: 0.5, beta2: 0.9, epsilon: 0.1 },
    { epsilon: 1e-3, root: 0.01 },
  ];
  test.each(settings)("%j", ({ root, ...options }) => {
    const direction = scaleByAdam({ ...options, ...(root && { epsilonRoot: root }) });
    fc.assert(
      fc.property(gradients, (g) => {
        const expected = paper(g, { ...options, ...(root && { root }) });
        for (const [i, [u]] of updatesFor(direction, column(g)).entries()) expect(u).toBeCloseTo(expected[i]!, 12);
      }),
      { numRuns: 20 },
    );
  });
});

test("the first direction is the gradient's sign, and a constant gradient keeps it", () => {
  for (const [u, w] of updatesFor(scaleByAdam(), Array(50).fill([3, -0.01]))) {
    expect(u).toBeCloseTo(1, 6);
    expect(w).toBeCloseTo(-1, 5);
  }
});

test("the direction does not depend on the scale of the loss", () => {
  const g = [1, -2, 0.5, 4, -1];
  const direction = scaleByAdam({ epsilon: 1e-30 });
  const plain = updatesFor(direction, column(g));
  const scaled = updatesFor(direction, column(g.map((x) => 1000 * x)));
  for (const [i, [u]] of plain.entries()) expect(scaled[i]![0]).toBeCloseTo(u!, 13);
});

test("with amsgrad the denominator does not shrink", () => {
  // After one large gradient, small ones: v decays, its maximum does not.
  const g = [10, ...Array(20).fill(0.1)];
  const [beta1, beta2] = [0, 0.5];
  const adam = updatesFor(scaleByAdam({ beta1, beta2 }), column(g)).at(-1)![0]!;
  const amsgrad = updatesFor(scaleByAdam({ beta1, beta2, amsgrad: true }), column(g)).at(-1)![0]!;
  const decayed = 50 * 0.5 ** 20 + 0.01 * (1 - 0.5 ** 20);
  expect(adam).toBeCloseTo(0.1 / Math.sqrt(decayed / (1 - 0.5 ** 21)), 6);
  expect(amsgrad).toBeCloseTo(0.1 / Math.sqrt(50 / (1 - 0.5 ** 21)), 10);
});

test("with nesterov the mean looks ahead: Dozat's formula, and a first step beyond Adam's", () => {
  const [beta1, beta2] = [0.9, 0.999];
  const g = [2, -1, 3];
  let [m, v] = [0, 0];
  const rows = updatesFor(scaleByAdam({ nesterov: true }), column(g));
  for (const [i, x] of g.entries()) {
    m = beta1 * m + (1 - beta1) * x;
    v = beta2 * v + (1 - beta2) * x * x;
    const mean = (beta1 * m) / (1 - beta1 ** (i + 2)) + ((1 - beta1) * x) / (1 - beta1 ** (i + 1));
    expect(rows[i]![0]).toBeCloseTo(mean / (Math.sqrt(v / (1 - beta2 ** (i + 1))) + 1e-8), 12);
  }
  expect(rows[0]![0]).toBeCloseTo(0.9 / 1.9 + 1, 7);
});

test("a gradient that is 0 gives no step", () => {
  expect(updatesFor(scaleByAdam(), Array(5).fill([0]))).toEqual(Array(5).fill([0]));
});

test("names what is wrong with an option", () => {
  expect(() => scaleByAdam({ beta1: 1 })).toThrow(OptionError);
  expect(() => scaleByAdam({ beta1: 1 })).toThrow(/scaleByAdam: beta1 must be in \[0, 1\), got 1/);
  expect(() => scaleByAdam({ epsilon: 0 })).toThrow(/epsilon/);
  expect(() => scaleByAdam({ beta: 0.9 } as object)).toThrow(/did you mean 'beta1'/);
});
