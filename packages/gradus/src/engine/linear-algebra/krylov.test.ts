import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generator } from "../random.ts";
import { conjugateGradients } from "./conjugate-gradients.ts";
import { qr, symmetricEigen } from "./decompositions.ts";
import { gmres } from "./gmres.ts";
import { apply, fromRows, identity, type Matrix, multiply, transpose } from "./matrix.ts";
import { largestEigenvalue } from "./power-iteration.ts";
import { addScaled, dot, norm } from "./vector.ts";

const normal = (rows: number, columns: number, seed: number): Matrix => ({
  rows,
  columns,
  data: generator(seed).normals(rows * columns),
});
const times = (A: Matrix) => (x: Float64Array) => apply(A, x);
/** A symmetric matrix with these eigenvalues. */
const withEigenvalues = (values: readonly number[], seed: number) => {
  const { Q } = qr(normal(values.length, values.length, seed));
  return multiply(Q, {
    ...Q,
    ...transpose(Q),
    data: transpose(Q).data.map((q, i) => q * values[Math.floor(i / values.length)]!),
  });
};
const size = fc.integer({ min: 1, max: 12 });
const seed = fc.integer({ min: 0, max: 1e6 });

describe("conjugate gradients", () => {
  test("solves a positive definite system in as many steps as it has distinct eigenvalues", async () => {
    await fc.assert(
      fc.asyncProperty(size, fc.integer({ min: 1, max: 4 }), seed, async (n, distinct, seed) => {
        const A = withEigenvalues(
          Array.from({ length: n }, (_, i) => 1 + (i % distinct)),
          seed,
        );
        const b = generator(seed + 1).normals(n);
        const { x, status, iterations, residual } = await conjugateGradients(times(A), b);
        expect(status).toBe("converged");
        expect(iterations).toBeLessThanOrEqual(Math.min(n, distinct));
        expect(norm(addScaled(b, -1, apply(A, x)))).toBeCloseTo(residual, 9);
        expect(residual).toBeLessThanOrEqual(1e-10 * norm(b));
      }),
      { numRuns: 50 },
    );
  });

  test("stops as soon as an iterate is good enough for a tolerance of its own", async () => {
    const A = withEigenvalues([1, 10, 100, 1000], 4);
    const b = generator(5).normals(4);
    const seen: number[] = [];
    const tolerance = (x: Float64Array) => {
      seen.push(norm(x));
      return seen.length === 3 ? Number.POSITIVE_INFINITY : 0;
    };
    const { status, iterations, x } = await conjugateGradients(times(A), b, { tolerance });
    expect([status, iterations]).toEqual(["converged", 2]);
    expect(seen.at(-1)).toBe(norm(x));
  });

  test("every iterate descends, from any start", async () => {
    const A = withEigenvalues([1, 3, 10, 30, 100, 300], 1);
    const b = generator(2).normals(6);
    const start = generator(3).normals(6);
    const value = (x: Float64Array) => 0.5 * dot(x, apply(A, x)) - dot(b, x);
    let previous = value(start);
    for (const maximumIterations of [1, 2, 3, 4, 5]) {
      const { x, status, iterations } = await conjugateGradients(times(A), b, { maximumIterations, start });
      expect([status, iterations]).toEqual(["maximum iterations", maximumIterations]);
      expect(value(x)).toBeLessThan(previous);
      previous = value(x);
    }
  });

  test("an indefinite matrix shows a direction of negative curvature", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 10 }), seed, async (n, seed) => {
        const A = withEigenvalues(
          Array.from({ length: n }, (_, i) => (i === 0 ? -1 : i)),
          seed,
        );
        const b = generator(seed + 1).normals(n);
        const { status, direction, x } = await conjugateGradients(times(A), b, { maximumIterations: 2 * n });
        expect(status).toBe("negative curvature");
        expect(dot(direction, apply(A, direction))).toBeLessThanOrEqual(0);
        expect(x.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test("the zero right-hand side costs nothing", async () => {
    const result = await conjugateGradients(times(identity(3)), new Float64Array(3));
    expect(result).toMatchObject({ status: "converged", iterations: 0, x: new Float64Array(3) });
  });

  test("numbers that are not finite end it with the last iterate that is", async () => {
    let products = 0;
    const A = withEigenvalues([1, 2, 3], 1);
    const b = Float64Array.of(1, 1, 1);
    const { status, x } = await conjugateGradients((v) => (products++ < 1 ? apply(A, v) : v.map(() => Number.NaN)), b);
    expect(status).toBe("breakdown");
    expect(x).toEqual((await conjugateGradients(times(A), b, { maximumIterations: 1 })).x);
    await expect(conjugateGradients(times(A), b, { start: new Float64Array(2) })).rejects.toThrow(
      "start must have 3 entries, got 2",
    );
  });
});

describe("gmres", () => {
  test("solves any regular system in at most n products, without a restart", async () => {
    await fc.assert(
      fc.asyncProperty(size, seed, async (n, seed) => {
        const A = normal(n, n, seed);
        for (let i = 0; i < n; i++) A.data[i * n + i]! += 4;
        const b = generator(seed + 1).normals(n);
        const { x, status, iterations, residual } = await gmres(times(A), b, { tolerance: 1e-9 });
        expect(status).toBe("converged");
        expect(iterations).toBeLessThanOrEqual(n);
        expect(norm(addScaled(b, -1, apply(A, x)))).toBe(residual);
        expect(residual).toBeLessThanOrEqual(1e-9 * norm(b));
      }),
      { numRuns: 60 },
    );
  });

  test("with restarts it converges where the field of values keeps from zero", async () => {
    const n = 40;
    const A = normal(n, n, 1);
    for (let i = 0; i < n; i++) A.data[i * n + i]! += 15;
    const b = generator(2).normals(n);
    const { status, x, iterations } = await gmres(times(A), b, { restart: 3 });
    expect(status).toBe("converged");
    expect(iterations).toBeGreaterThan(3);
    expect(norm(addScaled(b, -1, apply(A, x)))).toBeLessThanOrEqual(1e-10 * norm(b));
  });

  test("the residual never grows, whether a cycle is short or long", async () => {
    const A = normal(10, 10, 4);
    const b = generator(5).normals(10);
    let previous = norm(b);
    for (let maximumIterations = 1; maximumIterations <= 9; maximumIterations++) {
      const { residual, iterations } = await gmres(times(A), b, { maximumIterations });
      expect(iterations).toBe(maximumIterations);
      expect(residual).toBeLessThanOrEqual(previous * (1 + 1e-12));
      previous = residual;
    }
  });

  test("a cyclic shift stands still until the last product: with restarts for good", async () => {
    const n = 6;
    const shift = (x: Float64Array) => x.map((_, i) => x[(i + 1) % n]!);
    const b = Float64Array.of(1, 0, 0, 0, 0, 0);
    expect(await gmres(shift, b, { restart: n - 1 })).toMatchObject({ status: "breakdown", residual: 1 });
    expect(await gmres(shift, b)).toMatchObject({ status: "converged", iterations: n });
  });

  test("a singular system that has a solution is solved, one that has none breaks down at the least residual", async () => {
    const A = fromRows([
      [2, 0],
      [0, 0],
    ]);
    expect(await gmres(times(A), Float64Array.of(2, 0))).toMatchObject({
      status: "converged",
      x: Float64Array.of(1, 0),
    });
    const { status, x, residual } = await gmres(times(A), Float64Array.of(2, 1));
    expect(status).toBe("breakdown");
    expect(residual).toBeCloseTo(1, 12);
    expect(x[0]).toBeCloseTo(1, 12);
  });

  test("products that are not finite break down", async () => {
    const { status, x } = await gmres((v) => v.map(() => Number.NaN), Float64Array.of(1, 2));
    expect([status, [...x]]).toEqual(["breakdown", [0, 0]]);
  });
});

describe("power iteration", () => {
  test("finds the eigenvalue of largest magnitude, of either sign", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 10 }), seed, fc.constantFrom(1, -1), async (n, seed, sign) => {
        const A = withEigenvalues(
          Array.from({ length: n }, (_, i) => (i === 0 ? 3 * sign : 2 * Math.cos(i))),
          seed,
        );
        const { value, vector, status } = await largestEigenvalue(times(A), n, { tolerance: 1e-9 });
        const { values } = symmetricEigen(A);
        expect(status).toBe("converged");
        expect(value).toBeCloseTo(sign > 0 ? values.at(-1)! : values[0]!, 9);
        expect(norm(vector)).toBeCloseTo(1, 12);
        expect(norm(addScaled(apply(A, vector), -value, vector))).toBeLessThanOrEqual(3.1e-9);
      }),
      { numRuns: 30 },
    );
  });

  test("eigenvalues of one size and two signs are not told apart", async () => {
    const A = withEigenvalues([1, -1], 3);
    expect(await largestEigenvalue(times(A), 2, { maximumIterations: 50 })).toMatchObject({
      status: "maximum iterations",
      iterations: 50,
    });
  });

  test("the zero operator and one that is not finite", async () => {
    expect(await largestEigenvalue((x) => x.map(() => 0), 3)).toMatchObject({ value: 0, status: "converged" });
    expect(await largestEigenvalue((x) => x.map(() => Number.NaN), 3)).toMatchObject({ status: "breakdown" });
  });
});
