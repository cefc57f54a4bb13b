import type { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  absoluteQuadratic,
  acceleratedSlidingWeight,
  lastRow,
  mAgs,
  minimize,
  mSgs,
  OptionError,
  proximal,
  restartedFista,
  rfAsgs,
  rfSgs,
  type SampledComposite,
  slidingWeight,
} from "../../index.ts";

const small = (options: object = {}) => absoluteQuadratic({ dimension: 10, rank: 6, terms: 5, ...options });
const end = async (...[problem, method, options]: Parameters<typeof minimize<SampledComposite, unknown, np.Array>>) => {
  const { trace, answer } = await minimize(problem, method, options);
  answer.dispose();
  return { trace, row: lastRow(trace) };
};

test("γ solves its equation, from L = 0 to L ≫ μ", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(0, 1e-9, 1, 1e3, 1e12),
      fc.double({ min: 1e-6, max: 10, noNaN: true }),
      fc.integer({ min: 1, max: 50 }),
      (L, mu, T1) => {
        const gamma = slidingWeight({ L, mu }, T1);
        expect((L * gamma ** 2 + mu * gamma) / (mu * (1 - 2 / ((T1 + 1) * (T1 + 2))))).toBeCloseTo(1, 9);
        const accelerated = acceleratedSlidingWeight({ L, mu });
        expect((L * accelerated ** 2 + mu * accelerated) / (0.4 * mu)).toBeCloseTo(1, 9);
        expect(acceleratedSlidingWeight({ L, mu }, T1)).toBeGreaterThanOrEqual(accelerated * (1 - 1e-12));
      },
    ),
  );
});

describe("rf-sgs", () => {
  test("without h is an accelerated proximal gradient method: linear convergence at its rate", async () => {
    const problem = { ...small({ smoothness: 1000 }) };
    const smooth = {
      ...problem,
      saddlePart: undefined as never,
      nonsmoothPart: { value: () => 0, subgradient: (x: Float64Array) => new Float64Array(x.length), variation: 0 },
    };
    const least = (await end(smooth, rfSgs({ innerSteps: 1e-9 }), { steps: 600, every: 600 })).row.objective;
    const { trace } = await end(smooth, rfSgs({ innerSteps: 1e-9 }), { steps: 200 });
    const gamma = slidingWeight({ L: 1000, mu: 1 }, 1);
    const [first] = trace.rows;
    const bound = 2 * (1 - gamma) ** 200 * (first!.objective - least);
    expect(lastRow(trace).calls).toEqual({ gradient: 200, subgradient: 200 });
    expect(lastRow(trace).objective - least).toBeLessThanOrEqual(bound + 1e-9);
  });

  test("keeps within its bound: (1 − γ)^N E₀ + 8 M² ρ^N/((L γ + μ) T₀)", async () => {
    for (const T0 of [1, 4]) {
      const problem = small();
      const least = (await end(problem, rfAsgs(), { calls: { operator: 40_000 }, every: 1e6 })).row.objective;
      const gamma = slidingWeight({ L: 100, mu: 1 }, T0);
      const { trace } = await end(problem, rfSgs({ innerSteps: T0, stochastic: false }), { steps: 60 });
      const E0 = 2 * (trace.rows[0]!.objective - least);
      for (const { step, objective } of trace.rows.slice(1)) {
        const rest = (8 * problem.nonsmoothPart.variation ** 2 * (1 - gamma / 2) ** step) / ((100 * gamma + 1) * T0);
        expect(objective - least).toBeLessThanOrEqual((1 - gamma) ** step * E0 + rest + 1e-9);
      }
    }
  });

  test("with too little weight on the centre it diverges", async () => {
    const problem = absoluteQuadratic();
    const { row } = await end(problem, rfSgs({ innerSteps: 1, centreWeight: 0.5, stochastic: false }), { steps: 120 });
    expect(row.objective).toBeGreaterThan(1e6);
  });

  test("inner loops grow from T₀, by whole numbers", async () => {
    const gamma = slidingWeight({ L: 100, mu: 1 }, 3);
    const { trace } = await end(small(), rfSgs({ innerSteps: 3 }), { steps: 40 });
    const lengths = trace.rows.slice(1).map(({ extra }) => extra["innerSteps"]);
    expect(lengths).toEqual(lengths.map((_, i) => Math.ceil(3 * (1 - gamma / 2) ** -i - 1e-12)));
  });

  test("T₀ by default follows the gap, which the start bounds", async () => {
    const told = await end(small(), rfSgs({ initialGap: 1e-3 }), { steps: 1 });
    const gamma = slidingWeight({ L: 100, mu: 1 }, 1);
    const { variation, variance } = small().nonsmoothPart;
    expect(told.row.extra["innerSteps"]).toBe(
      Math.ceil((8 * (variation ** 2 + variance!)) / ((100 * gamma + 1) * 1e-3)),
    );
    const bounded = await end(small(), rfSgs(), { steps: 1 });
    expect(bounded.row.extra["innerSteps"]).toBe(1);
    expect(bounded.row.calls).toEqual({ gradient: 2, subgradient: 2 });
  });

  test("estimates are drawn by seed and step; none are asked for where there are none", async () => {
    const [one, same, other] = await Promise.all(
      [1, 1, 2].map(async (seed) => (await end(small(), rfSgs(), { steps: 40, seed })).row.objective),
    );
    expect(one).toBe(same);
    expect(one).not.toBe(other);
    const { sample: _, ...exact } = small().nonsmoothPart;
    await expect(end({ ...small(), nonsmoothPart: exact }, rfSgs({ stochastic: true }), { steps: 1 })).rejects.toThrow(
      new OptionError("rf-sgs: stochastic must be false where nonsmoothPart has no 'sample', got true"),
    );
    const { variance: __, ...unknown } = small().nonsmoothPart;
    await expect(end({ ...small(), nonsmoothPart: unknown }, rfSgs(), { steps: 1 })).rejects.toThrow(
      "squaredVariation must be given",
    );
  });
});

