import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockOf } from "./trial-clock.ts";

describe("the clock of an experiment", () => {
  it("goes by the times on record before anything has run", () => {
    expect(clockOf([{ expected: 2 }, { expected: 4 }])).toEqual({ done: 0, left: 6 });
  });

  it("goes by this machine's pace once a trial is done", () => {
    const { done, left } = clockOf([{ expected: 2, took: 6 }, { expected: 4 }]);
    expect(done).toBeCloseTo(1 / 3);
    expect(left).toBeCloseTo(12);
  });

  it("counts what has run of a trial under way", () => {
    expect(clockOf([{ expected: 4, elapsed: 1 }]).left).toBeCloseTo(3);
  });

  it("takes a trial that runs over its time for nearly done, however long it runs", () => {
    const { done, left } = clockOf([{ expected: 1, elapsed: 30 }, { expected: 1 }]);
    expect(done).toBeLessThan(0.5);
    expect(left).toBeGreaterThanOrEqual(30);
  });

  it("shares what is left among trials that run side by side, never among more than there are", () => {
    const trials = [{ expected: 3 }, { expected: 3 }];
    expect(clockOf(trials, 2).left).toBe(3);
    expect(clockOf(trials, 8).left).toBe(3);
  });

  it("ends with everything done and nothing left, and never goes beyond", () => {
    const times = fc.double({ min: 0.01, max: 100, noNaN: true });
    const trial = fc.record({
      expected: times,
      took: fc.option(times, { nil: undefined }),
      elapsed: fc.option(times, { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(trial, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 4 }), (trials, width) => {
        const { done, left } = clockOf(trials as never, width);
        expect(done).toBeGreaterThanOrEqual(0);
        expect(done).toBeLessThanOrEqual(1 + 1e-12);
        expect(left).toBeGreaterThanOrEqual(-1e-9);
        if (trials.every(({ took }) => took !== undefined)) expect(done).toBeCloseTo(1);
      }),
    );
  });
});
