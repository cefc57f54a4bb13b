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

test("stays stable at step sizes at which the fixed momentum of the same bound diverges from noise-free quadratics", () => {
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

test("in a run, gap exact takes the run's own losses and agrees with the linear one for small steps", async () => {
  const problem = quadratic({
    A: [
      [1, 0],
      [0, 0.05],
    ],
    b: [1, 0.1],
    start: [1, 1],
  });
  const run = async (gap: "linear" | "exact", learningRate: number) => {
    const { answer, trace } = await minimize(problem, amSgd({ learningRate, gap, betaMax: 1 }), { steps: 8 });
    answer.dispose();
    return trace.rows.slice(1).map(({ extra }) => extra["beta"]!);
  };
  const [linear, exact] = [await run("linear", 1e-3), await run("exact", 1e-3)];
  for (const [t, beta] of exact.entries()) expect(Math.abs(beta - linear[t]!)).toBeLessThan(0.05);
  expect(await run("exact", 0.5)).not.toEqual(await run("linear", 0.5));
});
