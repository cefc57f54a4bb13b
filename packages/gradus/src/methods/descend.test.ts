import { expect, test } from "vitest";
import { adabelief, minimize, quadratic } from "../index.ts";

const problem = quadratic({
  A: [
    [2, 0.3],
    [0.3, 1],
  ],
  b: [1, 1],
  start: [3, 2],
});

test("resumes bit for bit", async () => {
  const method = adabelief({ learningRate: 0.05 });
  const whole = await minimize(problem, method, { steps: 100 });
  const half = await minimize(problem, method, { steps: 50, checkpoint: true });
  const rest = await minimize(problem, method, { steps: 100, resume: half.checkpoint! });
  const a = await whole.answer.data(),
    b = await rest.answer.data();
  expect(a).toEqual(b);
  expect(rest.trace.rows.map((r) => r.objective)).toEqual(whole.trace.rows.map((r) => r.objective));
});
