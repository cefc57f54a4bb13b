import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  absoluteQuadratic,
  CapabilityError,
  type CompositeProblem,
  type HasNonsmoothPart,
  type HasSaddlePart,
  lastRow,
  type Method,
  methodCatalogue,
  minimize,
  OptionError,
  proximal,
  tvDeblurring,
} from "../../index.ts";

type Whole = CompositeProblem & HasNonsmoothPart & HasSaddlePart;
type Any = Method<Whole, unknown, np.Array>;

const entries = Object.entries(methodCatalogue).filter(([, { family }]) => family === "composite");
const create = (name: string, options?: object) => methodCatalogue[name]!.create(options) as unknown as Any;

/** ½ L ‖x − b‖² + λ‖x‖₁ + (μ/2)‖x‖²: the minimum is soft thresholding, x = sign(b) max(|b| L − λ, 0)/(L + μ). */
function lasso(L = 4, lambda = 1, mu = 1, b = [2, -0.1, -3, 0.5]): Whole & { at: Float64Array; least: number } {
  const target = Float64Array.from(b);
  const size = (x: Float64Array) => lambda * x.reduce((sum, value) => sum + Math.abs(value), 0);
  const part = {
    initial(key: np.Array) {
      key.dispose();
      return np.zeros([b.length], { dtype: np.float64 });
    },
    smoothPart: {
      value: (x: Float64Array) => (L / 2) * x.reduce((sum, value, i) => sum + (value - target[i]!) ** 2, 0),
      gradient: (x: Float64Array) => x.map((value, i) => L * (value - target[i]!)),
      smoothness: L,
    },
    simplePart: proximal.simplePart(mu),
    nonsmoothPart: {
      value: size,
      subgradient: (x: Float64Array) => x.map((value) => lambda * Math.sign(value)),
      variation: 2 * lambda * Math.sqrt(b.length),
    },
    saddlePart: {
      apply: (x: Float64Array) => x.slice(),
      applyTransposed: (y: Float64Array) => y.slice(),
      normSquared: 1,
      dual: proximal.dualBox(b.length, -lambda, lambda),
    },
  };
  const at = target.map((value) => (Math.sign(value) * Math.max(L * Math.abs(value) - lambda, 0)) / (L + mu));
  return { ...part, at, least: part.smoothPart.value(at) + size(at) + part.simplePart.value(at) };
}

const bySubgradients = ["rf-sgs", "m-sgs", "prox-sgd"];

