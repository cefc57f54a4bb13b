import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  driftLook,
  driftPerStep,
  type FlowKind,
  flow,
  flowKinds,
  flows,
  himmelblau,
  linearAlgebra,
  minimize,
  multiStepModifiedLoss,
  OptionError,
  observe,
  principalFlowOfQuadratic,
  quadratic,
  sgd,
  stabilityCoefficient,
  stabilityCoefficients,
  trees,
} from "../../index.ts";

const { addScaled, apply, fromRows, norm } = linearAlgebra;
const A = [
  [2, 0.3],
  [0.3, 0.7],
];
const b = [1, -1];
const x0 = [0.5, 2];

/** n steps of gradient descent on ½ xᵀA x − bᵀx. */
function descend(h: number, steps: number): Float64Array {
  let x = Float64Array.from(x0);
  for (let i = 0; i < steps; i++) x = Float64Array.from(apply(fromRows(A), x), (g, j) => x[j]! - h * (g - b[j]!));
  return x;
}

describe("the stability coefficient", () => {
  test("is log(1 − h λ)/(h λ), complex beyond h λ = 1, unstable beyond 2", () => {
    expect(stabilityCoefficient(-1, 0.5)).toEqual({ real: expect.closeTo(-Math.log(1.5) / 0.5, 14), imaginary: 0 });
    expect(stabilityCoefficient(1, 0.5).real).toBeCloseTo(Math.log(0.5) / 0.5, 14);
    const oscillating = stabilityCoefficient(3, 0.5);
    expect(oscillating.real).toBeCloseTo(Math.log(0.5) / 1.5, 14);
    expect(oscillating.imaginary).toBeCloseTo(Math.PI / 1.5, 14);
    expect(stabilityCoefficient(2, 1.0001).real).toBeGreaterThan(0);
    expect(stabilityCoefficient(2, 0.9999).real).toBeLessThan(0);
    expect(stabilityCoefficient(2, 0.5)).toEqual({ real: -100, imaginary: 0 });
  });

  test("has the limit −1 at h λ = 0, and no seam where its series ends", () => {
    expect(stabilityCoefficient(0, 1).real).toBe(-1);
    for (const z of [1e-4, -1e-4]) {
      const [inside, outside] = [
        stabilityCoefficient(z * (1 - 1e-9), 1).real,
        stabilityCoefficient(z * (1 + 1e-9), 1).real,
      ];
      expect(Math.abs(inside - outside)).toBeLessThan(1e-12);
    }
  });

  test("below h λ = 1 falls with λ, above −1 on the negative side", () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 0.999, noNaN: true }), (z) => {
        const { real, imaginary } = stabilityCoefficient(z, 1);
        expect(imaginary).toBe(0);
        expect(real).toBeLessThan(0);
        if (z < -1e-6) expect(real).toBeGreaterThan(-1);
        if (z > 1e-6) expect(real).toBeLessThan(-1);
      }),
    );
  });

  test("of a matrix comes for each eigenvalue, ascending", () => {
    const { eigenvalues, real } = stabilityCoefficients(fromRows(A), 0.3);
    expect(eigenvalues[0]!).toBeLessThan(eigenvalues[1]!);
    expect(real[1]).toBe(stabilityCoefficient(eigenvalues[1]!, 0.3).real);
  });
});

describe("the principal flow of a quadratic", () => {
  test("is gradient descent at whole steps, converging, oscillating or diverging", () => {
    for (const h of [0.2, 0.7, 0.94, 1.2]) {
      const at = principalFlowOfQuadratic({ A, b }, h);
      for (const steps of [0, 1, 2, 7]) {
        const x = descend(h, steps);
        const { real, imaginary } = at(x0, steps * h);
        expect(norm(addScaled(real, -1, x))).toBeLessThan(1e-12 * (1 + norm(x)));
        expect(norm(imaginary)).toBeLessThan(1e-12 * (1 + norm(x)));
      }
    }
  });

  test("composes in time where it is real, and is complex between steps where h λ > 1", () => {
    const at = principalFlowOfQuadratic({ A, b }, 0.2);
    const half = at(x0, 0.07);
    expect(half.imaginary).toEqual(new Float64Array(2));
    const [direct, twice] = [at(x0, 0.17).real, at(half.real, 0.1).real];
    expect(norm(addScaled(direct, -1, twice))).toBeLessThan(1e-13);
    expect(norm(principalFlowOfQuadratic({ A, b }, 0.7)(x0, 0.35).imaginary)).toBeGreaterThan(0.01);
  });

  test("moves along a kernel by t b, away from saddles, and to the minimum at once at h λ = 1", () => {
    const { real } = principalFlowOfQuadratic({ A: [[0]], b: [2] }, 0.5)([1], 3);
    expect(real[0]).toBe(7);
    expect(principalFlowOfQuadratic({ A: [[-1]] }, 0.5)([1], 0.5).real[0]).toBeCloseTo(1.5, 14);
    expect(principalFlowOfQuadratic({ A: [[4]], b: [2] }, 0.25)([1], 0.01).real[0]).toBe(0.5);
  });

  test("refuses what does not fit", () => {
    expect(() => principalFlowOfQuadratic({ A: [[1, 0]] }, 0.5)).toThrow("principalFlowOfQuadratic: A must be square");
    expect(() => principalFlowOfQuadratic({ A: [[1]], b: [1, 2] }, 0.5)).toThrow(/b must have 1 entries, got 2/);
    expect(() => principalFlowOfQuadratic({ A: [[1]] }, 0)).toThrow(/learningRate must be a positive number, got 0/);
  });
});

