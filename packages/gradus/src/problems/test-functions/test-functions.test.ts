import { numpy as np, random } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  absoluteScaled,
  absoluteSum,
  absoluteValley,
  ackley,
  beale,
  booth,
  branin,
  canyon,
  compile,
  goldsteinPrice,
  griewank,
  himmelblau,
  levy,
  matyas,
  mccormick,
  OptionError,
  powellSingular,
  quadraticScaled,
  quadraticValley,
  rastrigin,
  rosenbrock,
  type SumOfSquares,
  shiftedAckley,
  shiftedRastrigin,
  sixHumpCamel,
  sphere,
  styblinskiTang,
  valueAndGradient,
  zakharov,
} from "../../index.ts";

const functions = [
  beale(),
  booth(),
  matyas(),
  himmelblau(),
  goldsteinPrice(),
  branin(),
  sixHumpCamel(),
  mccormick(),
  ...[2, 5].flatMap((dimension) =>
    [sphere, rosenbrock, zakharov, styblinskiTang, ackley, rastrigin, griewank, levy].map((make) =>
      make({ dimension }),
    ),
  ),
  powellSingular(),
  powellSingular({ dimension: 8 }),
  canyon(),
  canyon({ waves: 0.25 }),
  shiftedRastrigin({ shift: [0.3, -0.4, 2] }),
  shiftedAckley({ shift: [0.3, -4] }),
  absoluteSum(),
  absoluteValley(),
  quadraticValley(),
  absoluteScaled(),
  quadraticScaled(),
];

const array = (x: ArrayLike<number>) => np.array(Float64Array.from(x), { dtype: np.float64 });

/** A kink at the minimum: the gradient there is a subgradient. */
const isKinked = (name: string) => name.startsWith("|") || name.includes("Ackley");

describe.each(functions.map((f) => [f.name, f] as const))("%s", (_, f) => {
  const [value] = [(x: ArrayLike<number>) => f.evaluate([Float64Array.from(x)]) as number[]];
  const traced = compile(valueAndGradient((x: np.Array) => f.loss(x, undefined)));
  const lossAndSlope = (x: ArrayLike<number>) => {
    const [loss, gradient] = traced(array(x));
    return { loss: loss.item() as number, slope: gradient.dataSync() as Float64Array };
  };
  const points = () => {
    const { lower, upper } = f.domain;
    return fc.tuple(...lower.map((low, i) => fc.double({ min: low, max: upper[i]!, noNaN: true })));
  };
  const largest = (() => {
    const corners = [f.domain.lower, f.domain.upper].map((corner) => Math.abs(value(corner)[0]!));
    return Math.max(1, ...corners);
  })();

  test("takes its minimum at each minimiser, where the gradient vanishes", () => {
    for (const at of f.minimum.at!) {
      expect(value(at)[0]).toBeCloseTo(f.minimum.value, 10);
      const { loss, slope } = lossAndSlope(at);
      expect(loss).toBeCloseTo(f.minimum.value, 10);
      for (const s of slope) expect(s, `gradient at ${at}`).toBeCloseTo(0, isKinked(f.name) ? 8 : 5);
    }
  });

  test("is nowhere lower, and the same on the host and in the engine", () => {
    fc.assert(
      fc.property(points(), (x) => {
        const [onHost] = value(x);
        expect(onHost).toBeGreaterThanOrEqual(f.minimum.value - 1e-9);
        expect(Math.abs(lossAndSlope(x).loss - onHost!)).toBeLessThanOrEqual(1e-12 * (largest + Math.abs(onHost!)));
      }),
      { numRuns: 50 },
    );
  });

  test("has the gradient that differences show", () => {
    fc.assert(
      fc.property(points(), (x) => {
        const { slope } = lossAndSlope(x);
        x.forEach((xi, i) => {
          const h = 1e-5 * (1 + Math.abs(xi));
          // The canyon's wall begins there, with a jump of the second derivative.
          if (f.name === "canyon" && Math.abs(x[0]! + 1.6 * x[1]!) < 1e-3) return;
          if (isKinked(f.name) && x.some((other) => Math.abs(other) < 1e-3 || Math.abs(other - xi) < 1e-3)) return;
          const shifted = (by: number) => value(x.map((xj, j) => (j === i ? xj + by : xj)))[0]!;
          const difference = (8 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))) / (12 * h);
          expect(Math.abs(slope[i]! - difference)).toBeLessThanOrEqual(
            1e-6 * (1 + largest / 10 + Math.abs(difference)),
          );
        });
      }),
      { numRuns: 20 },
    );
  });

  if ("residuals" in f) {
    test("is half the mean square of its residuals", () => {
      const { residuals, loss } = f as SumOfSquares;
      fc.assert(
        fc.property(points(), (x) => {
          const halfMeanSquare = np
            .square(residuals(array(x), undefined))
            .mean()
            .mul(0.5)
            .item() as number;
          const direct = loss(array(x), undefined).item() as number;
          expect(Math.abs(halfMeanSquare - direct)).toBeLessThanOrEqual(1e-13 * (1 + direct));
        }),
        { numRuns: 10 },
      );
    });
  }

  test("leaks nothing", async () => {
    await expectNoLeak(() => f.loss(f.initial(random.key(0)), undefined).item());
  });
});

test("starts at the literature's point, at a given one, or anywhere in the domain by the seed", () => {
  const start = (f: { initial(key: np.Array): np.Array }, seed: number) => f.initial(random.key(seed)).js() as number[];
  expect(start(rosenbrock({ dimension: 3 }), 7)).toEqual([-1.2, 1, -1.2]);
  expect(start(beale({ start: [2, 1.5] }), 7)).toEqual([2, 1.5]);
  const uniform = branin();
  const draws = Array.from({ length: 40 }, (_, seed) => start(uniform, seed));
  expect(start(uniform, 3)).toEqual(draws[3]);
  expect(new Set(draws.map(String)).size).toBe(40);
  for (const [x = Number.NaN, y = Number.NaN] of draws) {
    expect(x).toBeGreaterThanOrEqual(-5);
    expect(x).toBeLessThanOrEqual(10);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThanOrEqual(15);
  }
  expect(Math.max(...draws.map(([x]) => x!))).toBeGreaterThan(8);
});

test("follows the dtype that was asked for", () => {
  const { loss, initial } = ackley({ dimension: 3, dtype: np.float32 });
  const x = initial(random.key(1));
  expect(x.dtype).toBe("float32");
  const value = loss(x, undefined);
  expect(value.dtype).toBe("float32");
  value.dispose();
});

test("names what is wrong with options", () => {
  expect(() => rosenbrock({ dimension: 1 })).toThrow(
    new OptionError("Rosenbrock: dimension must be at least 2, got 1"),
  );
  expect(() => powellSingular({ dimension: 6 })).toThrow(/multiple of 4, got 6/);
  expect(() => beale({ start: [1] })).toThrow(new OptionError("Beale: start must have 2 entries, got 1"));
  expect(() => beale({ dtype: "float16" as never })).toThrow(/dtype must be 'float32' or 'float64'/);
  expect(() => sphere({ dimensions: 3 } as never)).toThrow(/did you mean 'dimension'/);
});
