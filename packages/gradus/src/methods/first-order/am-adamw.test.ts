import { expect, test } from "vitest";
import { amAdamw, lastRow, minimize, rosenbrock } from "../../index.ts";
import { iterates } from "../../transforms/gradient-stream.ts";

test("the first step has the learning rate's length where λ P is small", () => {
  const [[x]] = iterates(amAdamw({ learningRate: 0.1, lambda: 0 }), [0], () => [5], 1) as [number[]];
  expect(x).toBeCloseTo(-0.1, 8);
});

test("with λ = 0 the scale of the loss does not matter", () => {
  const at = (scale: number) =>
    iterates(
      amAdamw({ learningRate: 0.1, lambda: 0, betaMax: 0.99, epsilon: 1e-30 }),
      [1, -2],
      ([a, b]) => [scale * a!, scale * 0.1 * b!],
      15,
    );
  const [one, thousand] = [at(1), at(1000)];
  for (const [t, x] of one.entries()) expect(thousand[t]).toEqual(x.map((value) => expect.closeTo(value, 9)));
});

test("a run reports the mean β", async () => {
  const { answer, trace } = await minimize(rosenbrock(), amAdamw({ learningRate: 0.05, betaMax: 0.99 }), {
    steps: 100,
  });
  answer.dispose();
  const betas = trace.rows.slice(1).map(({ extra }) => extra["beta"]!);
  expect(betas[0]).toBe(0.99);
  for (const beta of betas) expect(beta >= 0 && beta <= 0.99).toBe(true);
  expect(Math.min(...betas)).toBeLessThan(0.99);
  expect(lastRow(trace).objective).toBeLessThan(trace.rows[0]!.objective);
});