describe("flows", () => {
  test("follow a step ever more closely, in their orders", async () => {
    const family = flows(himmelblau());
    const start = Float64Array.of(0.5, -2);
    const errorOf = async (kind: FlowKind, learningRate: number) => {
      const downhill = await family.of({ kind: "gradient", learningRate }).field(start);
      const end = await family.of({ kind, learningRate }).advance(start, learningRate, { substeps: 16 });
      return norm(addScaled(addScaled(start, learningRate, downhill), -1, end));
    };
    const orders = { gradient: 2, implicit: 3, "third-order": 4, principal: 3, "principal-third": 4 };
    for (const kind of flowKinds) {
      const [coarse, fine] = [await errorOf(kind, 0.002), await errorOf(kind, 0.001)];
      expect(Math.abs(Math.log2(coarse / fine) - orders[kind])).toBeLessThan(0.25);
    }
    family.dispose();
  });

  test("on quadratics: the principal flow is its closed form, the implicit one a gradient flow of E + h/4 ‖g‖²", async () => {
    const h = 0.3;
    const family = flows(quadratic({ A, b, start: x0 }));
    const start = Float64Array.from(x0);
    const end = await family.of({ kind: "principal", learningRate: h }).advance(start, 2 * h, { substeps: 200 });
    expect(norm(addScaled(end, -1, principalFlowOfQuadratic({ A, b }, h)(x0, 2 * h).real))).toBeLessThan(1e-10);
    const field = await family.of({ kind: "implicit", learningRate: h }).field(start);
    const g = addScaled(apply(fromRows(A), start), -1, Float64Array.from(b));
    const expected = addScaled(g, h / 2, apply(fromRows(A), g));
    for (const [i, value] of expected.entries()) expect(field[i]).toBeCloseTo(-value, 12);
    family.dispose();
  });

  test("refuse what is complex, not finite, or not there", async () => {
    const steep = flow(quadratic({ A, start: x0 }), { kind: "principal", learningRate: 0.6 });
    await expect(steep.field(Float64Array.from(x0))).rejects.toThrow(/complex where h λ_max ≥ 1, got h λ_max = 1\.2/);
    steep.dispose();
    const falling = flow(
      { loss: (x: np.Array) => np.square(np.square(x)).sum().neg() },
      { kind: "gradient", learningRate: 1 },
    );
    await expect(falling.advance(Float64Array.of(10), 100)).rejects.toThrow(/not finite after time/);
    falling.dispose();
    expect(() => flow(quadratic({ A }), { kind: "third" as never, learningRate: 1 })).toThrow(OptionError);
    expect(() => flows(quadratic({ A }), { kinds: ["gradient"] }).of({ kind: "implicit", learningRate: 1 })).toThrow(
      "flows: kind must be one of gradient, got 'implicit'",
    );
  });

  test("take parameters of any shape, and leave no arrays behind", async () => {
    const problem = { loss: ({ a, c }: { a: np.Array; c: np.Array }) => np.square(a).sum().add(c.sum().mul(0.5)) };
    await expectNoLeak(async () => {
      const like = { a: np.ones([2, 1], { dtype: np.float64 }), c: np.ones([1], { dtype: np.float64 }) };
      for (const kind of flowKinds) {
        const along = flow(problem, { kind, learningRate: 0.1, like });
        const field = await along.field(Float64Array.of(1, 2, 3));
        expect(field[2]).toBeCloseTo(-0.5, 12);
        along.dispose();
      }
      trees.dispose(like);
    });
  });
});

test("the drift of a step is (h²/2) ‖H g‖", () => {
  expect(driftPerStep(Float64Array.of(3, 4), 0.2)).toBeCloseTo(0.1, 15);
});

