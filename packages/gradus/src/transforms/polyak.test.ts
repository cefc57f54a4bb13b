import { numpy as np } from "@jax-js/jax";
import { expect, test } from "vitest";
import { descend, lastRow, minimize, quadratic, scaleByPolyak, standalone, trees } from "../index.ts";

const vector = (...values: number[]) => np.array(values, { dtype: np.float64 });

/** One update at f and g, from a fresh state. */
function once(options: Parameters<typeof scaleByPolyak>[0], value: number, ...gradient: number[]): number[] {
  const optimizer = standalone(scaleByPolyak(options));
  const params = vector(...gradient.map(() => 0));
  const f = np.array(value, { dtype: np.float64 });
  const [update, state] = optimizer.update(vector(...gradient), optimizer.init(params), params, { value: f });
  trees.dispose([params, f, state.inner]);
  return [...(update.dataSync() as Float64Array)];
}

test("the step leads to where the tangent plane takes the lowest value", () => {
  const [u, v] = once({ learningRate: 100, lowest: 1 }, 6, 3, 4) as [number, number];
  expect(6 + 3 * u + 4 * v).toBeCloseTo(1, 7);
  expect(u / v).toBeCloseTo(3 / 4, 12);
});

test("the step size is capped, and 0 where there is nothing to descend to", () => {
  expect(once({ learningRate: 0.5 }, 1e6, 1, -2)).toEqual([-0.5, 1]);
  expect(once({ lowest: 2 }, 1, 3, 4).map(Math.abs)).toEqual([0, 0]);
  expect(once({}, 5, 0, 0).map(Math.abs)).toEqual([0, 0]);
});

test("on ½ ‖x‖² each step halves the way to the minimum", async () => {
  const problem = quadratic({ eigenvalues: [1, 1, 1], dtype: "float64" });
  const method = descend("polyak", scaleByPolyak());
  const { answer, trace } = await minimize(problem, method, { steps: 3 });
  trees.dispose(answer);
  const values = trace.rows.map(({ objective }) => objective);
  for (let i = 1; i < values.length; i++) expect(values[i]! / values[i - 1]!).toBeCloseTo(1 / 4, 6);
  expect(lastRow(trace).extra["stepSize"]).toBeCloseTo(1 / 2, 6);
});

test("without the loss it says what it needs", () => {
  const optimizer = standalone(scaleByPolyak());
  const params = vector(1);
  expect(() => optimizer.update(vector(1), optimizer.init(params), params)).toThrow(/scaleByPolyak needs the loss/);
});
