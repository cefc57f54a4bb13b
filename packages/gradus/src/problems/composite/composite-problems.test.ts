import { random } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addScaled, dot, norm, scaled } from "../../engine/linear-algebra/vector.ts";
import {
  absoluteQuadratic,
  type CompositeInstance,
  differences,
  differencesTransposed,
  generator,
  type HasNonsmoothPart,
  imageDifferences,
  imageDifferencesTransposed,
  OptionError,
  portfolio,
  proximal,
  type SampledComposite,
  tvDeblurring,
  tvDenoising,
} from "../../index.ts";

type Instance = CompositeInstance & Partial<HasNonsmoothPart>;

const small: Record<string, (instance: number) => Instance> = {
  "absolute quadratic": (instance) => absoluteQuadratic({ dimension: 7, rank: 4, terms: 5, instance }),
  "absolute quadratic on the simplex": (instance) =>
    absoluteQuadratic({ dimension: 7, rank: 4, terms: 5, set: "simplex", instance }),
  portfolio: (instance) => portfolio({ assets: 7, scenarios: 9, factors: 2, instance }),
  "deblurring of a signal": (instance) => tvDeblurring({ length: 12, jumps: 3, instance }),
  "denoising of an image": (instance) => tvDenoising({ side: 4, instance }),
};

const pointOf = (problem: Instance, seed: number) => generator(seed).normals(problem.dimension);

describe.each(Object.entries(small))("%s", (_, make) => {
  const problem = make(0);
  const { smoothPart, simplePart, saddlePart, nonsmoothPart } = problem;
  const f = (x: Float64Array) => smoothPart.value(x) as number;
  const gradientAt = (x: Float64Array) => smoothPart.gradient(x) as Float64Array;
  const seeds = fc.nat(10_000);

  test("the gradient of f is that of finite differences, and is L-Lipschitz", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [x, y] = [pointOf(problem, seed), pointOf(problem, seed + 1)];
        const h = 1e-5;
        const along = (f(addScaled(x, h, y)) - f(addScaled(x, -h, y))) / (2 * h);
        const slope = dot(gradientAt(x), y);
        expect(Math.abs(along - slope)).toBeLessThan(1e-6 * (1 + Math.abs(slope) + Math.abs(f(x))));
        const change = norm(addScaled(gradientAt(x), -1, gradientAt(y)));
        expect(change).toBeLessThanOrEqual(smoothPart.smoothness * norm(addScaled(x, -1, y)) * (1 + 1e-9));
      }),
      { numRuns: 20 },
    );
  });

  test("Kᵀ is the transpose of K, ‖K‖² no smaller than said, and h the maximum", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const x = pointOf(problem, seed);
        const v = saddlePart.apply(x);
        const y = generator(seed + 1).normals(v.length);
        expect(dot(v, y)).toBeCloseTo(dot(x, saddlePart.applyTransposed(y)), 9);
        expect(norm(v) ** 2).toBeLessThanOrEqual(saddlePart.normSquared * norm(x) ** 2 * (1 + 1e-9));
        const { dual } = saddlePart;
        const nearly = dual.maximiser(v, 1e-9);
        expect(dot(v, nearly) - dual.penalty(nearly)).toBeCloseTo(dual.support(v), 6);
        if (nonsmoothPart) expect(nonsmoothPart.value(x)).toBeCloseTo(dual.support(v), 9);
      }),
      { numRuns: 20 },
    );
  });

  if (nonsmoothPart) {
    test("subgradients support h, and M and σ² bound what they should", () => {
      fc.assert(
        fc.property(seeds, (seed) => {
          const [x, y] = [pointOf(problem, seed), pointOf(problem, seed + 1)];
          const g = nonsmoothPart.subgradient(y);
          const away = addScaled(x, -1, y);
          const excess = nonsmoothPart.value(x) - nonsmoothPart.value(y) - dot(g, away);
          expect(excess).toBeGreaterThanOrEqual(-1e-9);
          expect(excess).toBeLessThanOrEqual(nonsmoothPart.variation * norm(away) + 1e-9);
        }),
        { numRuns: 20 },
      );
    });
  }

  if (nonsmoothPart?.sample) {
    test("estimates of subgradients are right on average, within σ²", () => {
      const x = pointOf(problem, 5);
      const draw = generator(1);
      const g = nonsmoothPart.subgradient(x);
      let mean = new Float64Array(x.length);
      let square = 0;
      const count = 4000;
      for (let i = 0; i < count; i++) {
        const estimate = nonsmoothPart.sample!(x, draw);
        mean = addScaled(mean, 1 / count, estimate) as Float64Array<ArrayBuffer>;
        square += norm(addScaled(estimate, -1, g)) ** 2 / count;
      }
      const deviation = Math.sqrt(nonsmoothPart.variance!);
      expect(norm(addScaled(mean, -1, g))).toBeLessThan((5 * deviation) / Math.sqrt(count));
      expect(square).toBeLessThanOrEqual(nonsmoothPart.variance! * 1.05);
      expect((problem as SampledComposite).meanSquare).toBe(nonsmoothPart.variance);
    });
  }

  test("starts inside of its set; equal seeds give equal data, others do not", async () => {
    const start = Float64Array.from(await problem.initial(random.key(0)).data());
    expect(Number.isFinite(simplePart.value(start))).toBe(true);
    const x = start.map((value, i) => value + (i % 2 === 0 ? 1 : -1) * 0.01);
    expect(make(0).smoothPart.value(x)).toBe(f(x));
    expect(make(1).smoothPart.value(x)).not.toBe(f(x));
  });
});