describe("the loss that several steps follow", () => {
  const losses = [0, 0.7, -1].map((shift) => (x: np.Array) => himmelblau().loss(x.add(shift), undefined));
  const problems = losses.map((loss) => ({ loss }));
  const anchor = [0.5, -2];

  /** How far the steps end from the flow. */
  async function errorOf(h: number, order: number[]): Promise<number> {
    const at = np.array(anchor, { dtype: np.float64 });
    const modified = await multiStepModifiedLoss(
      order.map((i) => losses[i]!),
      { learningRate: h, anchor: at },
    );
    at.dispose();
    const beside = flow(modified, { kind: "gradient", learningRate: h });
    const end = await beside.advance(Float64Array.from(anchor), 3 * h, { substeps: 16 });
    beside.dispose();
    let x = Float64Array.from(anchor) as Float64Array;
    for (const problem of problems) {
      const step = flow(problem, { kind: "gradient", learningRate: h });
      x = addScaled(x, h, await step.field(x));
      step.dispose();
    }
    return norm(addScaled(x, -1, end));
  }

  test("is right to the third order in h, for the steps' own order of batches alone", async () => {
    const [coarse, fine] = [await errorOf(4e-4, [0, 1, 2]), await errorOf(2e-4, [0, 1, 2])];
    expect(Math.abs(Math.log2(coarse / fine) - 3)).toBeLessThan(0.25);
    const wrong = [await errorOf(4e-4, [2, 1, 0]), await errorOf(2e-4, [2, 1, 0])];
    expect(Math.log2(wrong[0]! / wrong[1]!)).toBeLessThan(2.5);
  });

  test("of one step is that of the implicit flow", async () => {
    const at = np.array(anchor, { dtype: np.float64 });
    const modified = await multiStepModifiedLoss(losses.slice(0, 1), { learningRate: 0.1, anchor: at });
    at.dispose();
    const [one, other] = [
      flow(modified, { kind: "gradient", learningRate: 0.1 }),
      flow(problems[0]!, { kind: "implicit", learningRate: 0.1 }),
    ];
    const x = Float64Array.of(1, 0);
    expect(norm(addScaled(await one.field(x), -1, await other.field(x)))).toBeLessThan(1e-10);
    one.dispose();
    other.dispose();
    await expect(multiStepModifiedLoss([], { learningRate: 0.1, anchor: at })).rejects.toThrow(/at least one loss/);
  });
});

describe("the look", () => {
  const problem = quadratic({ A, b, start: x0 });
  const watched = (learningRate: number, options: object = {}) => {
    const look = driftLook(problem, { learningRate, ...options });
    return { look, method: observe<typeof problem, unknown, np.Array>(sgd({ learningRate }) as never, { look }) };
  };

  test("tells drift, distance and stability, and changes no step", async () => {
    const h = 0.3;
    const { look, method } = watched(h);
    const { answer, trace } = await minimize(problem, method, { steps: 3 });
    expect(norm(addScaled(Float64Array.from(await answer.data()), -1, descend(h, 3)))).toBeLessThan(1e-12);
    const g = addScaled(apply(fromRows(A), Float64Array.from(x0)), -1, Float64Array.from(b));
    const { drift, sharpness, stability, flowDistance, alignment } = trace.rows[0]!.extra as Record<string, number>;
    expect(drift).toBeCloseTo((h ** 2 / 2) * norm(apply(fromRows(A), g)), 12);
    const largest = stabilityCoefficients(fromRows(A), h).eigenvalues[1]!;
    expect(sharpness).toBeCloseTo(largest, 12);
    expect(stability).toBeCloseTo(stabilityCoefficient(largest, h).real, 12);
    expect(flowDistance).toBeGreaterThan(0);
    expect(flowDistance).toBeLessThan(drift!);
    expect(alignment).toBeGreaterThan(0.9);
    expect(alignment).toBeLessThan(1);
    look.dispose();
  });

  test("sees instability beyond h λ_max = 2, and leaves out what is complex", async () => {
    const { look, method } = watched(1, { kind: "principal" });
    const { answer, trace } = await minimize(problem, method, { steps: 1 });
    answer.dispose();
    expect(trace.rows[0]!.extra["stability"]).toBeGreaterThan(0);
    expect(trace.rows[0]!.extra).not.toHaveProperty("flowDistance");
    look.dispose();
    const exact = watched(0.3, { kind: "principal", topEigenvalue: () => 1 });
    const other = await minimize(problem, exact.method, { steps: 1 });
    other.answer.dispose();
    expect(other.trace.rows[0]!.extra["flowDistance"]).toBeLessThan(1e-6);
    expect(other.trace.rows[0]!.extra["sharpness"]).toBe(1);
    exact.look.dispose();
  });

  test("leaves no arrays behind, and can be used again", async () => {
    const { look, method } = watched(0.3);
    await expectNoLeak(async () => {
      const { answer } = await minimize(problem, method, { steps: 2 });
      answer.dispose();
      look.dispose();
    });
  });
});
