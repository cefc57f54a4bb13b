import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generator, linearAlgebra, OptionError, svenDirection } from "../../index.ts";

const { addScaled, apply, applyTransposed, fromRows, multiply, norm, solve, transpose, zeros } = linearAlgebra;
type Matrix = linearAlgebra.Matrix;

const normal = (rows: number, columns: number, seed: number): Matrix => ({
  rows,
  columns,
  data: generator(seed).normals(rows * columns),
});
const size = fc.integer({ min: 1, max: 9 });
const seed = fc.nat(1e6);

describe.each(["gram", "svd", "randomized"] as const)("by %s", (decomposition) => {
  const all = { decomposition, rtol: 0 };

  test("fewer rows than columns: the equations are solved, by a combination of the rows", async () => {
    await fc.assert(
      fc.asyncProperty(size, size, seed, async (rows, more, seed) => {
        const M = normal(rows, rows + more, seed);
        const R = generator(seed + 1).normals(rows);
        const { direction, rank, singularValues } = await svenDirection(M, R, all);
        expect(rank).toBe(rows);
        // The Gram matrix squares the condition number.
        const condition = singularValues[0]! / singularValues[rows - 1]!;
        fc.pre(condition < 1e3);
        expect(norm(addScaled(apply(M, direction), -1, R))).toBeLessThan(1e-8 * norm(R));
        const coefficients = solve(multiply(M, transpose(M)), apply(M, direction))!;
        expect(norm(addScaled(applyTransposed(M, coefficients), -1, direction))).toBeLessThan(1e-8 * norm(direction));
      }),
      { numRuns: 40 },
    );
  });

  test("more rows than columns: what is left is orthogonal to the columns", async () => {
    await fc.assert(
      fc.asyncProperty(size, size, seed, async (columns, more, seed) => {
        const M = normal(columns + more, columns, seed);
        const R = generator(seed + 1).normals(columns + more);
        const { direction, singularValues } = await svenDirection(M, R, all);
        fc.pre(singularValues[0]! / singularValues.at(-1)! < 1e3);
        const left = addScaled(apply(M, direction), -1, R);
        expect(norm(applyTransposed(M, left))).toBeLessThan(1e-8 * norm(M.data) * norm(R));
      }),
      { numRuns: 40 },
    );
  });

  test("of a matrix of low rank no more is kept than its rank, and the step stays bounded", async () => {
    await fc.assert(
      fc.asyncProperty(size, size, fc.integer({ min: 1, max: 4 }), seed, async (rows, columns, rank, seed) => {
        const M = multiply(normal(rows, rank, seed), normal(rank, columns, seed + 1));
        const R = generator(seed + 2).normals(rows);
        const { direction, rank: kept, singularValues } = await svenDirection(M, R, { decomposition, rtol: 1e-3 });
        expect(kept).toBeLessThanOrEqual(Math.min(rank, rows, columns));
        expect(norm(direction)).toBeLessThanOrEqual((norm(R) / singularValues.at(-1)!) * (1 + 1e-6));
      }),
      { numRuns: 40 },
    );
  });

  test("a matrix of zeros gives no step, and none is kept", async () => {
    const { direction, rank } = await svenDirection(zeros(3, 5), Float64Array.of(1, 2, 3), all);
    expect([...direction]).toEqual([0, 0, 0, 0, 0]);
    expect(rank).toBe(0);
  });

  test("one row: the step along it that solves its equation", async () => {
    const { direction } = await svenDirection(fromRows([[3, 4]]), Float64Array.of(10), all);
    expect(direction[0]).toBeCloseTo(1.2, 12);
    expect(direction[1]).toBeCloseTo(1.6, 12);
  });

  test("what is not finite does not pass as a step", async () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const { direction } = await svenDirection(
        fromRows([
          [1, value],
          [0, 1],
        ]),
        Float64Array.of(1, 1),
        all,
      );
      expect(direction.some((d) => !Number.isFinite(d))).toBe(true);
    }
    const { direction } = await svenDirection(
      fromRows([
        [1, 0],
        [0, 1],
      ]),
      Float64Array.of(1, Number.NaN),
      all,
    );
    expect(direction.some((d) => !Number.isFinite(d))).toBe(true);
  });
});

test("the three decompositions agree on what is well separated", async () => {
  const M = normal(12, 40, 5);
  const R = generator(6).normals(12);
  const [gram, svd, randomized] = await Promise.all(
    (["gram", "svd", "randomized"] as const).map((decomposition) => svenDirection(M, R, { decomposition, rtol: 0 })),
  );
  for (const other of [gram!, randomized!]) {
    expect(norm(addScaled(other.direction, -1, svd!.direction))).toBeLessThan(1e-9 * norm(svd!.direction));
  }
});

describe("truncation", () => {
  const diagonal = fromRows([
    [8, 0, 0, 0],
    [0, 4, 0, 0],
    [0, 0, 1, 0],
  ]);
  const R = Float64Array.of(8, 4, 1);

  test("rank keeps the largest", async () => {
    const { direction, singularValues } = await svenDirection(diagonal, R, { rank: 2, rtol: 0 });
    expect([...singularValues]).toEqual([8, 4]);
    expect([...direction]).toEqual([1, 1, 0, 0]);
  });

  test("rtol is strict and relative to the largest", async () => {
    const rankAt = async (rtol: number) => (await svenDirection(diagonal, R, { rtol })).rank;
    expect(await rankAt(0.5)).toBe(1);
    expect(await rankAt(0.499)).toBe(2);
    expect(await rankAt(0.1249)).toBe(3);
    expect(await rankAt(0.125)).toBe(2);
  });

  test("tolerance counts as kept but takes no step", async () => {
    const { direction, rank } = await svenDirection(diagonal, R, { rtol: 0, tolerance: 2 });
    expect(rank).toBe(3);
    expect([...direction]).toEqual([1, 1, 0, 0]);
  });

  test("the Gram matrix takes nothing below 1e-7 of the largest; singular values themselves do", async () => {
    const M = fromRows([
      [1, 0, 0],
      [0, 1e-9, 0],
    ]);
    const small = Float64Array.of(1, 1e-9);
    expect((await svenDirection(M, small, { rtol: 0 })).rank).toBe(1);
    const svd = await svenDirection(M, small, { rtol: 0, decomposition: "svd" });
    expect(svd.rank).toBe(2);
    expect(svd.direction[1]).toBeCloseTo(1, 6);
  });
});

test("options and sizes are checked", async () => {
  const M = zeros(2, 3);
  await expect(svenDirection(M, new Float64Array(3))).rejects.toThrow("R must have 2 entries, got 3");
  await expect(svenDirection(M, new Float64Array(2), { rtol: 1 })).rejects.toThrow(OptionError);
  await expect(svenDirection(M, new Float64Array(2), { rank: 0 })).rejects.toThrow("rank must be a whole number ≥ 1");
  await expect(svenDirection(M, new Float64Array(2), { decomposition: "qr" as never })).rejects.toThrow(
    /'gram', 'svd'/,
  );
});
