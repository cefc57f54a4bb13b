import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../engine/live-arrays.ts";
import {
  bootstrapInterval,
  bracketLoss,
  curlDescent,
  curlField,
  fluctuation,
  lastRow,
  linearAlgebra,
  linearise,
  minimize,
  OptionError,
  observe,
  quadratic,
  reportBelow,
  scalarStudent,
} from "../index.ts";

const vector = (values: number[]) => np.array(values, { dtype: np.float64 });
const saddle = (target: number) => (w: np.Array) => scalarStudent({ target }).loss(w, undefined);

describe("a linearised flow", () => {
  test("turns the saddle at the origin into a centre: ±t becomes ±it", async () => {
    const origin = vector([0, 0]);
    const descent = await linearise(curlField(saddle(1.5), [1, 1]), origin);
    expect([...descent.eigenvalues.real]).toEqual([expect.closeTo(1.5, 12), expect.closeTo(-1.5, 12)]);
    expect(descent).toMatchObject({ stable: false, curlRatio: 0, neutral: 0 });
    const curl = await linearise(curlField(saddle(1.5), [1, -1]), origin);
    expect([...curl.eigenvalues.real]).toEqual([expect.closeTo(0, 12), expect.closeTo(0, 12)]);
    expect([...curl.eigenvalues.imaginary].map(Math.abs)).toEqual([expect.closeTo(1.5, 12), expect.closeTo(1.5, 12)]);
    expect(curl.curlRatio).toBeGreaterThan(1e9);
    origin.dispose();
  });

  test("on a manifold of solutions has one neutral direction, and w₂² − w₁² tells whether it is stable", async () => {
    for (const [a, stable] of [
      [0.5, true],
      [2, false],
    ] as const) {
      const solution = vector([a, 1 / a]);
      const { abscissa, neutral, ...flow } = await linearise(curlField(saddle(1), [1, -1]), solution);
      expect(neutral).toBe(1);
      expect(flow.stable).toBe(stable);
      expect(Math.max(abscissa, 0)).toBeCloseTo(Math.max(a * a - 1 / (a * a), 0), 10);
      solution.dispose();
    }
  });

  test("a spiral has complex eigenvalues, and a gradient's flow no curl", async () => {
    const origin = vector([0, 0]);
    const matrix = (rows: number[][]) => (x: np.Array) => np.dot(np.array(rows, { dtype: np.float64 }), x);
    const spiral = await linearise(
      matrix([
        [-0.1, 2],
        [-2, -0.1],
      ]),
      origin,
    );
    expect(spiral.abscissa).toBeCloseTo(-0.1, 12);
    expect(spiral.eigenvalues.imaginary[0]).toBeCloseTo(2, 12);
    expect(spiral.curlRatio).toBeCloseTo(20, 10);
    expect(spiral.stable).toBe(true);
    expect(
      (
        await linearise(
          matrix([
            [-1, 3],
            [3, -2],
          ]),
          origin,
        )
      ).curlRatio,
    ).toBe(0);
    origin.dispose();
  });

  test("leaves no arrays behind", async () => {
    await expectNoLeak(async () => {
      const origin = vector([0.3, 0.4]);
      await linearise(curlField(saddle(1), [1, -1]), origin);
      origin.dispose();
    });
  });
});

test("eigenvalues of any matrix have its trace and determinant; what is not finite has none", () => {
  const entry = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(
    fc.property(fc.array(entry, { minLength: 4, maxLength: 4 }), ([a, b, c, d]) => {
      const { real, imaginary } = linearAlgebra.eigenvalues(
        linearAlgebra.fromRows([
          [a!, b!],
          [c!, d!],
        ]),
      );
      expect(real[0]! + real[1]!).toBeCloseTo(a! + d!, 8);
      const [re, im] = [
        real[0]! * real[1]! - imaginary[0]! * imaginary[1]!,
        real[0]! * imaginary[1]! + real[1]! * imaginary[0]!,
      ];
      expect(re).toBeCloseTo(a! * d! - b! * c!, 6);
      expect(im).toBeCloseTo(0, 6);
    }),
  );
  expect([...linearAlgebra.eigenvalues(linearAlgebra.fromRows([[Number.NaN]])).real]).toEqual([Number.NaN]);
  expect(() => linearAlgebra.eigenvalues(linearAlgebra.fromRows([[1, 2]]))).toThrow(/square/);
});