describe("rf-asgs", () => {
  test("with η = ε/(2 Ω) held fixed it converges to within ε, linearly", async () => {
    const problem = small();
    const least = (await end(problem, rfAsgs(), { calls: { operator: 60_000 }, every: 1e6 })).row.objective;
    const accuracy = 0.01;
    const smoothing = accuracy / (2 * problem.saddlePart.dual.size);
    const { row } = await end(problem, rfAsgs({ smoothing, fixedSmoothing: true }), { steps: 250 });
    expect(row.objective - least).toBeLessThan(accuracy);
    expect(row.extra["smoothing"]).toBe(smoothing);
  });

  test("keeps within its bound: (1 − γ)^N E₀ + 2 η_N Ω", async () => {
    const problem = small({ set: "simplex" });
    const least = (await end(problem, rfAsgs(), { calls: { operator: 60_000 }, every: 1e6 })).row.objective;
    const { trace } = await end(problem, rfAsgs({ smoothing: 0.5 }), { steps: 120 });
    const gamma = acceleratedSlidingWeight({ L: 100, mu: 1 });
    const E0 = 2 * (trace.rows[0]!.objective - least);
    for (const { step, objective, extra } of trace.rows.slice(1)) {
      const bound = (1 - gamma) ** step * E0 + 2 * extra["smoothing"]! * problem.saddlePart.dual.size;
      expect(objective - least).toBeLessThanOrEqual(bound + 1e-9);
    }
  });

  test("the bound on the gap at the start is one, whatever the data", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1000), fc.constantFrom("free", "simplex"), async (instance, set) => {
        const problem = small({ instance, set });
        const { trace } = await end(problem, rfAsgs(), { calls: { operator: 3000 }, every: 1e6 });
        const eta1 = trace.rows[0]!.extra["smoothing"]!;
        const gap = trace.rows[0]!.objective - lastRow(trace).objective;
        expect(eta1 * problem.saddlePart.dual.size).toBeGreaterThanOrEqual(gap - 1e-9);
      }),
      { numRuns: 10 },
    );
  });

  test("ends where smoothing is lost in rounding", async () => {
    const { trace } = await end(small({ set: "simplex" }), rfAsgs({ smoothing: 1e-16 }), { steps: 4 });
    expect(trace.status).toBe("finished");
    expect(trace.reason).toContain("lost in rounding");
  });

  test("h = 0, by K = 0 or by a single point y = 0, is no trouble", async () => {
    const problem = small();
    const zero = () => new Float64Array(5);
    const { saddlePart } = problem;
    const none = {
      ...problem,
      saddlePart: {
        ...saddlePart,
        dual: proximal.dualBox(5, -1, 1),
        apply: zero,
        applyTransposed: (): Float64Array => new Float64Array(10),
        normSquared: 0,
      },
    };
    const point = { ...problem, saddlePart: { ...saddlePart, dual: proximal.dualBox(5, 0, 0) } };
    for (const method of [rfAsgs(), mAgs()]) {
      const [first, second] = [await end(none, method, { steps: 150 }), await end(point, method, { steps: 150 })];
      expect(first.row.objective).toBeCloseTo(second.row.objective, 5);
      expect(first.trace.status).toBe("budget");
    }
  });
});

test.each([
  ["rf-sgs", rfSgs({ maximumInnerSteps: 20 })],
  ["m-sgs", mSgs({ maximumInnerSteps: 20 })],
  ["rf-asgs", rfAsgs({ maximumInnerSteps: 20 })],
  ["m-ags", mAgs({ maximumInnerSteps: 20 })],
])("%s finishes before an inner loop that is longer than allowed", async (_, method) => {
  const { trace } = await end(small(), method as never, { steps: 5000 });
  expect(trace.status).toBe("finished");
  expect(trace.reason).toMatch(/the next inner loop would have \d+ steps, more than 20/);
});

test("phases of m-sgs are as long as Lan's, and start from the last average", async () => {
  const { trace } = await end(small(), mSgs({ initialGap: 10 }), { steps: 120 });
  const N0 = Math.ceil(4 * Math.sqrt(2 * 100));
  expect(trace.rows.map(({ extra }) => extra["phase"])).toEqual(
    trace.rows.map(({ step }) => Math.floor(Math.max(step - 1, 0) / N0) + 1),
  );
});

test("restarted-fista restarts, and is then faster than without", async () => {
  const problem = small({ smoothness: 1000 });
  const { row } = await end(problem, restartedFista({ accuracy: 1e-2 }), { steps: 500 });
  expect(row.extra["restarts"]).toBeGreaterThan(0);
});

test("options outside their range are refused", () => {
  expect(() => rfSgs({ innerSteps: 0 })).toThrow("rf-sgs: innerSteps must be a positive number, got 0");
  expect(() => rfAsgs({ smoothing: Number.NaN })).toThrow("rf-asgs: smoothing must be a positive number, got NaN");
  expect(() => mSgs({ phaseSteps: 1.5 })).toThrow("m-sgs: phaseSteps must be a whole number ≥ 1, got 1.5");
  expect(() => rfSgs({ innerstep: 1 } as object)).toThrow("did you mean 'innerSteps'?");
});
