import { numpy as np } from "@jax-js/jax";
import { expect, test } from "vitest";
import { OptionError, scaleByFactoredRms, standalone, trees } from "../index.ts";
import { updatesFor } from "./gradient-stream.ts";

const float64 = (values: number[] | number[][]) => np.array(values, { dtype: np.float64 });

function run(options: object, gradients: number[][][], params: number[][]) {
  const optimizer = standalone(scaleByFactoredRms(options));
  const at = float64(params);
  let state = optimizer.init(at);
  return gradients.map((gradient) => {
    const [updates, next] = optimizer.update(float64(gradient), state, at);
    state = next;
    return { updates: updates.js() as number[][], numbers: trees.size(state.inner) };
  });
}

/** Algorithm 4 of the paper with its schedule for β₂, in sums as it is printed. */
function paper(gradients: number[][][], clip: number) {
  const [n, m] = [gradients[0]!.length, gradients[0]![0]!.length];
  const R = Array(n).fill(0);
  const C = Array(m).fill(0);
  return gradients.map((G, i) => {
    const beta = 1 - (i + 1) ** -0.8;
    for (let a = 0; a < n; a++) R[a] = beta * R[a] + (1 - beta) * G[a]!.reduce((sum, g) => sum + g * g + 1e-30, 0);
    for (let b = 0; b < m; b++) C[b] = beta * C[b] + (1 - beta) * G.reduce((sum, row) => sum + row[b]! ** 2 + 1e-30, 0);
    const total = R.reduce((sum, r) => sum + r, 0);
    const U = G.map((row, a) => row.map((g, b) => g / Math.sqrt((R[a] * C[b]) / total)));
    const rms = Math.sqrt(U.flat().reduce((sum, u) => sum + u * u, 0) / (n * m));
    return U.map((row) => row.map((u) => u / Math.max(1, rms / clip)));
  });
}

const gradients = [
  [
    [1, -2, 3],
    [0.5, 4, -1],
  ],
  [
    [-3, 1, 2],
    [10, -0.2, 1],
  ],
  [
    [0, 1, -1],
    [2, 2, 0.1],
  ],
];
const zeros = [
  [0, 0, 0],
  [0, 0, 0],
];

test.each([1, 0.3])("the paper's algorithm on a matrix (d = %d)", (clip) => {
  const expected = paper(gradients, clip);
  for (const [t, { updates }] of run({ clip }, gradients, zeros).entries()) {
    for (const [a, row] of updates.entries()) {
      for (const [b, u] of row.entries()) expect(u).toBeCloseTo(expected[t]![a]![b]!, 11);
    }
  }
});

test("a matrix's moment takes the sum of its sides, a small one's its size", () => {
  expect(run({}, gradients, zeros)[0]!.numbers).toBe(5);
  expect(run({ minimumSize: 3 }, gradients, zeros)[0]!.numbers).toBe(6);
});

test("if squared gradients have rank one, factoring loses nothing", () => {
  const outer = [2, -3].map((a) => [1, 0.5, -4].map((b) => a * b));
  const [factored] = run({ clip: Number.POSITIVE_INFINITY }, [outer], zeros);
  const [full] = run({ clip: Number.POSITIVE_INFINITY, minimumSize: 9 }, [outer], zeros);
  for (const [a, row] of factored!.updates.entries()) {
    for (const [b, u] of row.entries()) expect(u).toBeCloseTo(full!.updates[a]![b]!, 12);
  }
});

test("an update's root mean square is never above d", () => {
  const vectors = [[1], [0.001], [100], [-1000]];
  for (const [u] of updatesFor(scaleByFactoredRms({ clip: 0.5 }), vectors))
    expect(Math.abs(u!)).toBeLessThanOrEqual(0.5);
});

test("the first direction is the sign; relative steps scale it by the parameters, from below by ε₂", () => {
  expect(updatesFor(scaleByFactoredRms(), [[5, -2]])[0]).toEqual([expect.closeTo(1, 12), expect.closeTo(-1, 12)]);
  const relative = scaleByFactoredRms({ relativeStep: true });
  expect(updatesFor(relative, [[5, -2]], [3, 4])[0]![0]).toBeCloseTo(Math.sqrt(12.5), 12);
  expect(updatesFor(relative, [[5, -2]], [0, 0])[0]![0]).toBeCloseTo(1e-3, 12);
});

test("a row and a column without gradients give 0 in float32 too, not NaN", () => {
  const optimizer = standalone(scaleByFactoredRms());
  const params = np.zeros([2, 2]);
  const gradient = np.array([
    [100, 0],
    [0, 0],
  ]);
  const [updates] = optimizer.update(gradient, optimizer.init(params), params);
  expect((updates as np.Array).js()).toEqual([
    [expect.closeTo(1, 4), 0],
    [0, 0],
  ]);
});

test("stacks of matrices are factored matrix by matrix", () => {
  const optimizer = standalone(scaleByFactoredRms({ clip: Number.POSITIVE_INFINITY }));
  const params = np.zeros([2, 2, 3], { dtype: np.float64 });
  const stack = np.array([gradients[0]!, gradients[1]!], { dtype: np.float64 });
  const [updates] = optimizer.update(stack, optimizer.init(params), params);
  for (const [i, G] of [gradients[0]!, gradients[1]!].entries()) {
    const [alone] = run({ clip: Number.POSITIVE_INFINITY }, [G], zeros);
    const difference = float64(alone!.updates).sub((updates as np.Array).ref.slice(i));
    expect(np.absolute(difference).max().item()).toBeLessThan(1e-12);
  }
});

test("names what is wrong", () => {
  expect(() => scaleByFactoredRms({ clip: 0 })).toThrow(OptionError);
  expect(() => scaleByFactoredRms({ clip: Number.NaN })).toThrow(OptionError);
});
