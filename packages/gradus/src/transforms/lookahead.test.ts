import { expect, test } from "vitest";
import { accumulateMomentum, averageUniformly, chain, lookahead, scaleByLearningRate } from "../index.ts";
import { feed } from "./feed.ts";

const step = scaleByLearningRate(1);
const ones = (count: number) => Array.from({ length: count }, () => ({ w: [1, -1] }));

test("every k steps the slow weights go α of the way, and the fast ones start again there", () => {
  const rows = feed(lookahead(step, { period: 3, stepSize: 0.5 }), { w: [10, -10] }, ones(6));
  expect(rows.map(({ params }) => params[0])).toEqual([9, 8, 8.5, 7.5, 6.5, 7]);
  expect(rows.map(({ answer }) => answer[0])).toEqual([10, 10, 8.5, 8.5, 8.5, 7]);
  expect(rows.map(({ params }) => params[1])).toEqual([-9, -8, -8.5, -7.5, -6.5, -7]);
});

test("α = 1 is the inner optimizer itself, with its state", () => {
  const inner = chain(accumulateMomentum(0.9), scaleByLearningRate(0.1));
  const gradients = [3, -1, 4, 1, -5].map((g) => ({ w: [g, 2 * g] }));
  const rows = feed(lookahead(inner, { period: 2, stepSize: 1 }), { w: [1, 2] }, gradients);
  const expected = feed(inner, { w: [1, 2] }, gradients);
  for (const [i, { params }] of rows.entries()) {
    expect(params).toEqual(expected[i]!.params.map((p) => expect.closeTo(p, 12)));
  }
});

test("fast weights that are not finite reach the slow ones at a synchronisation only", () => {
  const rows = feed(lookahead(step, { period: 2, stepSize: 0.5 }), { w: [0] }, [{ w: [Number.NaN] }, { w: [1] }]);
  expect(rows[0]!.answer).toEqual([0]);
  expect(rows[1]!.answer).toEqual([Number.NaN]);
});

test("the answer of a transformation inside comes through, as do the numbers it reports", () => {
  const method = lookahead(chain(step, averageUniformly()), { period: 2, stepSize: 0.5 });
  expect(feed(method, { w: [0] }, [{ w: [2] }])[0]!.answer).toEqual([-2]);
  expect(method.reportNumbers!(1)).toEqual({ learningRate: 1 });
});

test("options have ranges", () => {
  expect(() => lookahead(step, { stepSize: 0 })).toThrow("lookahead: stepSize must be in (0, 1], got 0");
  expect(() => lookahead(step, { period: 1.5 })).toThrow("lookahead: period must be a whole number ≥ 1, got 1.5");
});
