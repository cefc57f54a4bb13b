import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GrowingRows } from "./growing-rows.ts";

const rowOf = (step: number) => ({ step, seconds: step / 10, objective: 1 / (1 + step), calls: {}, extra: {} });

describe("the rows of a run under way", () => {
  it("are few, evenly spread, in order, and begin and end where the run does", () => {
    const lists = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lists, (lengths) => {
        const growing = new GrowingRows();
        let step = 0;
        for (const length of lengths) growing.add(Array.from({ length }, () => rowOf(step++)));
        const steps = growing.rows.map((row) => row.step);
        if (step === 0) {
          expect(steps).toEqual([]);
          return;
        }
        expect(steps.length).toBeLessThanOrEqual(2001);
        expect(steps.length).toBeGreaterThanOrEqual(Math.min(step, 1000));
        expect([steps[0], steps.at(-1)]).toEqual([0, step - 1]);
        const gaps = steps.slice(1).map((own, i) => own - steps[i]!);
        // All alike, but for the last one, which leads to the latest row.
        expect(new Set(gaps.slice(0, -1)).size).toBeLessThanOrEqual(1);
        for (const gap of gaps) expect(gap).toBeGreaterThan(0);
      }),
      { numRuns: 30 },
    );
  });

  it("are left alone while there are few", () => {
    const growing = new GrowingRows();
    growing.add([0, 1, 2].map(rowOf));
    expect(growing.rows.map(({ step }) => step)).toEqual([0, 1, 2]);
    expect(growing.latest?.step).toBe(2);
  });
});
