import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  criticalFraction,
  generator,
  linearAlgebra,
  linearNetworkStability,
  manifoldStability,
  OptionError,
  spectralEdge,
  studentTeacher,
  twoLayers,
} from "../index.ts";

/** A network with normal weights of variance 1/fan-in, and its first neurons flipped. */
function randomNetwork(M: number, N: number, { hidden = 0, readout = 0 }, seed = 0) {
  const { normals } = generator(seed);
  const rows = (count: number, width: number) =>
    Array.from({ length: count }, () => Array.from(normals(width), (x) => x / Math.sqrt(width)));
  const signs = (count: number, flips: number) => Array.from({ length: count }, (_, i) => (i < flips ? -1 : 1));
  return { W1: rows(N, M), W2: rows(1, N), d1: signs(M, hidden), d2: signs(N, readout) };
}

describe("the stability of a linear network's solutions", () => {
  test("without flips nothing is unstable: J ≤ −‖W2‖²", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), fc.nat(1000), (M, N, seed) => {
        const network = randomNetwork(M, N, {}, seed);
        const { eigenvalues, stable } = linearNetworkStability(network);
        const squares = network.W2[0]!.reduce((sum, w) => sum + w * w, 0);
        expect(eigenvalues.at(-1)!).toBeLessThanOrEqual(-squares + 1e-12);
        expect(stable).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test("each further flip moves every eigenvalue up", () => {
    const at = (hidden: number) => linearNetworkStability(randomNetwork(6, 9, { hidden }, 3)).eigenvalues;
    for (let flips = 0; flips < 6; flips++) {
      for (const [i, value] of at(flips + 1).entries()) expect(value).toBeGreaterThanOrEqual(at(flips)[i]! - 1e-12);
    }
  });

  test("is that of any network's residuals, for a linear one", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1000), fc.nat(4), fc.nat(3), async (seed, hidden, readout) => {
        const network = randomNetwork(4, 3, { hidden, readout }, seed);
        const params = twoLayers(network);
        const residuals = ({ W1, W2 }: typeof params) => np.dot(W2, W1).reshape([4]);
        const any = await manifoldStability(residuals, params, { W1: network.d1, W2: network.d2 });
        const own = linearNetworkStability(network);
        expect(Array.from(any.eigenvalues)).toEqual(Array.from(own.eigenvalues, (x) => expect.closeTo(x, 10)));
        expect(linearAlgebra.toRows(any.jacobian).flatMap((row) => [...row])).toEqual(
          linearAlgebra.toRows(own.jacobian).flatMap((row) => Array.from(row, (x) => expect.closeTo(x, 10))),
        );
        params.W1.dispose();
        params.W2.dispose();
      }),
      { numRuns: 5 },
    );
  });

  test("shapes that do not fit, and a second output, are told", () => {
    const network = randomNetwork(3, 2, {});
    expect(() => linearNetworkStability({ ...network, d1: [1] })).toThrow(
      /must have 2, 3 and 2 entries, got 2, 1 and 2/,
    );
    expect(() => linearNetworkStability({ ...network, W2: [...network.W2, ...network.W2] })).toThrow(OptionError);
  });
});

describe("the edge of the spectrum in large networks", () => {
  test("with all inputs flipped is that of Marchenko and Pastur, less 1", () => {
    for (const c of [0.05, 0.1, 0.2, 0.25])
      expect(spectralEdge(c, 1, "hidden")).toBeCloseTo((1 / Math.sqrt(c) - 1) ** 2 - 1, 6);
  });

  test.each([
    ["hidden", 150, 500, 0.3],
    ["hidden", 180, 450, 0.6],
    ["hidden", 220, 220, 0.5],
    ["readout", 150, 500, 0.4],
    ["readout", 220, 220, 0.2],
  ] as const)("%s, %d × %d, %d flipped: as finite matrices have it", (where, M, N, fraction) => {
    const flips = where === "hidden" ? { hidden: Math.round(fraction * M) } : { readout: Math.round(fraction * N) };
    const edges = [0, 1].map((seed) => {
      const network = randomNetwork(M, N, flips, seed);
      // The readout's edge is of W1ᵀ D2 W1 alone, ‖W2‖² being 1.
      const squares = network.W2[0]!.reduce((sum, w) => sum + w * w, 0);
      const W2 = [network.W2[0]!.map((w) => w / Math.sqrt(squares))];
      const edge = -linearNetworkStability({ ...network, W2 }).eigenvalues.at(-1)!;
      return where === "readout" ? edge - 1 : edge;
    });
    const mean = edges.reduce((sum, edge) => sum + edge, 0) / edges.length;
    expect(Math.abs(mean - spectralEdge(M / N, fraction, where))).toBeLessThan(0.15);
  });

  test("falls as more is flipped", () => {
    for (const where of ["hidden", "readout"] as const) {
      const edges = [0.05, 0.2, 0.5, 0.8, 1].map((fraction) => spectralEdge(0.4, fraction, where));
      expect(edges).toEqual(edges.toSorted((a, b) => b - a));
    }
  });

  test.each([
    ["hidden", 0.3, 0.56],
    ["hidden", 0.35, 0.32],
    ["hidden", 0.4, 0.18],
    ["hidden", 0.5, 0.05],
    ["hidden", 0.7, 0],
    ["hidden", 5, 0],
    ["readout", 0.05, 0.31],
    ["readout", 0.1, 0.25],
    ["readout", 0.5, 0.1],
    ["readout", 1, 0.06],
    ["readout", 10, 0.01],
  ] as const)("%s: at c = %d stability is lost at %d", (where, c, expected) => {
    expect(Math.abs(criticalFraction(c, where)! - expected)).toBeLessThan(0.0075);
  });

  test("no fraction of flipped inputs is too much for c ≤ ¼", () => {
    expect(criticalFraction(0.2, "hidden")).toBeUndefined();
    expect(criticalFraction(0.249, "hidden")).toBeUndefined();
    expect(criticalFraction(0.26, "hidden")).toBeLessThan(1);
  });

  test("refuses what is no ratio or fraction", () => {
    expect(() => spectralEdge(0, 0.5, "hidden")).toThrow("spectralEdge: c must be a positive number, got 0");
    expect(() => spectralEdge(1, 1.5, "hidden")).toThrow("spectralEdge: fraction must be in [0, 1], got 1.5");
    expect(() => criticalFraction(Number.NaN, "readout")).toThrow(OptionError);
  });
});

test("the manifold's stability agrees with a network's own curl descent", async () => {
  const problem = studentTeacher({ inputs: 3, hidden: 2, train: 6, test: 1 });
  const teacher = twoLayers(problem.teacher);
  const residuals = (params: typeof teacher) => {
    const x = np.array(
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      { dtype: np.float64 },
    );
    return problem.outputsOf(params, x).reshape([3]);
  };
  expect((await manifoldStability(residuals, teacher, 1)).stable).toBe(true);
  expect((await manifoldStability(residuals, teacher, -1)).stable).toBe(false);
  teacher.W1.dispose();
  teacher.W2.dispose();
});