test("differences have their transposes, and squared norms below 4 and 8", () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), (seed, rows, columns) => {
      const x = generator(seed).normals(rows * columns);
      const [line, image] = [differences(x), imageDifferences(x, columns)];
      const [y, z] = [generator(seed + 1).normals(line.length), generator(seed + 2).normals(image.length)];
      expect(dot(line, y)).toBeCloseTo(dot(x, differencesTransposed(y)), 10);
      expect(dot(image, z)).toBeCloseTo(dot(x, imageDifferencesTransposed(z, columns)), 10);
      expect(norm(line) ** 2).toBeLessThanOrEqual(4 * norm(x) ** 2);
      expect(norm(image) ** 2).toBeLessThanOrEqual(8 * norm(x) ** 2);
    }),
  );
});

test("without blur the minimum of deblurring is a taut string", () => {
  const problem = tvDeblurring({ length: 30, blur: 0, mu: 0.2, lambda: 0.3 });
  const { smoothPart, nonsmoothPart, simplePart, observed } = problem;
  const at = (x: Float64Array) => (smoothPart.value(x) as number) + nonsmoothPart.value(x) + simplePart.value(x);
  const taut = proximal.proxTotalVariation(scaled(observed, 1 / 1.2), 0.3 / 1.2);
  for (let seed = 0; seed < 200; seed++) {
    const x = addScaled(taut, 10 ** -(seed % 5), generator(seed).normals(30));
    expect(at(x)).toBeGreaterThanOrEqual(at(taut) + (1.2 / 2) * norm(addScaled(x, -1, taut)) ** 2 - 1e-10);
  }
});

test("a signal has its jumps, an image is taken as it is", async () => {
  const { signal, metrics, initial } = tvDeblurring({ length: 50, jumps: 4 });
  expect(differences(signal).filter((jump) => jump !== 0).length).toBe(4);
  const start = initial(random.key(0));
  expect((await metrics(start))["distance"]).toBeCloseTo(norm(signal) / Math.sqrt(50), 12);
  start.dispose();
  const image = { rows: 2, columns: 3, levels: [0, 1, 0, 1, 0, 1] };
  expect(tvDenoising({ image, noise: 0 }).observed).toEqual(Float64Array.from(image.levels));
  expect(() => tvDenoising({ image: { ...image, rows: 3 } })).toThrow(
    new OptionError("tvDenoising: image must have 3 × 3 levels, got 6"),
  );
  expect(() => tvDeblurring({ length: 5, jumps: 5 })).toThrow("jumps must be below length 5, got 5");
});
