import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AdaptiveMemoryAdamwOptions,
  adamw,
  adaptiveMemoryAdamw,
  amAdamw,
  OptionError,
  standalone,
} from "../index.ts";
import { compiledOnce, iterates, updatesFor } from "./gradient-stream.ts";

const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const lists = fc.array(
  fc.array(
    fc.integer({ min: -50, max: 50 }).map((n) => n / 10),
    { minLength: 3, maxLength: 3 },
  ),
  {
    minLength: 6,
    maxLength: 6,
  },
);

/** β, d, v and the correction after each step, for parameters of two tensors that stay where they are. */
function run(
  transformation: ReturnType<typeof adaptiveMemoryAdamw>,
  gradients: number[][],
  params: number[] = [0, 0, 0],
) {
  const optimizer = compiledOnce(transformation);
  const parts = (values: number[], dtype: np.DType = np.float64) => [
    np.array(values.slice(0, 2), { dtype }),
    np.array(values.slice(2), { dtype }),
  ];
  const at = parts(params);
  let state = optimizer.init(at);
  return gradients.map((g) => {
    const [updates, next] = optimizer.update(parts(g), state, at);
    state = next;
    const { d, v, beta, correction } = next.inner as unknown as Record<string, np.Array[]>;
    const numbers = (arrays: np.Array[]) => arrays.flatMap((array) => Array.from(array.ref.dataSync()));
    return {
      u: numbers(updates as np.Array[]),
      d: numbers(d!),
      v: numbers(v!),
      beta: numbers(beta!),
      correction: numbers(correction!),
    };
  });
}

describe.each<AdaptiveMemoryAdamwOptions>([
  { learningRate: 0.1, betaMax: 0.99 },
  { learningRate: 0.1, betaMax: 0.9, lambda: 0, weightDecay: 0.2 },
  { learningRate: (step) => 0.1 / (step + 1), betaMax: 0.99, lambda: 0.5, weightDecay: 0.1 },
  { learningRate: (step) => 0.1 / (step + 1), betaMax: 0.99, scope: "global", weightDecay: 0.1 },
])("%j", (options) => {
  test("an interior β makes both planes equally high: (1 + μη) gap/η − μ⟨q, θ⟩ = ⟨q, d₊/P⟩", () => {
    const { learningRate, betaMax, weightDecay: mu = 0, scope } = options as Required<AdaptiveMemoryAdamwOptions>;
    const rate = (t: number) => (typeof learningRate === "number" ? learningRate : learningRate(t));
    const params = [0.5, -1, 2];
    let interior = 0;
    const transformation = adaptiveMemoryAdamw(options);
    fc.assert(
      fc.property(lists, (gradients) => {
        const rows = run(transformation, gradients, params);
        for (let t = 1; t < gradients.length; t++) {
          const [before, now] = [rows[t - 1]!, rows[t]!];
          const tensors = scope === "global" ? [[0, 1, 2]] : [[0, 1], [2]];
          for (const [k, indices] of tensors.entries()) {
            const beta = now.beta[k]!;
            if (!(beta > 1e-6 && beta < betaMax - 1e-6)) continue;
            interior++;
            const pick = (values: number[]) => indices.map((i) => values[i]!);
            const correctionOf = (i: number) => before.correction[scope === "global" || i < 2 ? 0 : 1]!;
            const P = indices.map((i) => correctionOf(i) * (Math.sqrt(now.v[i]! / (1 - 0.999 ** (t + 1))) + 1e-8));
            const g = pick(gradients[t]!);
            const [old, next, x] = [pick(before.d), pick(now.d), pick(params)];
            const q = old.map((value, i) => value - g[i]!);
            const gap =
              rate(t - 1) *
              dot(
                g,
                old.map((value, i) => value / P[i]! + mu * x[i]!),
              );
            const left = ((1 + mu * rate(t)) * gap) / rate(t) - mu * dot(q, x);
            const right = dot(
              q,
              next.map((value, i) => value / P[i]!),
            );
            const size =
              Math.abs(left) +
              Math.abs(right) +
              dot(
                q,
                q.map((value, i) => value / P[i]!),
              );
            expect(Math.abs(left - right)).toBeLessThan(1e-8 * size);
          }
        }
      }),
      { numRuns: 25, seed: 1 },
    );
    expect(interior).toBeGreaterThan(10);
  });
});

test("with λ = 0, while β stays at its bound, it is AdamW with β₁ = β_max", () => {
  // Gradients that shrink slowly in one direction keep β at its bound.
  const gradientAt = (_: number[], t: number) => [3, -1].map((g) => g * 0.995 ** t);
  const options = { learningRate: 0.01, weightDecay: 0.1, beta2: 0.99 };
  const adaptive = iterates(amAdamw({ ...options, lambda: 0, betaMax: 0.5 }), [1, 2], gradientAt, 20);
  const fixed = iterates(adamw({ ...options, beta1: 0.5 }), [1, 2], gradientAt, 20);
  for (const [t, x] of adaptive.entries()) {
    for (const [i, value] of x.entries()) expect(value).toBeCloseTo(fixed[t]![i]!, 12);
  }
});

test("with β_max = 0 and λ = 0 it is AdamW without momentum, on any gradients", () => {
  const adaptive = amAdamw({ learningRate: 0.1, lambda: 0, betaMax: 0 });
  const fixed = adamw({ learningRate: 0.1, beta1: 0, weightDecay: 0 });
  fc.assert(
    fc.property(lists, (gradients) => {
      const at = (_: number[], t: number) => gradients[t]!;
      const expected = iterates(fixed, [0, 0, 0], at, 6);
      for (const [t, x] of iterates(adaptive, [0, 0, 0], at, 6).entries()) {
        for (const [i, value] of x.entries()) expect(value).toBeCloseTo(expected[t]![i]!, 11);
      }
    }),
    { numRuns: 15 },
  );
});

