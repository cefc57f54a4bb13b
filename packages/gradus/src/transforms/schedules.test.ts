import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Schedule, schedules } from "../index.ts";

const value = fc.double({ min: -10, max: 10, noNaN: true });
const count = fc.integer({ min: 1, max: 1000 });
const {
  constant,
  cosine,
  cosineRestarts,
  exponential,
  join,
  linear,
  oneCycle,
  piecewiseConstant,
  piecewiseInterpolated,
  polynomial,
  warmup,
  warmupCosine,
} = schedules;

/** The largest change from one step to the next. */
const largestJump = (schedule: Schedule, steps: number) =>
  Math.max(...Array.from({ length: steps }, (_, t) => Math.abs(schedule(t + 1) - schedule(t))));

describe.each<[string, (options: { from: number; to: number; steps: number }) => Schedule]>([
  ["linear", linear],
  ["warmup", warmup],
  ["cosine", cosine],
  ["polynomial", (options) => polynomial({ ...options, power: 2.5 })],
])("%s", (_, make) => {
  test("begins and ends at its values, stays there, and moves one way between them", () => {
    fc.assert(
      fc.property(value, value, count, (from, to, steps) => {
        const schedule = make({ from, to, steps });
        expect(schedule(0)).toBeCloseTo(from, 12);
        expect(schedule(steps)).toBeCloseTo(to, 12);
        expect(schedule(steps + 1000)).toBeCloseTo(to, 12);
        for (let t = 0; t < Math.min(steps, 50); t++) {
          expect((schedule(t + 1) - schedule(t)) * Math.sign(to - from)).toBeGreaterThan(-1e-12);
        }
      }),
    );
  });
});

test("half way: the mean for a line and a cosine, (1/2)ᵖ of the way left for a polynomial", () => {
  const ends = { from: 8, to: 4, steps: 10 };
  expect(linear(ends)(5)).toBe(6);
  expect(cosine(ends)(5)).toBeCloseTo(6, 13);
  expect(polynomial({ ...ends, power: 2 })(5)).toBe(5);
});

test("constant, and the defaults that are 0", () => {
  expect([0, 1, 1e6].map(constant(3))).toEqual([3, 3, 3]);
  expect(warmup({ to: 1, steps: 4 })(1)).toBe(0.25);
  expect(cosine({ from: 1, steps: 4 })(4)).toBe(0);
});

test("exponential: a factor every T steps, smoothly or at once", () => {
  const smooth = exponential({ from: 2, factor: 0.25, every: 10 });
  expect([0, 5, 10, 20].map(smooth)).toEqual([2, 1, 0.5, 0.125]);
  const stairs = exponential({ from: 2, factor: 0.25, every: 10, staircase: true });
  expect([0, 9, 10, 19, 20].map(stairs)).toEqual([2, 2, 0.5, 0.5, 0.125]);
});

test("warm-up and cosine meet at the peak, without a jump", () => {
  const schedule = warmupCosine({ peak: 1, warmupSteps: 100, steps: 1000, from: 0.1, to: 0.01 });
  expect([0, 50, 100, 550, 1000, 2000].map(schedule)).toEqual(
    [0.1, 0.55, 1, 0.505, 0.01, 0.01].map((v) => expect.closeTo(v, 13)),
  );
  expect(largestJump(schedule, 1200)).toBeLessThan(0.0091);
});

describe("cosine restarts", () => {
  test("each period falls along half a cosine and is m times as long as the one before", () => {
    const schedule = cosineRestarts({ from: 1, to: 0.2, period: 10, multiplier: 2 });
    const middle = expect.closeTo(0.6, 13);
    expect([0, 5, 10, 20, 30, 50, 70].map(schedule)).toEqual([1, middle, 1, middle, 1, middle, 1]);
    for (const end of [9, 29, 69]) expect(schedule(end)).toBeLessThan(0.23);
  });

  test("with m = 1 they repeat exactly, however late", () => {
    const schedule = cosineRestarts({ from: 1, period: 7 });
    for (let t = 0; t < 7; t++) expect(schedule(t + 7_000_000)).toBe(schedule(t));
  });

  test("the first period is a cosine", () => {
    const restarts = cosineRestarts({ from: 3, to: 1, period: 20, multiplier: 1.5 });
    const once = cosine({ from: 3, to: 1, steps: 20 });
    for (let t = 0; t < 20; t++) expect(restarts(t)).toBeCloseTo(once(t), 13);
  });
});

