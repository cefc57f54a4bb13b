import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  conditioning,
  generator,
  gradientDescentFilter,
  linearAlgebra,
  minimumNorm,
  OptionError,
  ridge,
} from "../index.ts";

const { apply, applyTransposed, fromRows, norm, addScaled, toRows } = linearAlgebra;
const normal = (seed: number, rows: number, columns: number) => ({
  rows,
  columns,
  data: generator(seed).normals(rows * columns),
});
const shapes = fc.record({
  seed: fc.nat(999),
  rows: fc.integer({ min: 1, max: 7 }),
  columns: fc.integer({ min: 1, max: 7 }),
});
const closeTo = (values: ArrayLike<number>, digits = 9) => Array.from(values, (value) => expect.closeTo(value, digits));

describe("conditioning", () => {
  test("of a diagonal matrix is read off", () => {
    const { singularValues, conditionNumber, rank, smoothness } = conditioning(
      fromRows([
        [0.5, 0],
        [0, -2],
      ]),
    );
    expect([...singularValues]).toEqual(closeTo([2, 0.5], 14));
    expect([conditionNumber, rank, smoothness]).toEqual([expect.closeTo(4, 12), 2, expect.closeTo(2, 12)]);
  });

  test("leaves out the zero of centred features, which roots of eigenvalues do not", () => {
    const Z = normal(3, 6, 10);
    for (let j = 0; j < 10; j++) {
      const column = Array.from({ length: 6 }, (_, i) => Z.data[i * 10 + j]!);
      const mean = column.reduce((sum, value) => sum + value, 0) / 6;
      for (let i = 0; i < 6; i++) Z.data[i * 10 + j]! -= mean;
    }
    const { rank, conditionNumber, singularValues } = conditioning(Z);
    expect(rank).toBe(5);
    expect(conditionNumber).toBe(singularValues[0]! / singularValues[4]!);
    expect(conditionNumber).toBeLessThan(100);
  });

  test("resolves a condition number of 10⁹", () => {
    const s = 1e-9;
    const { conditionNumber } = conditioning(
      fromRows([
        [1, 1],
        [1, 1 + s],
      ]),
    );
    expect(conditionNumber / (4 / s)).toBeCloseTo(1, 5);
  });

  test("does not change with a factor or a transposition", () => {
    fc.assert(
      fc.property(shapes, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), ({ seed, rows, columns }, factor) => {
        const Z = normal(seed, rows, columns);
        const { conditionNumber } = conditioning(Z);
        const scaled = conditioning({ ...Z, data: Z.data.map((value) => factor * value) });
        expect(scaled.conditionNumber / conditionNumber).toBeCloseTo(1, 8);
        expect(conditioning(linearAlgebra.transpose(Z)).conditionNumber / conditionNumber).toBeCloseTo(1, 8);
      }),
      { numRuns: 40 },
    );
  });

  test("of no features, and of features that are not finite, is refused; that of zeros is no number", () => {
    expect(() => conditioning({ rows: 0, columns: 2, data: new Float64Array() })).toThrow(OptionError);
    expect(() => conditioning(fromRows([[1, Number.NaN]]))).toThrow("features must be finite");
    expect(conditioning(fromRows([[0, 0]])).conditionNumber).toBeNaN();
  });
});

describe("exact solutions", () => {
  test("the minimum norm fits best, and lies in the rows of Z", () => {
    fc.assert(
      fc.property(shapes, ({ seed, rows, columns }) => {
        const Z = normal(seed, rows, columns);
        const y = generator(seed + 1).normals(rows);
        const w = minimumNorm(Z, y);
        const residual = addScaled(apply(Z, w), -1, y);
        expect(norm(applyTransposed(Z, residual))).toBeLessThan(1e-7);
        if (rows >= columns) return;
        // Z⁺ Z w = w: nothing of it is outside.
        expect([...minimumNorm(Z, apply(Z, w))]).toEqual(closeTo(w, 6));
      }),
      { numRuns: 40 },
    );
  });

  test("ridge solves its normal equations, and tends to the minimum norm", () => {
    const Z = normal(1, 4, 6);
    const y = generator(2).normals(4);
    const w = ridge(Z, y, 0.3);
    const left = addScaled(applyTransposed(Z, apply(Z, w)), 0.3, w);
    expect([...left]).toEqual(closeTo(applyTransposed(Z, y), 12));
    expect([...ridge(Z, y, 1e-12)]).toEqual(closeTo(minimumNorm(Z, y), 9));
  });

  test("one decomposition serves several targets", () => {
    const Z = normal(1, 4, 6);
    const conditions = conditioning(Z);
    const y = generator(2).normals(4);
    expect(minimumNorm(conditions, y)).toEqual(minimumNorm(Z, y));
    expect(ridge(conditions, y, 1)).toEqual(ridge(Z, y, 1));
  });

  test("what does not fit is refused by name", () => {
    const Z = normal(1, 4, 6);
    expect(() => minimumNorm(Z, new Float64Array(3))).toThrow("minimumNorm: targets must have 4 entries, got 3");
    expect(() => ridge(Z, new Float64Array(4), 0)).toThrow("ridge: a must be a positive number, got 0");
    expect(() => ridge(Z, new Float64Array(4).fill(Number.NaN), 1)).toThrow("ridge: targets must be finite");
  });
});

