import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adaptiveMemory, amSgd, averageGradients, emaSgd, OptionError, standalone } from "../index.ts";
import { compiledOnce, iterates, statesFor, updatesFor } from "./gradient-stream.ts";

const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const vectors = fc.array(
  fc.integer({ min: -50, max: 50 }).map((n) => n / 10),
  { minLength: 3, maxLength: 3 },
);
const lists = fc.array(vectors, { minLength: 6, maxLength: 6 });

type Row = { d: number[]; beta: number };

/** The sequence of β and d for given gradients. */
function run(transformation: ReturnType<typeof adaptiveMemory>, gradients: number[][]) {
  const optimizer = compiledOnce(transformation);
  const params = np.zeros([gradients[0]!.length], { dtype: np.float64 });
  let state = optimizer.init(params);
  return gradients.map((g) => {
    const [updates, next] = optimizer.update(np.array(g, { dtype: np.float64 }), state, params);
    state = next;
    const beta = transformation.report!(next.inner as never)["beta"]!;
    return { d: Array.from((updates as np.Array).dataSync()), beta: beta.item() };
  });
}

describe.each([
  { lambda: 0, betaMax: 1 },
  { lambda: 0.1, betaMax: 0.9 },
  { lambda: 0.5, betaMax: 0.99 },
])("λ = $lambda, β_max = $betaMax", ({ lambda, betaMax }) => {
  const transformation = adaptiveMemory({ lambda, betaMax });

  test("an interior β makes both planes equally high at the new point: ⟨g, d⟩ = ⟨q, d₊⟩", () => {
    fc.assert(
      fc.property(lists, (gradients) => {
        const rows = run(transformation, gradients);
        for (const [i, g] of gradients.entries()) {
          const { beta, d } = rows[i]!;
          expect(beta).toBeGreaterThanOrEqual(0);
          expect(beta).toBeLessThanOrEqual(betaMax);
          if (i === 0 || beta <= 0 || beta >= betaMax) continue;
          const old = rows[i - 1]!.d;
          const q = old.map((x, j) => x - g[j]!);
          expect(Math.abs(dot(g, old) - dot(q, d))).toBeLessThan(1e-9 * (1 + dot(q, q)));
        }
      }),
      { numRuns: 20 },
    );
  });

  test("β is where the dual, a concave parabola, is largest on [0, β_max]", () => {
    fc.assert(
      fc.property(vectors, vectors, (g0, g1) => {
        const [{ d: old }, { beta }] = run(transformation, [g0, g1]) as [Row, Row];
        const q = old.map((x, j) => x - g1[j]!);
        if (dot(q, q) < 1e-9) return;
        // The minimum over the step, for a given weight b, of the model with both proximal terms.
        const dual = (b: number) => {
          const d = old.map((x, j) => ((b + lambda) * x + (1 - b) * g1[j]!) / (1 + lambda));
          const blend = old.map((x, j) => b * x + (1 - b) * g1[j]!);
          const pull = d.map((x, j) => x - old[j]!);
          return b * dot(g1, old) - dot(blend, d) + dot(d, d) / 2 + (lambda / 2) * dot(pull, pull);
        };
        for (const other of [0, 0.25 * betaMax, 0.5 * betaMax, 0.75 * betaMax, betaMax]) {
          expect(dual(beta)).toBeGreaterThanOrEqual(dual(other) - 1e-9 * (1 + dot(q, q)));
        }
      }),
      { numRuns: 20 },
    );
  });
});

test("for λ = 0, β = ‖g‖²/‖d − g‖²", () => {
  const [, { beta }] = run(adaptiveMemory({ lambda: 0, betaMax: 1 }), [
    [3, 0],
    [0, 1],
  ]) as [Row, Row];
  expect(beta).toBeCloseTo(1 / 10, 14);
});

test("a memory far longer than the gradient and along it gives β_max; one against the gradient a small β", () => {
  const beta = (g1: number[]) => run(adaptiveMemory({ lambda: 0 }), [[1, 0], g1])[1]!.beta;
  expect(beta([0.9, 0])).toBe(0.9);
  expect(beta([-1, 0])).toBeCloseTo(0.25, 14);
  expect(beta([-0.1, 0])).toBeCloseTo(0.01 / 1.21, 14);
});

test("the first direction is the gradient, with β = 0", () => {
  expect(run(adaptiveMemory(), [[4, -2]])).toEqual([{ d: [4, -2], beta: 0 }]);
});

test("a gradient equal to the memory gives β = 0, not NaN", () => {
  const rows = run(adaptiveMemory(), [
    [2, -1],
    [2, -1],
    [0, 0],
  ]);
  expect(rows[1]).toEqual({ d: [expect.closeTo(2, 14), expect.closeTo(-1, 14)], beta: 0 });
  expect(rows[2]!.beta).toBe(0);
  expect(
    run(adaptiveMemory(), [
      [0, 0],
      [0, 0],
    ]).map(({ beta }) => beta),
  ).toEqual([0, 0]);
});

test("gradients near the smallest numbers do not give NaN", () => {
  for (const size of [1e-150, 1e-160, 1e-162, 1e-300]) {
    const rows = run(adaptiveMemory(), [
      [size, 0],
      [0, size],
      [-size, size],
    ]);
    for (const { beta, d } of rows) expect([beta, ...d].every(Number.isFinite)).toBe(true);
  }
});