test("one cycle: peak / a, peak, peak / (a b), without a jump", () => {
  const schedule = oneCycle({ peak: 1, steps: 100, rise: 0.25, startDivisor: 10, endDivisor: 100 });
  expect([0, 25, 100, 200].map(schedule)).toEqual([0.1, 1, 0.001, 0.001].map((v) => expect.closeTo(v, 13)));
  expect(schedule(12.5)).toBeCloseTo(0.55, 13);
  expect(largestJump(schedule, 120)).toBeLessThan((0.9 * Math.PI) / 2 / 25);
  // Of PyTorch's defaults.
  const byDefault = oneCycle({ peak: 1, steps: 10 });
  expect([0, 3, 10].map(byDefault)).toEqual([0.04, 1, 4e-6].map((v) => expect.closeTo(v, 13)));
});

test("piecewise constant: the next value begins at its boundary", () => {
  const schedule = piecewiseConstant({ values: [3, 2, 1], boundaries: [10, 20] });
  expect([0, 9, 10, 19, 20, 99].map(schedule)).toEqual([3, 3, 2, 2, 1, 1]);
});

test("piecewise interpolation goes through its points and is constant outside", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(count, value), { minLength: 1, maxLength: 6 }), fc.boolean(), (jumps, isLinear) => {
      const points = jumps.map(([, to], i): [number, number] => [
        jumps.slice(0, i + 1).reduce((sum, [wait]) => sum + wait, 0),
        to,
      ]);
      const schedule = piecewiseInterpolated({ points, along: isLinear ? "linear" : "cosine" });
      for (const [at, to] of points) expect(schedule(at)).toBeCloseTo(to, 12);
      expect(schedule(0)).toBe(points[0]![1]);
      expect(schedule(1e5)).toBe(points.at(-1)![1]);
      for (const [i, [at, to]] of points.slice(1).entries()) {
        const [before, from] = points[i]!;
        expect(schedule((at + before) / 2)).toBeCloseTo((from + to) / 2, 12);
      }
    }),
  );
});

test("joined schedules each count from their own beginning", () => {
  const schedule = join([constant(7), (t) => t, (t) => -t], [2, 5]);
  expect([0, 1, 2, 3, 4, 5, 6].map(schedule)).toEqual([7, 7, 0, 1, 2, 0, -1].map((v) => expect.closeTo(v, 15)));
});

test("what does not fit is named", () => {
  expect(() => linear({ from: 1, to: 0, steps: 0 })).toThrow("linear: steps must be a whole number ≥ 1, got 0");
  expect(() => cosine({ form: 1, steps: 3 } as never)).toThrow("cosine: unknown option 'form': did you mean 'from'?");
  expect(() => warmupCosine({ peak: 1, warmupSteps: 10, steps: 10 })).toThrow(
    "warmupCosine: steps must be above warmupSteps = 10, got 10",
  );
  expect(() => piecewiseConstant({ values: [1, 2], boundaries: [] })).toThrow(
    "piecewiseConstant: values must be 1 for 0 boundaries, got 2",
  );
  expect(() => piecewiseConstant({ values: [1, 2, 3], boundaries: [5, 5] })).toThrow(
    "piecewiseConstant: boundaries must be steps in increasing order, got [5,5]",
  );
  expect(() => join([constant(1)], [3])).toThrow("join: schedules must be 2 for 1 boundaries, got 1");
  expect(() => oneCycle({ peak: 1, steps: 10, rise: 1 })).toThrow("oneCycle: rise must be between 0 and 1, got 1");
  expect(() => piecewiseInterpolated({ points: [] })).toThrow("points must be pairs of step and value");
});
