import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { averageExponentially, averageUniformly, chain, scaleByLearningRate, standalone } from "../index.ts";
import { feed } from "./feed.ts";

const step = scaleByLearningRate(1);
const gradients = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 8, maxLength: 8 });
const wrap = (values: number[]) => values.map((value) => ({ w: [value] }));

test.each([0, 3])("the uniform average is the mean of the parameters after update %i", (start) => {
  const optimizer = standalone(chain(step, averageUniformly({ start })));
  fc.assert(
    fc.property(gradients, (values) => {
      const rows = feed(optimizer, { w: [2] }, wrap(values));
      for (const [i, { params, answer }] of rows.entries()) {
        const seen = rows.slice(start, i + 1).map((row) => row.params[0]!);
        const expected = seen.length > 0 ? seen.reduce((sum, p) => sum + p, 0) / seen.length : params[0]!;
        expect(answer[0]).toBeCloseTo(expected, 11);
      }
    }),
    { numRuns: 20 },
  );
});

describe("the exponential average", () => {
  const decay = 0.8;

  test.each([0, 3])("weights by powers of the decay, normalised, after update %i", (start) => {
    const optimizer = standalone(chain(step, averageExponentially({ decay, start })));
    fc.assert(
      fc.property(gradients, (values) => {
        const rows = feed(optimizer, { w: [2] }, wrap(values));
        for (const [i, { params, answer }] of rows.entries()) {
          const seen = rows.slice(start, i + 1).map((row) => row.params[0]!);
          const weights = seen.map((_, j) => decay ** (seen.length - 1 - j));
          const total = weights.reduce((sum, w) => sum + w, 0);
          const expected = seen.length > 0 ? seen.reduce((sum, p, j) => sum + p * weights[j]!, 0) / total : params[0]!;
          expect(answer[0]).toBeCloseTo(expected, 11);
        }
      }),
      { numRuns: 20 },
    );
  });

  test("without debiasing starts from the first parameters: on constant ones it stays, else it closes in as dᵗ", () => {
    const method = chain(step, averageExponentially({ decay, debias: false }));
    expect(feed(method, { w: [2] }, wrap([0, 0, 0])).map(({ answer }) => answer[0])).toEqual([2, 2, 2]);
    const rows = feed(method, { w: [2] }, wrap([1, 0, 0, 0]));
    for (const [i, { answer }] of rows.entries()) expect(answer[0]).toBeCloseTo(1 + decay ** (i + 1), 13);
  });

  test("with debiasing gives constant parameters exactly from the first update on", () => {
    const rows = feed(chain(step, averageExponentially({ decay: 0.999 })), { w: [5] }, wrap([2, 0, 0]));
    for (const { answer } of rows) expect(answer[0]).toBeCloseTo(3, 13);
  });
});

test("training goes on at the parameters themselves", () => {
  const values = wrap([1, -2, 3]);
  const plain = feed(step, { w: [2] }, values).map(({ params }) => params);
  expect(feed(chain(step, averageUniformly()), { w: [2] }, values).map(({ params }) => params)).toEqual(plain);
  expect(feed(chain(step, averageExponentially()), { w: [2] }, values).map(({ params }) => params)).toEqual(plain);
});

test("options have ranges", () => {
  expect(() => averageExponentially({ decay: 1 })).toThrow("averageExponentially: decay must be in [0, 1), got 1");
  expect(() => averageUniformly({ start: -1 })).toThrow("averageUniformly: start must be a whole number ≥ 0, got -1");
});