describe("gradient descent as a filter", () => {
  /** Plain steps. */
  function steps(Z: linearAlgebra.Matrix, y: Float64Array, w: Float64Array, learningRate: number, count: number) {
    for (let t = 0; t < count; t++) {
      w = addScaled(w, -learningRate / Z.rows, applyTransposed(Z, addScaled(apply(Z, w), -1, y)));
    }
    return w;
  }

  test("is where the steps lead, from any start and at any stable rate", () => {
    fc.assert(
      fc.property(shapes, fc.double({ min: 0.01, max: 1.9, noNaN: true }), fc.nat(60), (shape, rate, count) => {
        const { seed, rows, columns } = shape;
        const Z = normal(seed, rows, columns);
        const [y, start] = [generator(seed + 1).normals(rows), generator(seed + 2).normals(columns)];
        const learningRate = rate / conditioning(Z).smoothness;
        const { weights, trainMeanSquare } = gradientDescentFilter(Z, y, { start, learningRate })(count);
        expect([...weights]).toEqual(closeTo(steps(Z, y, start, learningRate, count), 9));
        expect(trainMeanSquare).toBeCloseTo(norm(addScaled(apply(Z, weights), -1, y)) ** 2 / rows, 9);
      }),
      { numRuns: 60 },
    );
  });

  test("ends at the minimum norm, and keeps what of a start lies outside the rows of Z", () => {
    const Z = fromRows([[1, 1, 0]]);
    const y = Float64Array.of(2);
    expect([...gradientDescentFilter(Z, y, { learningRate: 0.5 })(10_000).weights]).toEqual(closeTo([1, 1, 0], 12));
    const start = Float64Array.of(3, -3, 7);
    expect([...gradientDescentFilter(Z, y, { start, learningRate: 0.3 })(10_000).weights]).toEqual(
      closeTo([4, -2, 7], 12),
    );
  });

  test("learns more directions with steps, from none to all", () => {
    const conditions = conditioning(normal(5, 5, 5));
    const ranks = [0, 1, 10, 1000, 1e9].map((t) => conditions.effectiveRank(1 / conditions.smoothness, t));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    expect(ranks[0]).toBe(0);
    expect(ranks.at(-1)).toBeCloseTo(5, 6);
  });

  test("a direction that is zero adds nothing, and one that is tiny adds t η s/N", () => {
    const tiny = 1e-12;
    const Z = fromRows([
      [1, 0, 0],
      [0, tiny, 0],
      [0, 0, 0],
    ]);
    const { weights } = gradientDescentFilter(Z, Float64Array.of(1, 1, 1), { learningRate: 3 })(100);
    expect(weights[1]! / (100 * tiny)).toBeCloseTo(1, 12);
    expect(weights[2]).toBe(0);
  });

  test("diverges as the steps do, and refuses what is no step", () => {
    const [Z] = [fromRows([[1]])];
    const descent = gradientDescentFilter(Z!, Float64Array.of(1), { learningRate: 3 });
    expect(descent(2000).weights[0]).toBe(Number.NEGATIVE_INFINITY);
    expect(() => descent(1.5)).toThrow("steps must be a whole number ≥ 0, got 1.5");
    expect(() => gradientDescentFilter(Z!, Float64Array.of(1), { learningRate: 0 })).toThrow(OptionError);
    expect(toRows(Z!)).toHaveLength(1);
  });
});
