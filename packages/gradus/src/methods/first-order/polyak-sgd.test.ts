import { expect, test } from "vitest";
import { minimize, polyakSgd, sphere, trees } from "../../index.ts";

test("with the right lowest value it closes in on the minimum of a convex function without tuning", async () => {
  const { answer, trace } = await minimize(sphere({ start: [3, -4] }), polyakSgd(), { steps: 4 });
  trees.dispose(answer);
  const values = trace.rows.map(({ objective }) => objective);
  for (let i = 1; i < values.length; i++) expect(values[i]! / values[i - 1]!).toBeCloseTo(1 / 4, 6);
});

test("below the lowest value that it is told it rests", async () => {
  const { answer, trace } = await minimize(sphere({ start: [1, 1] }), polyakSgd({ lowest: 5 }), { steps: 3 });
  trees.dispose(answer);
  expect(trace.rows.map(({ objective }) => objective)).toEqual([2, 2, 2, 2]);
});
