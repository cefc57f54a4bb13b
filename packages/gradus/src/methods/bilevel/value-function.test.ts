import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  generator,
  linearAlgebra,
  OptionError,
  type QuadraticBilevelParts,
  quadraticBilevel,
  valueFunction,
} from "../../index.ts";

const { dot, multiply, transpose } = linearAlgebra;
const [n, m, l] = [2, 3, 2];
const options = { gamma1: 1.5, gamma2: 0.8, r: 5 };

/** Quadratics with convex lower level, and constraints that hold at (x, y). */
function instance(seed: number, kind: "inequality" | "equality" = "inequality") {
  const draw = generator(seed);
  const form = () => {
    const B = { rows: n + m, columns: n + m, data: draw.normals((n + m) ** 2) };
    return { H: multiply(B, transpose(B)), q: draw.normals(n + m) };
  };
  const A = { rows: l, columns: n + m, data: draw.normals(l * (n + m)) };
  const [x, y] = [draw.normals(n), draw.normals(m)];
  const at = linearAlgebra.apply(A, Float64Array.of(...x, ...y));
  const b = at.map((value) => -value - (kind === "inequality" ? draw.uniform() : 0));
  const parts: QuadraticBilevelParts = { sizes: { x: n, y: m }, F: form(), f: form(), g: { A, b, kind } };
  const z = draw.normals(l).map(Math.abs);
  return { bilevel: quadraticBilevel(parts).bilevel, place: { x, y, z } };
}

describe("the value function", () => {
  test("has the gradients that finite differences show", async () => {
    for (const kind of ["inequality", "equality"] as const) {
      const { bilevel, place } = instance(3, kind);
      const { gradient, status } = await valueFunction(bilevel, place, options);
      expect(status).toBe("converged");
      for (const part of ["x", "y", "z"] as const) {
        for (const i of place[part].keys()) {
          const at = async (h: number) => {
            const moved = { ...place, [part]: place[part].with(i, place[part][i]! + h) };
            return (await valueFunction(bilevel, moved, options)).value;
          };
          expect((await at(1e-4)) - (await at(-1e-4))).toBeCloseTo(2e-4 * gradient[part][i]!, 9);
        }
      }
    }
  });

  test("is at most f on C, for multipliers of inequalities", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1e6 }), async (seed) => {
        const { bilevel, place } = instance(seed);
        const { value } = await valueFunction(bilevel, place, options);
        expect((await bilevel.lower.value(place.x, place.y)) - value).toBeGreaterThan(-1e-9);
      }),
      { numRuns: 20 },
    );
  });

  test("is f where y solves the lower level and z is a multiplier", async () => {
    const { bilevel, place } = instance(5);
    // Proximal point iterations lead there.
    let at: { x: Float64Array; y: Float64Array; z: Float64Array } = place;
    for (let k = 0; k < 400; k++) {
      const { theta, lambda } = await valueFunction(bilevel, at, { ...options, r: 100 });
      at = { ...at, y: theta, z: lambda };
    }
    const { value } = await valueFunction(bilevel, at, { ...options, r: 100 });
    expect((await bilevel.lower.value(at.x, at.y)) - value).toBeCloseTo(0, 10);
  });

  test("without constraints is the Moreau envelope: ½ y² / (1 + γ) for ½ y²", async () => {
    const H = linearAlgebra.fromRows([
      [0, 0],
      [0, 1],
    ]);
    const form = { H, q: new Float64Array(2) };
    const { bilevel } = quadraticBilevel({ sizes: { x: 1, y: 1 }, F: form, f: form });
    const place = { x: Float64Array.of(0), y: Float64Array.of(3), z: new Float64Array() };
    const { value, theta } = await valueFunction(bilevel, place, { gamma1: 2 });
    expect(value).toBeCloseTo(4.5 / 3, 12);
    expect(theta[0]).toBeCloseTo(1, 12);
    expect(dot(theta, theta)).toBeGreaterThan(0);
  });

  test("keeps θ in Y, and refuses a z that does not fit", async () => {
    const { bilevel, place } = instance(1);
    const boxed = { ...bilevel, lowerSet: { kind: "box", lower: -0.1, upper: 0.1 } as const };
    const { theta } = await valueFunction(boxed, place, options);
    for (const value of theta) expect(Math.abs(value)).toBeLessThanOrEqual(0.1);
    await expect(valueFunction(bilevel, { ...place, z: new Float64Array(1) }, options)).rejects.toThrow(OptionError);
  });
});