describe.each(entries)("%s", (name, { needs, options: schema }) => {
  const method = create(name);
  const isSmoothing = "accuracy" in schema.shape;

  test("finds the closed-form minimum of soft thresholding", async () => {
    const problem = lasso();
    const tolerance = bySubgradients.includes(name) ? 2e-2 : 1e-3;
    const { trace, answer } = await minimize(problem, method, { calls: 20_000, every: 1e6 });
    answer.dispose();
    const gap = lastRow(trace).objective - problem.least;
    expect(gap).toBeGreaterThan(-1e-9);
    expect(gap).toBeLessThan(tolerance);
  });

  test("finds any such minimum", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.5, max: 20, noNaN: true }),
        fc.double({ min: 0.2, max: 3, noNaN: true }),
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 5 }),
        async (L, mu, b) => {
          const problem = lasso(L, 0.5, mu, b);
          const { trace, answer } = await minimize(problem, method, { calls: 6000, every: 1e6 });
          answer.dispose();
          expect(lastRow(trace).objective - problem.least).toBeLessThan(0.2);
        },
      ),
      { numRuns: 8 },
    );
  });

  test("counts what it asks for, by kind", async () => {
    const problem = lasso();
    const asked = { gradient: 0, subgradient: 0, operator: 0 };
    const { smoothPart, nonsmoothPart, saddlePart } = problem;
    const counting =
      <R>(kind: keyof typeof asked, ask: (x: Float64Array) => R) =>
      (x: Float64Array): R => {
        asked[kind]++;
        return ask(x);
      };
    const watched: Whole = {
      ...problem,
      smoothPart: { ...smoothPart, gradient: counting("gradient", smoothPart.gradient) },
      nonsmoothPart: { ...nonsmoothPart, subgradient: counting("subgradient", nonsmoothPart.subgradient) },
      saddlePart: { ...saddlePart, applyTransposed: counting("operator", saddlePart.applyTransposed) },
    };
    const { trace, answer } = await minimize(watched, method, { steps: 12 });
    answer.dispose();
    // A start may ask for K alone, to learn how long y is.
    const started = name === "chambolle-pock" ? { ...asked, operator: asked.operator + 1 } : asked;
    const made = lastRow(trace).calls;
    expect({ gradient: 0, subgradient: 0, operator: 0, ...made }).toEqual(started);
    expect(made.gradient).toBeGreaterThanOrEqual(12);
  });

  test("makes the same steps for the same seed, resumed or not, and borrows nothing for good", async () => {
    const problem = absoluteQuadratic({ dimension: 8, rank: 5, terms: 6 });
    const whole = await minimize(problem, method, { steps: 30, seed: 3 });
    const half = await minimize(problem, method, { steps: 13, seed: 3, checkpoint: true });
    const rest = await minimize(problem, method, { steps: 30, seed: 3, resume: half.checkpoint! });
    const again = await minimize(problem, method, { steps: 30, seed: 3 });
    for (const other of [rest, again]) {
      expect(lastRow(other.trace).objective).toBe(lastRow(whole.trace).objective);
      expect(await other.answer.data()).toEqual(await whole.answer.ref.data());
    }
    whole.answer.dispose();
    half.answer.dispose();
  });

  test("leaves no arrays behind", async () => {
    await expectNoLeak(async () => {
      const { answer } = await minimize(lasso(), method, { steps: 5 });
      answer.dispose();
    });
  });

  test("takes a gradient that is a promise", async () => {
    const problem = lasso();
    const { gradient } = problem.smoothPart;
    const later: Whole = { ...problem, smoothPart: { ...problem.smoothPart, gradient: async (x) => gradient(x) } };
    const [now, promised] = [
      await minimize(problem, method, { steps: 10 }),
      await minimize(later, method, { steps: 10 }),
    ];
    expect(lastRow(promised.trace).objective).toBe(lastRow(now.trace).objective);
    now.answer.dispose();
    promised.answer.dispose();
  });

  test.each(needs.map((need) => [need]))("says that it needs %s", (need) => {
    const { [need as "smoothPart"]: _, ...rest } = lasso();
    expect(() => method(rest as unknown as Whole)).toThrow(CapabilityError);
    expect(() => method(rest as unknown as Whole)).toThrow(`${name} needs '${need}'`);
  });

  test("a gradient that is not finite ends the run as diverged, with the last finite state", async () => {
    const problem = lasso();
    let calls = 0;
    const { gradient } = problem.smoothPart;
    const broken: Whole = {
      ...problem,
      smoothPart: { ...problem.smoothPart, gradient: (x) => (++calls > 4 ? x.map(() => Number.NaN) : gradient(x)) },
    };
    const { trace, answer } = await minimize(broken, method, { steps: 20 });
    expect(trace.status).toBe("diverged");
    expect([...(await answer.data())].every(Number.isFinite)).toBe(true);
  });

  test("an L that is no number is refused", () => {
    const problem = lasso();
    const wrong = { ...problem, smoothPart: { ...problem.smoothPart, smoothness: Number.NaN } };
    expect(() => method(wrong)).toThrow(
      new OptionError(`${name}: smoothPart.smoothness must be a number ≥ 0, got NaN`),
    );
  });

  test("a start that is no vector is refused", async () => {
    const wrong = { ...lasso(), initial: () => np.zeros([2, 2], { dtype: np.float64 }) };
    await expect(minimize(wrong, method, { steps: 1 })).rejects.toThrow("initial must be a vector");
  });

  if (!["proximal-gradient", "fista", "restarted-fista", "chambolle-pock"].includes(name)) {
    test("needs a χ that is strongly convex", async () => {
      const flat = { ...lasso(), simplePart: proximal.simplePart(0) };
      await expect(minimize(flat, method, { steps: 1 })).rejects.toThrow(
        new OptionError(`${name}: simplePart.strongConvexity must be a positive number, got 0`),
      );
    });
  }

  if (["m-sgs", "m-ags"].includes(name)) {
    test("needs an f that is curved", async () => {
      const linear = lasso(0);
      await expect(minimize(linear, method, { steps: 1 })).rejects.toThrow(
        new OptionError(`${name}: smoothPart.smoothness must be a positive number, got 0`),
      );
    });
  }

  if (isSmoothing) {
    test("smooths h where there is one, and does without", async () => {
      const { nonsmoothPart: _, saddlePart: __, ...smooth } = lasso(4, 0);
      const { trace, answer } = await minimize(smooth as unknown as Whole, method, { steps: 200 });
      answer.dispose();
      expect(lastRow(trace).calls).toEqual({ gradient: 200 });
      expect(lastRow(trace).objective).toBeCloseTo(lasso(4, 0).least, 9);
      const { saddlePart: ___, ...unknown } = lasso();
      await expect(minimize(unknown as unknown as Whole, method, { steps: 1 })).rejects.toThrow(
        `${name} needs 'saddlePart' to smooth`,
      );
    });

    test("ends within the accuracy it smooths for", async () => {
      const problem = tvDeblurring({ length: 20, jumps: 2, blur: 0 });
      const taut = proximal.proxTotalVariation(
        problem.observed.map((value) => value / 1.1),
        0.5 / 1.1,
      );
      const least =
        (problem.smoothPart.value(taut) as number) + problem.nonsmoothPart.value(taut) + problem.simplePart.value(taut);
      const { trace, answer } = await minimize(problem, create(name, { accuracy: 0.1 }) as never, {
        steps: 3000,
        every: 1e6,
      });
      (answer as np.Array).dispose();
      expect(lastRow(trace).objective - least).toBeLessThan(0.05 + 1e-6);
      expect(lastRow(trace).objective - least).toBeGreaterThan(0);
    });
  }
});
