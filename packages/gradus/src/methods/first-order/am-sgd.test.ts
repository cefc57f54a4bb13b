import { expect, test } from "vitest";
import { amSgd, emaSgd, minimize, quadratic, sgd } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

const curvatures = [1, 0.3, 0.1, 0.01];
const gradientAt = (x: number[]) => x.map((value, i) => curvatures[i]! * value);

test("the first step is gradient descent's", () => {
  expect(iterates(amSgd({ learningRate: 0.2 }), [1, 2, 3, 4], gradientAt, 1)).toEqual(
    iterates(sgd({ learningRate: 0.2 }), [1, 2, 3, 4], gradientAt, 1),
  );
});

test("converges fast at a step size of four times what gradient descent can take", () => {
  // η = 8/L: averages with β = 0.9 are stable below 2 (1 + β)/((1 − β) L) = 38/L; gradient descent below 2/L.
  const last = (optimizer: ReturnType<typeof sgd>) => {
    const x = iterates(optimizer, [1, 1, 1, 1], gradientAt, 300).at(-1)!;
    return x.reduce((sum, value, i) => sum + 0.5 * curvatures[i]! * value * value, 0);
  };
  const adaptive = last(amSgd({ learningRate: 8, betaMax: 0.99 }));
  expect(adaptive).toBeLessThan(last(emaSgd({ learningRate: 8, momentum: 0.9 })));
  expect(adaptive).toBeLessThan(1e-8);
  expect(last(sgd({ learningRate: 8 }))).toBeGreaterThan(1e6);
});

test("a run reports β, 0 at the first step and within its bound later", async () => {
  const problem = quadratic({
    A: [
      [1, 0],
      [0, 0.05],
    ],
    b: [0, 0],
    start: [1, 1],
  });
  const { answer, trace } = await minimize(problem, amSgd({ learningRate: 1 }), { steps: 20 });
  answer.dispose();
  const betas = trace.rows.slice(1).map(({ extra }) => extra["beta"]!);
  expect(betas[0]).toBe(0);
  for (const beta of betas) expect(beta).toBeLessThanOrEqual(0.9);
  expect(Math.max(...betas)).toBeGreaterThan(0.5);
});

test("in a run, gap exact takes the run's own losses", async () => {
  // On a quadratic f_{t−1} − f_t = η ⟨g, d⟩ + ½ η² ⟨d, A d⟩; in one dimension with λ = 0 and A = 1, β is then free of A d
  // but for this term: β = (gap + g² − g d)/(d − g)².
  const rate = 1.5;
  const problem = quadratic({ A: [[1]], b: [0], start: [1] });
  const method = amSgd({ learningRate: rate, gap: "exact", lambda: 0, betaMax: 1 });
  const { answer, trace } = await minimize(problem, method, { steps: 8 });
  let [x, d] = [1, 1];
  for (const [t, row] of trace.rows.slice(1).entries()) {
    const g = x;
    const gap = t === 0 ? 0 : g * d + 0.5 * rate * d * d;
    const beta = t === 0 ? 0 : Math.min(1, Math.max(0, (gap + g * g - g * d) / (d - g) ** 2));
    expect(row.extra["beta"]).toBeCloseTo(beta, 12);
    d = t === 0 ? g : beta * d + (1 - beta) * g;
    x -= rate * d;
  }
  expect(answer.item()).toBeCloseTo(x, 12);
});
