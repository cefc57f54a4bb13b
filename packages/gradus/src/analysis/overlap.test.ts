import { numpy as np } from "@jax-js/jax";
import { expect, test } from "vitest";
import { expectNoLeak } from "../engine/live-arrays.ts";
import { lastRow, minimize, sgd } from "../index.ts";
import { withOverlap } from "./overlap.ts";

const problem = {
  initial(key: np.Array) {
    key.dispose();
    return { a: np.array([3, 4], { dtype: np.float64 }) };
  },
  loss: ({ a }: { a: np.Array }) => np.square(a).sum(),
};

test("tells how far a user's own run points in a direction, and changes nothing of it", async () => {
  const options = { steps: 5 };
  const method = sgd({ learningRate: 0.1 });
  const plain = await minimize(problem, method, options);
  const watched = await minimize(problem, withOverlap(method, Float64Array.of(0, -2)), options);
  expect(lastRow(watched.trace).extra["overlap"]).toBeCloseTo(0.8, 12);
  expect(watched.trace.rows.map((row) => row.objective)).toEqual(plain.trace.rows.map((row) => row.objective));
  expect(watched.trace.method).toBe("sgd");
  plain.answer.a.dispose();
  watched.answer.a.dispose();
});

test("a direction of another length is refused, and nothing leaks", async () => {
  await expect(
    minimize(problem, withOverlap(sgd({ learningRate: 0.1 }), Float64Array.of(1)), { steps: 1 }),
  ).rejects.toThrow("the direction must have 2 entries");
  await expectNoLeak(async () => {
    const direction = Float64Array.of(1, 1);
    const { answer } = await minimize(problem, withOverlap(sgd({ learningRate: 0.1 }), direction), { steps: 3 });
    answer.a.dispose();
  });
});
