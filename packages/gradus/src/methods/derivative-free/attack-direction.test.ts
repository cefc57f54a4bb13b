import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RatedNetwork } from "../../core/problem.ts";
import { apply, applyTransposed, type Matrix } from "../../engine/linear-algebra/matrix.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import { generator } from "../../engine/random.ts";
import { OptionError } from "../../index.ts";
import { attackDirection } from "./attack-direction.ts";
import { largestEntry } from "./directions.ts";

/** Φ(x) = A x, rated by uᵀ y. */
const linear = (A: Matrix, u: Float64Array): RatedNetwork => ({
  outputs: (x) => apply(A, x),
  pullBack: (_, weights) => applyTransposed(A, weights),
  rate: (y) => ({ value: dot(u, y), gradient: u }),
});

const instance = (seed: number, outputs = 4, n = 5) => {
  const draw = generator(seed);
  return {
    A: { rows: outputs, columns: n, data: draw.normals(outputs * n) },
    u: draw.normals(outputs),
    x: draw.normals(n),
    draw,
  };
};

describe("on a linear network", () => {
  test("FGSM gains r ‖Aᵀu‖₁, the most that any direction within r can", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.double({ min: 1e-3, max: 10, noNaN: true }), async (seed, r) => {
        const { A, u, x, draw } = instance(seed);
        const { direction, products } = await attackDirection(linear(A, u), x, { radius: r });
        const gain = (d: Float64Array) => dot(u, apply(A, d));
        const most = r * applyTransposed(A, u).reduce((sum, g) => sum + Math.abs(g), 0);
        expect(gain(direction)).toBeCloseTo(most, 8);
        expect(products).toBe(1);
        const other = draw.normals(5).map((value) => r * Math.tanh(value));
        expect(gain(other)).toBeLessThanOrEqual(gain(direction));
      }),
    );
  });

  test("PGD with steps of 1/8 arrives at the same corner, with those of the official code at 0.157 of the way", async () => {
    const { A, u, x } = instance(1);
    const network = linear(A, u);
    const fgsm = await attackDirection(network, x, { radius: 0.4 });
    const pgd = await attackDirection(network, x, { radius: 0.4, attack: "PGD" });
    expect(pgd.direction).toEqual(fgsm.direction);
    expect(pgd.products).toBe(10);
    const official = await attackDirection(network, x, { radius: 0.4, attack: "PGD", attackStepSize: 2 / 255 });
    expect(largestEntry(official.direction) / 0.4).toBeCloseTo(10 * (2 / 255) * 2, 12);
  });

  test("the size of u does not matter", async () => {
    const { A, u, x } = instance(2);
    for (const loss of ["linear", "crossEntropy"] as const) {
      const one = await attackDirection(linear(A, u), x, { loss });
      expect(
        (
          await attackDirection(
            linear(
              A,
              u.map((value) => 1000 * value),
            ),
            x,
            { loss },
          )
        ).direction,
      ).toEqual(one.direction);
    }
  });

  test("crossEntropy attacks along u less its mean: the same direction where the mean is 0, else another", async () => {
    const { A, u, x } = instance(3);
    const mean = u.reduce((sum, value) => sum + value, 0) / u.length;
    const centred = u.map((value) => value - mean);
    const [soft, straight] = await Promise.all([
      attackDirection(linear(A, u), x, { loss: "crossEntropy" }),
      attackDirection(linear(A, centred), x),
    ]);
    expect(soft.direction).toEqual(straight.direction);
    const shifted = linear(
      A,
      u.map((value) => value + 100),
    );
    expect((await attackDirection(shifted, x, { loss: "crossEntropy" })).direction).toEqual(soft.direction);
    expect((await attackDirection(shifted, x)).direction).not.toEqual(soft.direction);
  });

  test("ignored outputs have no say", async () => {
    const { A, u, x } = instance(4);
    const loud = u.slice();
    loud[2] = 1e9;
    const only = async (weights: Float64Array, loss: "linear" | "crossEntropy") =>
      (await attackDirection({ ...linear(A, weights), ignored: [2] }, x, { loss })).direction;
    for (const loss of ["linear", "crossEntropy"] as const) expect(await only(loud, loss)).toEqual(await only(u, loss));
  });
});

test("entries without a gradient stay where they are", async () => {
  const network = linear({ rows: 1, columns: 3, data: Float64Array.of(1, 0, -1) }, Float64Array.of(1));
  for (const attack of ["FGSM", "PGD"] as const) {
    const { direction } = await attackDirection(network, new Float64Array(3), { attack, radius: 0.5 });
    expect([...direction]).toEqual([0.5, 0, -0.5]);
  }
});

test("a product that is not finite gives no direction, and says so", async () => {
  const network = { ...linear({ rows: 1, columns: 2, data: Float64Array.of(1, 1) }, Float64Array.of(1)) };
  network.pullBack = () => Float64Array.of(1, Number.NaN);
  const { direction, failure } = await attackDirection(network, new Float64Array(2));
  expect([...direction]).toEqual([0, 0]);
  expect(failure).toMatch(/not finite/);
});

test.each([
  [{ radius: 0 }, "radius must be a positive number, got 0"],
  [{ attack: "CW" }, "attack must be 'FGSM' or 'PGD', got 'CW'"],
  [{ attackSteps: 0 }, "attackSteps must be a whole number ≥ 1, got 0"],
])("%o is refused", async (options, message) => {
  const { A, u, x } = instance(5);
  const attacked = attackDirection(linear(A, u), x, options as never);
  await expect(attacked).rejects.toThrow(OptionError);
  await expect(attacked).rejects.toThrow(message);
});