test("one β for all tensors", () => {
  const split = standalone(adaptiveMemory());
  const params = { a: np.zeros([2], { dtype: np.float64 }), b: np.zeros([1], { dtype: np.float64 }) };
  let state = split.init(params);
  const gradients = [
    [1, -2, 3],
    [0.5, 1, -1],
    [2, 0, 1],
  ];
  const whole = updatesFor(adaptiveMemory(), gradients);
  for (const [i, [x, y, z]] of gradients.entries()) {
    const g = { a: np.array([x!, y!], { dtype: np.float64 }), b: np.array([z!], { dtype: np.float64 }) };
    const [updates, next] = split.update(g, state, params);
    state = next;
    for (const [j, u] of [...updates.a.dataSync(), ...updates.b.dataSync()].entries()) {
      expect(u).toBeCloseTo(whole[i]![j]!, 13);
    }
  }
});

test("β_max = 0 and λ = 0 leave gradient descent", () => {
  const gradients = [[1], [-3], [2]];
  expect(updatesFor(adaptiveMemory({ lambda: 0, betaMax: 0 }), gradients)).toEqual(gradients);
});

test("while β sits at its bound the method is the average with momentum (β_max + λ)/(1 + λ)", () => {
  // Gradients that shrink slowly along one direction keep β at its bound.
  const gradients = Array.from({ length: 12 }, (_, i) => [0.99 ** i, -2 * 0.99 ** i]);
  const rows = updatesFor(adaptiveMemory({ lambda: 0.1, betaMax: 0.9 }), gradients);
  const fixed = updatesFor(averageGradients({ momentum: 1 / 1.1 }), gradients);
  for (const [i, row] of rows.entries()) {
    for (const [j, u] of row.entries()) expect(u).toBeCloseTo(fixed[i]![j]!, 12);
  }
});

test("with nesterov the step looks ahead from the new direction", () => {
  const gradients = [
    [1, 2],
    [-1, 1],
  ];
  const rows = run(adaptiveMemory({ nesterov: true }), gradients);
  const plain = run(adaptiveMemory(), gradients);
  const { beta } = plain[1]!;
  expect(rows[1]!.beta).toBe(beta);
  for (const [j, u] of rows[1]!.d.entries()) {
    expect(u).toBeCloseTo(beta * plain[1]!.d[j]! + (1 - beta) * gradients[1]![j]!, 14);
  }
});

describe("gap exact", () => {
  /** f(x) = 2 x² + ½ w x²: the difference of losses, by hand. */
  test.each([0, 0.3])("takes the losses, decay included (w = %d)", (weightDecay) => {
    const rate = 0.05;
    const optimizer = amSgd({ learningRate: rate, gap: "exact", weightDecay, betaMax: 1 });
    let params = np.array([3], { dtype: np.float64 });
    let state = optimizer.init(params);
    const f = (x: number) => 2 * x * x + 0.5 * weightDecay * x * x;
    let [x, d] = [3, Number.NaN];
    let previous = Number.NaN;
    for (let t = 0; t < 5; t++) {
      const g = 4 * x + weightDecay * x;
      if (t === 0) d = g;
      else {
        const gap = (previous - f(x)) / rate;
        const q = d - g;
        const beta = Math.min(1, Math.max(0, (1.1 * gap - q * (g + 0.1 * d)) / (q * q)));
        d = ((beta + 0.1) * d + (1 - beta) * g) / 1.1;
      }
      previous = f(x);
      const value = np.array(2 * x * x, { dtype: np.float64 });
      [params, state] = optimizer.step(np.array([4 * x], { dtype: np.float64 }), state, params, { value });
      value.dispose();
      x -= rate * d;
      expect(params.ref.item()).toBeCloseTo(x, 12);
    }
  });

  test("needs the learning rate and the loss", () => {
    expect(() => adaptiveMemory({ gap: "exact" })).toThrow(/learningRate must be given/);
    const optimizer = amSgd({ gap: "exact" });
    const params = np.zeros([1]);
    expect(() => optimizer.update(np.zeros([1]), optimizer.init(params), params)).toThrow(OptionError);
  });
});

test("on an ill-conditioned quadratic it beats the best fixed momentum of a grid at the same step size", () => {
  const curvatures = [1, 0.3, 0.1, 0.03, 0.01];
  const gradientAt = (x: number[]) => x.map((value, i) => curvatures[i]! * value);
  const lossAfter = (optimizer: Parameters<typeof iterates>[0]) => {
    const x = iterates(optimizer, [1, 1, 1, 1, 1], gradientAt, 150).at(-1)!;
    return x.reduce((sum, value, i) => sum + 0.5 * curvatures[i]! * value * value, 0);
  };
  const fixed = (momentum: number) => lossAfter(emaSgd({ learningRate: 4, momentum }));
  const adaptive = lossAfter(amSgd({ learningRate: 4, betaMax: 0.99 }));
  expect(adaptive).toBeLessThan(Math.min(...[0.5, 0.8, 0.9, 0.95].map(fixed).filter(Number.isFinite)));
});

test("memory is one array a parameter", () => {
  const { state } = statesFor(adaptiveMemory(), [[1, 2]]);
  expect(Object.keys(state)).toEqual(["d", "beta", "previousLoss"]);
  expect(state.previousLoss).toEqual([]);
});

test("names what is wrong", () => {
  expect(() => adaptiveMemory({ betaMax: 1.1 })).toThrow("adaptiveMemory: betaMax must be in [0, 1], got 1.1");
  expect(() => adaptiveMemory({ lambda: -1 })).toThrow(OptionError);
});
