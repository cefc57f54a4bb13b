import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Aggregator,
  alignedMtlAggregator,
  cagradAggregator,
  famoAggregator,
  graddropAggregator,
  imtlGAggregator,
  linearScalarisationAggregator,
  mgdaAggregator,
  nashMtlAggregator,
  OptionError,
  pcgradAggregator,
  samGsAggregator,
} from "../../index.ts";
import { aggregated, randomGradients } from "./small-tasks.ts";

const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const norm = (a: number[]) => Math.sqrt(dot(a, a));
const sumOf = (G: number[][]) => G[0]!.map((_, i) => G.reduce((sum, g) => sum + g[i]!, 0));
const close = (actual: number[], expected: number[], digits = 8) => {
  const size = Math.max(1, ...expected.map(Math.abs));
  expect(actual.map((x) => x / size)).toEqual(expected.map((x) => expect.closeTo(x / size, digits)));
};

const everyOne: Record<string, () => Aggregator> = {
  "sam-gs": samGsAggregator,
  "sam-gs, equalised": () => samGsAggregator({ threshold: 2 }),
  "linear-scalarisation": linearScalarisationAggregator,
  pcgrad: pcgradAggregator,
  cagrad: cagradAggregator,
  mgda: mgdaAggregator,
  "imtl-g": imtlGAggregator,
  "nash-mtl": nashMtlAggregator,
  graddrop: graddropAggregator,
  "aligned-mtl": alignedMtlAggregator,
  famo: () => famoAggregator({ minLosses: -1 }),
};
const losses = (K: number) => Array.from({ length: K }, (_, k) => k + 1);

describe.each(Object.entries(everyOne))("%s", (_, make) => {
  test("one task's direction points along its gradient, coordinate by coordinate", async () => {
    const { direction } = await aggregated(make(), [[3, -4]], { losses: [1] });
    expect(Math.sign(direction[0]!)).toBe(1);
    expect(Math.sign(direction[1]!)).toBe(-1);
  });

  test("gradients that are 0 give 0", async () => {
    const { direction } = await aggregated(
      make(),
      [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
      { losses: losses(3) },
    );
    expect(direction.map((d) => d + 0)).toEqual([0, 0, 0]);
  });

  test("conflicting, vanishing, duplicated, opposite and dependent gradients give finite numbers", async () => {
    const hard = [
      [
        [1, 2],
        [1, 2],
      ],
      [
        [1, 2],
        [-1, -2],
      ],
      [
        [1, 2],
        [0, 0],
      ],
      [
        [1, 2],
        [-3, 1e-9],
        [1, 2],
      ],
      [
        [1, 0],
        [-0.5, 0.8],
        [-0.5, -0.8],
      ],
      [
        [1, 0, 0],
        [0, 1, 0],
        [1, 1, 0],
        [-2, -2, 0],
      ],
      [
        [1e-12, 0],
        [1e6, 1e6],
      ],
      [
        [0, 0],
        [0, 0],
        [1, -1],
      ],
    ];
    for (const G of hard) {
      for (const dtype of [np.float64, np.float32]) {
        const { direction, weights } = await aggregated(make(), G, { losses: losses(G.length), dtype });
        expect([...direction, ...weights].every(Number.isFinite), JSON.stringify(G)).toBe(true);
      }
    }
  });

  test("a gradient that is not finite is not passed over in silence", async () => {
    const { direction } = await aggregated(
      make(),
      [
        [1, Number.NaN],
        [1, 2],
      ],
      { losses: losses(2) },
    );
    expect(direction.every(Number.isFinite)).toBe(false);
  });

  test("many tasks: 40 random gradients give finite numbers", async () => {
    const { direction } = await aggregated(make(), randomGradients(40, 60, 3), { losses: losses(40) });
    expect(direction.every(Number.isFinite)).toBe(true);
    expect(norm(direction)).toBeGreaterThan(0);
  });
});

const gradients = (K: number, n = 4) =>
  fc.array(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: n, maxLength: n }), {
    minLength: K,
    maxLength: K,
  });
const anyTasks = fc.integer({ min: 2, max: 5 }).chain((K) => gradients(K, 6));
const few = { numRuns: 25 };

