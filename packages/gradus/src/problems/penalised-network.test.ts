import { numpy as np, random } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, applyTransposed, fromRows } from "../engine/linear-algebra/matrix.ts";
import { dot } from "../engine/linear-algebra/vector.ts";
import { expectNoLeak } from "../engine/live-arrays.ts";
import { generator } from "../engine/random.ts";
import {
  compile,
  counterfactualMiniature,
  type HasLoss,
  hybridAttack,
  minimize,
  type PenalisedNetwork,
  penalise,
  recoveryMiniature,
  tracedConstraints,
  tracedNetwork,
  tracedScore,
} from "../index.ts";

const W = fromRows([
  [1, -2],
  [0.5, 1],
  [-1, 0.3],
]);

/** Φ(x) = W x, f = −‖y‖², c = (x_1 − 1, y_1 + y_2): on the host, and the same for the engine. */
const onHost = () =>
  penalise({
    name: "on the host",
    start: [2, 1],
    network: { outputs: (x) => apply(W, x), pullBack: (_, w) => applyTransposed(W, w) },
    f: { rate: (y) => ({ value: -dot(y, y), gradient: y.map((yi) => -2 * yi) }) },
    c: {
      values: (x, y) => Float64Array.of(x[0]! - 1, y[0]! + y[1]!),
      pullBack: (_, __, [a = 0, b = 0]) => ({ x: Float64Array.of(a, 0), y: Float64Array.of(b, b, 0) }),
    },
  });

function traced() {
  const matrix = () => np.array([...W.data], { shape: [3, 2], dtype: np.float64 });
  const network = tracedNetwork((x) => np.dot(matrix(), x));
  const f = tracedScore((y) => np.square(y).sum().neg());
  const c = tracedConstraints((x, y) => np.concatenate([x.slice([0, 1]).sub(1), y.slice([0, 2]).sum().reshape([1])]));
  const dispose = () => [network, f, c].forEach((part) => void part.dispose());
  return { problem: penalise({ name: "traced", start: [2, 1], network, f, c }), dispose };
}

describe("a penalised network", () => {
  test("has the violations behind its outputs, and F = f − ‖z‖²", async () => {
    const { network, evaluate } = onHost();
    const outputs = await network.outputs(Float64Array.of(2, 1));
    expect([...outputs]).toEqual([0, 2, -1.7, 1, 2]);
    const { value, gradient } = await network.rate(outputs);
    expect(value).toBeCloseTo(-(4 + 1.7 ** 2) - (1 + 4), 12);
    expect([...gradient].map((u) => u || 0)).toEqual([0, -4, 3.4, -2, -4]);
    expect(await evaluate([Float64Array.of(2, 1), Float64Array.of(0, 0)])).toEqual([-value, 0]);
  });

  test("does not see constraints that are met", async () => {
    const { network } = onHost();
    const x = Float64Array.of(-1, -1);
    expect([...(await network.outputs(x))].slice(3)).toEqual([0, 0]);
    const [without, w] = [Float64Array.of(1, 2, 3, 0, 0), Float64Array.of(1, 2, 3, 9, 9)];
    expect(await network.pullBack(x, w)).toEqual(await network.pullBack(x, without));
  });

  test("is the same written for the host and for the engine", async () => {
    const { problem, dispose } = traced();
    const host = onHost();
    const draw = generator(1);
    for (let i = 0; i < 20; i++) {
      const [x, w] = [draw.normals(2), draw.normals(5)];
      expectClose(await problem.network.outputs(x), await host.network.outputs(x), 1e-12);
      expectClose(await problem.network.pullBack(x, w), await host.network.pullBack(x, w), 1e-12);
      expectClose(await problem.evaluate([x]), await host.evaluate([x]), 1e-12);
    }
    dispose();
  });

  test("leaves no arrays behind once its parts are freed", async () => {
    await expectNoLeak(async () => {
      const { problem, dispose } = traced();
      const { answer } = await minimize(problem, hybridAttack(), { steps: 3 });
      answer.dispose();
      dispose();
    });
  });

  test("tells of a violation that is not a number", async () => {
    const problem = penalise({
      name: "broken",
      start: [1],
      network: { outputs: (x) => x, pullBack: (_, w) => w },
      f: { rate: () => ({ value: 0, gradient: Float64Array.of(0) }) },
      c: { values: () => Float64Array.of(Number.NaN), pullBack: (x, y) => ({ x, y }) },
    });
    expect(await problem.evaluate([Float64Array.of(1)])).toEqual([Number.NaN]);
  });
});

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < actual.length; i++) {
    expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected[i]!)));
  }
}