test("the first β is β_max and the first step has the learning rate's length", () => {
  const [row] = run(adaptiveMemoryAdamw({ learningRate: 0.1 }), [[4, -0.1, 2]]);
  expect(row!.beta).toEqual([0.89, 0.89]);
  // d = (1 − β_max) g / (1 + λ P), P = (1 − β_max)|g|.
  for (const [i, g] of [4, -0.1, 2].entries()) {
    const P = 0.11 * (Math.abs(g) + 1e-8);
    expect(row!.u[i]).toBeCloseTo((0.11 * g) / (1 + 0.1 * P) / P, 12);
  }
});

test("the correction is 1 − β_max times the product of past β, and 1 for good once β was 0", () => {
  const rows = run(adaptiveMemoryAdamw({ learningRate: 0.1, betaMax: 0.99, lambda: 0 }), [
    [1, 1, 1],
    [0.5, 2, -1],
    [1, -1, 0.5],
    [1, 2, -3],
  ]);
  let product = [1, 1];
  for (const { beta, correction } of rows) {
    product = product.map((value, k) => value * beta[k]!);
    for (const [k, value] of correction.entries()) expect(value).toBeCloseTo(1 - 0.99 * product[k]!, 13);
  }
});

test("the correction is exact in float32 where the product would cancel", () => {
  const optimizer = standalone(adaptiveMemoryAdamw({ learningRate: 0.1, betaMax: 0.9999 }));
  const params = np.zeros([2]);
  let state = optimizer.init(params);
  const first = (state.inner as unknown as { correction: np.Array[] }).correction[0]!;
  expect(first.ref.item()).toBe(Math.fround(1 - 0.9999));
  [, state] = optimizer.update(np.array([1, -1]), state, params);
  const second = (state.inner as unknown as { correction: np.Array[] }).correction[0]!;
  expect(second.item() / (1 - 0.9999 ** 2)).toBeCloseTo(1, 6);
});

test("tensors have their own β; scope global has one", () => {
  const gradients = [
    [1, 1, 1],
    [2, -1, 0.9],
    [0.1, 1, -1],
    [3, 1, 2],
  ];
  const local = run(adaptiveMemoryAdamw({ learningRate: 0.1, betaMax: 0.99, lambda: 0 }), gradients);
  expect(local.some(({ beta: [a, b] }) => a !== b)).toBe(true);
  const global = run(adaptiveMemoryAdamw({ learningRate: 0.1, betaMax: 0.99, lambda: 0, scope: "global" }), gradients);
  for (const { beta } of global) expect(beta).toHaveLength(1);
});

test("no gradient ever: β = 0 after the first step, and nothing moves or becomes NaN", () => {
  const rows = run(adaptiveMemoryAdamw({ learningRate: 0.1 }), Array(3).fill([0, 0, 0]));
  expect(rows.map(({ beta }) => beta)).toEqual([
    [0.89, 0.89],
    [0, 0],
    [0, 0],
  ]);
  for (const { u } of rows) expect(u).toEqual([0, 0, 0]);
});

test("gradients near the smallest numbers do not give NaN", () => {
  for (const size of [1e-150, 1e-160, 1e-162, 1e-300]) {
    const rows = run(adaptiveMemoryAdamw({ learningRate: 0.1 }), [
      [0, 0, 0],
      [0, size, -size],
      [size, 0, size],
    ]);
    for (const { beta, d, u } of rows) expect([...beta, ...d, ...u].every(Number.isFinite)).toBe(true);
  }
});

test("a learning rate that is 0 for a while drops the gap and moves nothing", () => {
  const rates = [0.1, 0, 0, 0.1];
  const optimizer = amAdamw({ learningRate: (step) => rates[step]!, weightDecay: 0.5 });
  const points = iterates(optimizer, [1], (_, t) => [[1], [2], [-1], [1]][t]!, 4);
  expect(points[1]).toEqual(points[0]);
  expect(points[2]).toEqual(points[0]);
  expect(Number.isFinite(points[3]![0]!)).toBe(true);
});

test("decay is decoupled: it does not enter v", () => {
  const [row] = updatesFor(adaptiveMemoryAdamw({ learningRate: 0.1, weightDecay: 0.5, lambda: 0 }), [[3]], [10]);
  expect(row![0]).toBeCloseTo(1 + 5, 7);
});

test("reports the mean β", () => {
  const transformation = adaptiveMemoryAdamw({ learningRate: 0.1, betaMax: 0.99, lambda: 0 });
  const optimizer = standalone(transformation);
  const params = [np.zeros([1]), np.zeros([1])];
  let state = optimizer.init(params);
  for (const [a, b] of [
    [1, 1],
    [-2, 1.1],
  ]) {
    [, state] = optimizer.update([np.array([a!]), np.array([b!])], state, params);
  }
  const { beta } = state.inner as unknown as { beta: np.Array[] };
  const mean = transformation.report!(state.inner as never)["beta"]!.item();
  expect(mean).toBeCloseTo((beta[0]!.item() + beta[1]!.item()) / 2, 6);
});

test("rejects β_max = 1, which would divide by 0 in the first step", () => {
  expect(() => adaptiveMemoryAdamw({ learningRate: 0.1, betaMax: 1 })).toThrow(OptionError);
  expect(() => adaptiveMemoryAdamw({} as AdaptiveMemoryAdamwOptions)).toThrow(/learningRate/);
});