describe("observe", () => {
  const problem = quadratic({
    A: [
      [1, 0],
      [0, 1],
    ],
    b: [0, 0],
    start: [1, 1],
  });
  const looking = (seen: number[], options = {}) =>
    observe(curlDescent()<np.Array>, {
      look: async (x: np.Array, { step }) => {
        seen.push(step);
        return { first: (await x.ref.data())[0]! };
      },
      ...options,
    });

  test("looks at every so many steps, and tells rows and stop rules what it reads", async () => {
    const seen: number[] = [];
    const { trace, answer } = await minimize(problem, looking(seen, { every: 3, from: 2 }), { steps: 9 });
    expect(seen).toEqual([2, 5, 8]);
    expect(trace.rows[5]!.extra["first"]).toBeCloseTo(0.9 ** 5, 12);
    expect(trace.rows[6]!.extra["first"]).toBeUndefined();
    answer.dispose();
    const stopped = await minimize(problem, looking([]), { steps: 99, stop: reportBelow("first", 0.5) });
    expect(lastRow(stopped.trace).step).toBe(7);
    stopped.answer.dispose();
  });

  test("leaves the steps as they are, and no arrays behind", async () => {
    const objectives = async (method: ReturnType<typeof looking>) => {
      const { trace, answer } = await minimize(problem, method, { steps: 5 });
      answer.dispose();
      return trace.rows.map(({ objective }) => objective);
    };
    expect(await objectives(looking([]))).toEqual(await objectives(curlDescent() as never));
    const method = looking([]);
    await expectNoLeak(() => objectives(method));
  });

  test("checks its options", () => {
    expect(() => looking([], { every: 0 })).toThrow(OptionError);
  });
});

describe("fluctuation", () => {
  test("is 0 for what is frozen, and the ratio of variances for the rest", () => {
    const frozen = fluctuation();
    expect(frozen.q()).toBeNaN();
    for (let i = 0; i < 5; i++) frozen.add([1, 2, 3]);
    expect(frozen.q()).toBe(0);
    const moving = fluctuation();
    for (const x of [-1, 1]) moving.add([x, 4 + x]);
    // Each varies by 1 in time; the means 0 and 4 by 4.
    expect(moving.q()).toBeCloseTo(1 / 4, 14);
    expect(moving.count).toBe(2);
    expect(() => moving.add([1])).toThrow("there must be 2 weights, got 1");
  });

  test("sees variances far below the weights' squares", () => {
    const small = fluctuation();
    for (const x of [-1, 1]) small.add([1e3 + x * 1e-9, 2e3]);
    expect(small.q() / (1e-18 / 2 / 250000)).toBeCloseTo(1, 1);
  });
});

describe("critical values", () => {
  test("are bracketed between neighbours, wherever they are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 40 }), async (first, more) => {
        const last = first + more;
        const at = first + 1 + (more >> 1);
        let asked = 0;
        const bracket = await bracketLoss((value) => ++asked > 0 && value >= at, first, last);
        expect(bracket).toEqual(at > last ? expect.anything() : { low: at - 1, high: at, estimate: at - 0.5 });
        expect(asked).toBeLessThanOrEqual(2 + Math.ceil(Math.log2(more + 1)));
      }),
    );
    expect((await bracketLoss(() => true, 0, 5)).estimate).toBe(Number.NEGATIVE_INFINITY);
    expect((await bracketLoss(() => false, 0, 5)).estimate).toBe(Number.POSITIVE_INFINITY);
    await expect(bracketLoss(() => true, 1.5, 5)).rejects.toThrow(/whole numbers in order, got 1.5 and 5/);
  });

  test("have intervals that hold the mean, narrower for more values, the same for the same seed", () => {
    const values = Array.from({ length: 12 }, (_, i) => (i * 7) % 12);
    const { mean, low, high } = bootstrapInterval(values);
    expect(mean).toBeCloseTo(5.5, 12);
    // 1.96 standard errors of the mean.
    expect((high - low) / 2).toBeCloseTo((1.96 * Math.sqrt(143 / 12)) / Math.sqrt(12), 0);
    expect(bootstrapInterval(values)).toEqual({ mean, low, high });
    const more = bootstrapInterval([...values, ...values, ...values, ...values]);
    expect(more.high - more.low).toBeLessThan(0.7 * (high - low));
    expect(bootstrapInterval([3])).toEqual({ mean: 3, low: 3, high: 3 });
    expect(bootstrapInterval([1, Number.POSITIVE_INFINITY]).mean).toBeNaN();
    expect(() => bootstrapInterval([])).toThrow(OptionError);
    expect(() => bootstrapInterval([1], { confidence: 1 })).toThrow("confidence must be in (0, 1), got 1");
  });
});