describe("pcgrad", () => {
  const inOrder = (K: number) =>
    pcgradAggregator({ orders: () => Array.from({ length: K }, () => [...Array(K).keys()]) });

  test("two tasks end up at no obtuse angle to the sum", () =>
    fc.assert(
      fc.asyncProperty(gradients(2), async (G) => {
        const { direction } = await aggregated(inOrder(2), G);
        for (const g of G) expect(dot(direction, g)).toBeGreaterThan(-1e-9);
      }),
      few,
    ));

  test("without conflict it is the sum", async () => {
    close(
      (
        await aggregated(pcgradAggregator(), [
          [1, 0, 2],
          [1, 1, 0],
          [0, 2, 1],
        ])
      ).direction,
      [2, 3, 3],
    );
  });

  test("projects onto the gradients as they were", async () => {
    // g_1 loses its part along g_2: (1, 0) − (−1/1.25)(−1, 0.5) = (0.2, 0.4); g_2 that along g_1: (0, 0.5).
    close(
      (
        await aggregated(pcgradAggregator(), [
          [1, 0],
          [-1, 0.5],
        ])
      ).direction,
      [0.2, 0.9],
    );
  });

  test("orders that are none are refused", async () => {
    const wrong = pcgradAggregator({
      orders: () => [
        [0, 0],
        [1, 0],
      ],
    });
    await expect(aggregated(wrong, [[1], [2]])).rejects.toThrow(
      /orders must be 2 permutations of 0 to 1, got \[\[0,0\]/,
    );
  });
});

describe("mgda", () => {
  test("every gradient gains at least d's own square, so d descends for all", () =>
    fc.assert(
      fc.asyncProperty(anyTasks, async (G) => {
        const { direction, weights } = await aggregated(mgdaAggregator(), G);
        const size = Math.max(1, ...G.map((g) => dot(g, g)));
        for (const g of G) expect(dot(direction, g)).toBeGreaterThan(dot(direction, direction) - 1e-8 * size);
        expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 10);
        expect(Math.min(...weights)).toBeGreaterThan(-1e-12);
      }),
      few,
    ));

  test("two equal gradients get a half each, and a vanishing one gets all", async () => {
    expect(
      (
        await aggregated(mgdaAggregator(), [
          [1, 2],
          [1, 2],
        ])
      ).weights,
    ).toEqual([0.5, 0.5]);
    expect(
      (
        await aggregated(mgdaAggregator(), [
          [0, 0],
          [1, 2],
          [2, 1],
        ])
      ).direction,
    ).toEqual([0, 0]);
  });

  test("opposite gradients cancel: Pareto stationary", async () => {
    close(
      (
        await aggregated(mgdaAggregator(), [
          [1, 2],
          [-2, -4],
        ])
      ).direction,
      [0, 0],
      12,
    );
  });
});

describe("cagrad", () => {
  test("c = 0 gives the mean gradient", async () => {
    const G = randomGradients(3, 5, 1);
    close(
      (await aggregated(cagradAggregator({ c: 0 }), G)).direction,
      sumOf(G).map((s) => s / 3),
      6,
    );
  });

  test("stays within c of the mean gradient, and no simplex point has a lower objective", () =>
    fc.assert(
      fc.asyncProperty(anyTasks, fc.double({ min: 0.1, max: 0.9, noNaN: true }), async (G, c) => {
        const g0 = sumOf(G).map((s) => s / G.length);
        const { direction, diagnostics } = await aggregated(cagradAggregator({ c }), G);
        const away = direction.map((d, i) => d * (1 + c * c) - g0[i]!);
        expect(norm(away)).toBeLessThan(c * norm(g0) + 1e-4 * c + 1e-6);
        const objective = (w: number[]) => {
          const g = g0.map((_, i) => w.reduce((sum, weight, k) => sum + weight * G[k]![i]!, 0));
          const c0 = c * Math.sqrt(dot(g0, g0) + 1e-8) + 1e-8;
          return dot(g, g0) + c0 * Math.sqrt(dot(g, g) + 1e-8);
        };
        const w = G.map((_, k) => diagnostics[`weight${k + 1}`]!);
        for (let k = 0; k < G.length; k++) {
          for (const step of [1e-3, 0.1, 1]) {
            const other = w.map((weight, i) => (1 - step) * weight + (i === k ? step : 0));
            expect(objective(other)).toBeGreaterThan(objective(w) - 1e-7);
          }
        }
      }),
      few,
    ));
});

describe("imtl-g", () => {
  test("d has the same projection onto every unit gradient", () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 2, max: 5 }), async (seed, K) => {
        const G = randomGradients(K, 8, seed);
        const { direction, weights } = await aggregated(imtlGAggregator(), G);
        const projections = G.map((g) => dot(direction, g) / norm(g));
        for (const p of projections) expect(p).toBeCloseTo(projections[0]!, 6);
        expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 8);
      }),
      few,
    ));

  test("duplicated gradients count as one", async () => {
    close(
      (
        await aggregated(imtlGAggregator(), [
          [1, 2],
          [1, 2],
        ])
      ).direction,
      [1, 2],
    );
  });
});

