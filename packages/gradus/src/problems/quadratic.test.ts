import { numpy as np, random } from "@jax-js/jax";
import fc from "fast-check";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../engine/live-arrays.ts";
import { geometric, OptionError, quadratic, valueAndGradient } from "../index.ts";

const at = (x: number[]) => np.array(x, { dtype: np.float64 });

describe("quadratic", () => {
  const entry = fc.double({ min: -3, max: 3, noNaN: true });
  const squares = fc.integer({ min: 1, max: 4 }).chain((n) => {
    const vector = fc.array(entry, { minLength: n, maxLength: n });
    return fc.record({ B: fc.array(vector, { minLength: n, maxLength: n }), b: vector, x: vector });
  });

  test("has value ½ xᵀAx − bᵀx and gradient Ax − b, in the engine as on the host", () => {
    fc.assert(
      fc.property(squares, ({ B, b, x }) => {
        const A = new Matrix(B).add(new Matrix(B).transpose());
        const Ax = A.mmul(Matrix.columnVector(x)).to1DArray();
        const expected = x.reduce((sum, xi, i) => sum + xi * (Ax[i]! / 2 - b[i]!), 0);
        const problem = quadratic({ A: A.to2DArray(), b });
        const [value, gradient] = valueAndGradient((point: np.Array) => problem.loss(point, undefined))(at(x));
        expect(value.item()).toBeCloseTo(expected, 10);
        expect((problem.evaluate([Float64Array.from(x)]) as number[])[0]).toBeCloseTo(expected, 10);
        for (const [i, g] of (gradient.js() as number[]).entries()) expect(g).toBeCloseTo(Ax[i]! - b[i]!, 10);
      }),
      { numRuns: 25 },
    );
  });

  test("knows its minimum exactly, and that there is none along a direction of descent", () => {
    fc.assert(
      fc.property(squares, ({ B, b, x }) => {
        const A = new Matrix(B).mmul(new Matrix(B).transpose()).add(Matrix.eye(b.length)).to2DArray();
        const { minimum, evaluate } = quadratic({ A, b });
        const [least, elsewhere] = evaluate([Float64Array.from(minimum.at![0]!), Float64Array.from(x)]) as number[];
        expect(least).toBeCloseTo(minimum.value, 9);
        expect(elsewhere).toBeGreaterThanOrEqual(minimum.value - 1e-9);
      }),
      { numRuns: 25 },
    );
    expect(quadratic({ A: [[1, 0], [0, -1]] }).minimum).toEqual({ value: Number.NEGATIVE_INFINITY }); // biome-ignore format: a matrix
    expect(quadratic({ A: [[1, 0], [0, 0]], b: [1, 1] }).minimum.value).toBe(Number.NEGATIVE_INFINITY); // biome-ignore format: a matrix
    expect(quadratic({ A: [[2, 0], [0, 0]], b: [2, 0] }).minimum.value).toBeCloseTo(-1, 12); // biome-ignore format: a matrix
  });

  test("a given spectrum is the matrix's, in a basis that the seed decides", () => {
    const eigenvalues = geometric(1e-2, 1e2, 6);
    const { A } = quadratic({ eigenvalues, basisSeed: 3 });
    const found = new EigenvalueDecomposition(new Matrix(A), { assumeSymmetric: true }).realEigenvalues;
    for (const [i, value] of found.toSorted((a, b) => a - b).entries()) expect(value).toBeCloseTo(eigenvalues[i]!, 10);
    expect(quadratic({ eigenvalues, basisSeed: 3 }).A).toEqual(A);
    expect(quadratic({ eigenvalues, basisSeed: 4 }).A).not.toEqual(A);
    expect(eigenvalues[3]! / eigenvalues[2]!).toBeCloseTo(eigenvalues[1]! / eigenvalues[0]!, 12);
  });

  test("starts at 0 beside a linear term, else at random, or where it is told", () => {
    const start = (problem: ReturnType<typeof quadratic>, seed: number) => problem.initial(random.key(seed)).js();
    expect(start(quadratic({ A: [[1]], b: [1] }), 1)).toEqual([0]);
    expect(start(quadratic({ A: [[1]], start: [4] }), 1)).toEqual([4]);
    expect(start(quadratic({ A: [[1]] }), 1)).not.toEqual(start(quadratic({ A: [[1]] }), 2));
    expect(quadratic({ A: [[1]], dtype: "float32" }).initial(random.key(0)).dtype).toBe("float32");
  });

  test("leaks nothing and says what is wrong", async () => {
    const problem = quadratic({ eigenvalues: [1, 2], b: [1, 0] });
    await expectNoLeak(() => problem.loss(problem.initial(random.key(0)), undefined).item());
    expect(() => quadratic({})).toThrow(new OptionError("quadratic: give either A or eigenvalues"));
    expect(() => quadratic({ A: [[1, 2]] })).toThrow(/A must be square/);
    expect(() => quadratic({ A: [[1, 2], [0, 1]] })).toThrow(/A must be symmetric/); // biome-ignore format: a matrix
    expect(() => quadratic({ A: [[1]], b: [1, 2] })).toThrow(/b must have 1 entries, got 2/);
    expect(() => quadratic({ A: [[1]], start: [1, 2] })).toThrow(/start must have 1 entries, got 2/);
  });
});