type Miniature = PenalisedNetwork & HasLoss<np.Array>;

describe.each<[string, (instance: number) => Miniature, number]>([
  ["recovery", (instance) => recoveryMiniature({ instance, images: 8, hidden: 6 }), 11],
  ["counterfactual", (instance) => counterfactualMiniature({ instance, dimension: 5, hidden: 7 }), 1],
])("the %s miniature", (_, make, size) => {
  test("has the gradient that finite differences show, constraints violated or not", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 20 }), fc.nat(), async (instance, seed) => {
        const { network, dimension, evaluate } = make(instance);
        const x = generator(seed)
          .normals(dimension)
          .map((value) => size * value);
        const { gradient } = await network.rate(await network.outputs(x));
        const slope = await network.pullBack(x, gradient);
        const h = 1e-6;
        for (let i = 0; i < dimension; i++) {
          const [ahead, behind] = [x.slice(), x.slice()];
          ahead[i]! += h;
          behind[i]! -= h;
          const [a = 0, b = 0] = await evaluate([ahead, behind]);
          const scale = Math.max(1, Math.abs(a), Math.abs(slope[i]!));
          expect(Math.abs((b - a) / (2 * h) - slope[i]!) / scale).toBeLessThan(1e-4);
        }
      }),
      { numRuns: 15 },
    );
  });

  test("is the same for methods that differentiate its loss", async () => {
    const { loss, evaluate, dimension } = make(2);
    const compiled = compile((x: np.Array) => loss(x, undefined));
    const draw = generator(3);
    for (let i = 0; i < 5; i++) {
      const x = draw.normals(dimension).map((value) => size * value);
      const [value] = await compiled(np.array(x.slice(), { dtype: np.float64 })).data();
      expectClose([value!], await evaluate([x]), 1e-9);
    }
    compiled.dispose();
  });

  test("is another for another instance, and the same for the same", async () => {
    const x = Float64Array.from({ length: make(0).dimension }, (_, i) => i / 10);
    const valueIn = async (instance: number) => (await make(instance).evaluate([x]))[0];
    expect(await valueIn(1)).toBe(await valueIn(1));
    expect(await valueIn(1)).not.toBe(await valueIn(2));
  });
});

test("the recovery miniature is solved where one image has all the weight", async () => {
  const { evaluate, minimum } = recoveryMiniature();
  const x = new Float64Array(50).fill(-10);
  x[0] = 10;
  expect(minimum.value).toBe(0);
  expect((await evaluate([x]))[0]).toBeLessThan(1e-13);
});

test("the counterfactual miniature starts on the sphere of radius √n, where its other path is dearer", async () => {
  for (let instance = 0; instance < 5; instance++) {
    const { initial, network, evaluate } = counterfactualMiniature({ instance });
    const x = Float64Array.from(await initial(random.key(0)).data());
    expect(dot(x, x)).toBeCloseTo(32, 10);
    const outputs = await network.outputs(x);
    expect(outputs).toHaveLength(32 + 36 + 2);
    const [ofLength = 0, ofPaths = 0] = outputs.subarray(68);
    expect(ofLength).toBe(0);
    expect(ofPaths).toBeGreaterThan(0);
    expect((await evaluate([x]))[0]).toBeCloseTo(ofPaths ** 2, 10);
  }
});

test("at the origin, where the norm has no gradient, a counterfactual is still rated and attacked", async () => {
  const { network } = counterfactualMiniature();
  const outputs = await network.outputs(new Float64Array(32));
  const { value, gradient } = await network.rate(outputs);
  expect(value).toBeLessThan(0);
  const slope = await network.pullBack(new Float64Array(32), gradient);
  expect(slope.every(Number.isFinite)).toBe(true);
});