describe("nash-mtl", () => {
  test("M a = 1/a for the normalised M", () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 2, max: 6 }), async (seed, K) => {
        const G = randomGradients(K, 8, seed);
        const { direction, weights } = await aggregated(nashMtlAggregator(), G);
        const size = Math.sqrt(G.reduce((sum, g) => sum + G.reduce((s, h) => s + dot(g, h) ** 2, 0), 0));
        for (const [k, g] of G.entries()) expect((dot(g, direction) / size) * weights[k]!).toBeCloseTo(1, 8);
      }),
      few,
    ));

  test("weights do not care for the scale of a task's loss", async () => {
    const [first, second] = [
      [1, 0.5],
      [-0.3, 1],
    ];
    const { direction } = await aggregated(nashMtlAggregator(), [first!, second!]);
    const scaled = await aggregated(nashMtlAggregator(), [first!.map((x) => 100 * x), second!]);
    const unit = (d: number[]) => d.map((x) => x / norm(d));
    close(unit(scaled.direction), unit(direction));
  });

  test("a vanishing gradient has no say, the others bargain on", async () => {
    const { weights } = await aggregated(nashMtlAggregator(), [
      [1, 0],
      [0, 0],
      [0, 2],
    ]);
    expect(weights[1]).toBe(0);
    const pair = await aggregated(nashMtlAggregator(), [
      [1, 0],
      [0, 2],
    ]);
    close([weights[0]!, weights[2]!], pair.weights);
  });
});

describe("aligned-mtl", () => {
  test("orthogonal gradients are brought to the length of the shortest", async () => {
    close(
      (
        await aggregated(alignedMtlAggregator(), [
          [3, 0, 0],
          [0, 0.5, 0],
          [0, 0, 2],
        ])
      ).direction,
      [0.5, 0.5, 0.5],
    );
  });

  test("what is aligned has equal singular values", async () => {
    const G = randomGradients(3, 6, 4);
    const { direction } = await aggregated(alignedMtlAggregator(), G);
    // Every aligned gradient gains as much from their sum: the matrix B G has orthogonal rows of one length.
    const doubled = await aggregated(
      alignedMtlAggregator(),
      G.map((g) => g.map((x) => 2 * x)),
    );
    close(
      doubled.direction,
      direction.map((d) => 2 * d),
    );
  });
});

describe("graddrop", () => {
  test("keeps one sign in each coordinate", () =>
    fc.assert(
      fc.asyncProperty(anyTasks, async (G) => {
        const U = G[0]!.map((_, i) => (i + 0.5) / G[0]!.length);
        const { direction } = await aggregated(graddropAggregator({ thresholds: () => U }), G);
        for (const [i, d] of direction.entries()) {
          const [up, down] = [Math.max, Math.min].map((pick) => G.reduce((sum, g) => sum + pick(0, g[i]!), 0));
          const nearest = Math.min(...[up!, down!, 0].map((kept) => Math.abs(kept - d)));
          expect(nearest).toBeLessThan(1e-12);
        }
      }),
      few,
    ));

  test("where the tasks agree, it is the sum for almost every U", async () => {
    const { direction } = await aggregated(graddropAggregator({ thresholds: () => [0.1, 0.9] }), [
      [1, -2],
      [3, -1],
    ]);
    expect(direction).toEqual([4, -3]);
  });

  test("thresholds that do not fit are refused", async () => {
    const short = graddropAggregator({ thresholds: () => [0.5] });
    await expect(aggregated(short, [[1, 2]])).rejects.toThrow("thresholds must be 2 numbers, got 1");
  });
});

describe("famo", () => {
  test("weights go with the inverse distance to the lower bound, and add up to 1", async () => {
    const { weights } = await aggregated(famoAggregator(), [[1], [1]], { losses: [1, 3] });
    close(weights, [0.75, 0.25], 6);
  });

  test("the task that falls more slowly gains weight", () => {
    const { observe, remember } = famoAggregator();
    const { xi } = observe!(Float64Array.of(1, 1), Float64Array.of(0.5, 0.9), remember(2));
    expect(xi[1]).toBeGreaterThan(xi[0]!);
  });

  test("a loss below its bound is an error that names the task", async () => {
    await expect(aggregated(famoAggregator({ minLosses: [0, 2] }), [[1], [1]], { losses: [1, 1] })).rejects.toThrow(
      "famo: minLosses must lie below the losses, got 2 for task 2 at 1",
    );
    await expect(aggregated(famoAggregator({ minLosses: [0] }), [[1], [1]], { losses: [1, 1] })).rejects.toThrow(
      "famo: minLosses must be 2 numbers, one a task, got 1",
    );
    await expect(aggregated(famoAggregator(), [[1]])).rejects.toThrow(OptionError);
  });
});
