import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  CapabilityError,
  type CurlDescentOptions,
  curlDescent,
  directFeedbackAlignment,
  disposeState,
  type HasInitial,
  type HasLoss,
  lastRow,
  methodCatalogue,
  minimize,
  OptionError,
  quadratic,
  rosenbrock,
  type StudentTeacher,
  scalarStudent,
  sgd,
  studentTeacher,
  type TwoLayers,
  trees,
} from "../../index.ts";

const small = (options = {}): StudentTeacher =>
  studentTeacher({ inputs: 4, hidden: 5, train: 12, test: 6, seed: 2, ...options });

type Learner = (problem: never) => never;

/** Parameters as numbers after some steps. */
async function after(problem: object, method: unknown, steps: number): Promise<number[]> {
  const { answer } = await minimize(problem as never, method as Learner, { steps });
  return trees.leaves<np.Array>(answer as never).flatMap((leaf) => Array.from(leaf.dataSync(), Number));
}

const changes = async (problem: object, options: CurlDescentOptions): Promise<number[]> => {
  const [from, to] = [await after(problem, curlDescent(options), 0), await after(problem, curlDescent(options), 1)];
  return to.map((x, i) => x - from[i]!);
};

const near = (values: number[], digits = 12) => values.map((value) => expect.closeTo(value, digits));

describe("curl descent", () => {
  test("without flips is gradient descent, bit for bit", async () => {
    const plain = await after(small(), sgd({ learningRate: 0.1 }), 5);
    expect(await after(small(), curlDescent({ fraction: 0 }), 5)).toEqual(plain);
    expect(await after(small(), curlDescent({ signs: 1 }), 5)).toEqual(plain);
  });

  test("flips the first neurons of a layer, on the side that is asked for", async () => {
    const plain = await changes(small(), { fraction: 0 });
    // W1 is 5 × 4 and W2 1 × 5, one after the other.
    const flippedBy = async (options: CurlDescentOptions) => {
      const changed = await changes(small(), options);
      return changed.flatMap((change, i) => {
        expect(Math.abs(change)).toBeCloseTo(Math.abs(plain[i]!), 12);
        return change * plain[i]! < 0 ? [i] : [];
      });
    };
    expect(await flippedBy({ fraction: 0.4 })).toEqual([20, 21]);
    expect(await flippedBy({ fraction: 0.25, layer: "W1" })).toEqual([0, 4, 8, 12, 16]);
    expect(await flippedBy({ fraction: 0.2, layer: "W1", side: "postsynaptic" })).toEqual([0, 1, 2, 3]);
    expect(await flippedBy({ fraction: 0.2, layer: "W1", outputAxis: -1 })).toEqual([0, 1, 2, 3]);
    expect(await flippedBy({ fraction: 0.5, layer: "all" })).toEqual([0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21, 22]);
    expect(await flippedBy({ fraction: 1, layer: "all" })).toHaveLength(25);
  });

  test("keeps the norms of matrices", async () => {
    const norms = (all: number[]) => [Math.hypot(...all.slice(0, 20)), Math.hypot(...all.slice(20))];
    const start = norms(await after(small(), curlDescent(), 0));
    const end = norms(await after(small(), curlDescent({ fixNorms: true, fraction: 0.4, learningRate: 1 }), 40));
    expect(end).toEqual(near(start));
  });

  test("keeps w₁² + w₂² up to steps of second order, and ends where w₂² > w₁²", async () => {
    const problem = scalarStudent({ start: [1.3, -1.1] });
    const [a, b] = (await after(problem, curlDescent({ signs: [1, -1], learningRate: 4e-3 }), 2500)) as [
      number,
      number,
    ];
    expect(a * b).toBeCloseTo(1, 6);
    expect(b * b).toBeGreaterThan(a * a);
    expect(a * a + b * b).toBeCloseTo(1.3 ** 2 + 1.1 ** 2, 1);
  });

  test("climbs and diverges on a coordinate that is coupled to no other, as it does where all is flipped", async () => {
    const apart = quadratic({
      A: [
        [1, 0],
        [0, 2],
      ],
      b: [0, 0],
      start: [1, 1],
    });
    const [x, y] = (await after(apart, curlDescent({ signs: [1, -1] }), 20)) as [number, number];
    expect(x).toBeCloseTo(0.9 ** 20, 12);
    expect(y / 1.2 ** 20).toBeCloseTo(1, 12);
    const { trace } = await minimize(apart, curlDescent({ signs: -1, learningRate: 1 }), { steps: 2000 });
    expect(trace.status).toBe("diverged");
    expect(trace.rows.filter(({ objective }) => Number.isFinite(objective)).length).toBeGreaterThan(100);
  });

  test("goes on from a checkpoint as if it had not stopped", async () => {
    const method = curlDescent({ fraction: 0.4, fixNorms: true });
    const problem = small({ batchSize: 4 });
    const whole = await minimize(problem, method as never, { steps: 8 });
    const half = await minimize(problem, method as never, { steps: 3, checkpoint: true });
    const rest = await minimize(problem, method as never, { steps: 8, resume: half.checkpoint! });
    expect(rest.trace.rows.map(({ objective }) => objective)).toEqual(
      whole.trace.rows.map(({ objective }) => objective),
    );
    for (const { answer } of [whole, half, rest]) disposeState(answer);
  });

  test("takes schedules, and a loss on parameters of any kind", async () => {
    const rate = (step: number) => 1e-3 / (step + 1);
    const { trace, answer } = await minimize(rosenbrock(), curlDescent({ learningRate: rate }), { steps: 2 });
    expect(lastRow(trace).extra["learningRate"]).toBeCloseTo(5e-4, 15);
    expect(lastRow(trace).calls).toEqual({ gradient: 3 });
    answer.dispose();
  });
});

describe("errors told back from the outputs", () => {
  test("are the gradient for linear outputs, and not for tanh", async () => {
    const rule = { feedback: "error", fraction: 0.4 } as const;
    const linear = small({ activation: "linear" });
    expect(await after(linear, curlDescent(rule), 4)).toEqual(
      near(await after(linear, curlDescent({ fraction: 0.4 }), 4)),
    );
    const [told, own] = [
      await after(small(), curlDescent(rule), 1),
      await after(small(), curlDescent({ fraction: 0.4 }), 1),
    ];
    expect(told).not.toEqual(near(own, 5));
  });

  test("with two outputs are twice the gradient of the mean", async () => {
    const two = small({ activation: "linear", outputs: 2 });
    const told = await changes(two, { feedback: "error", fraction: 0 });
    expect(told).toEqual(near((await changes(two, { fraction: 0 })).map((change) => 2 * change)));
  });

  test("through the transposed readout, directly, are those told back through it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1000), fc.constantFrom("linear", "tanh", "relu"), async (seed, activation) => {
        const problem = small({ seed, activation, outputs: 2 });
        const readout = (await after(problem, curlDescent(), 0)).slice(20);
        const B = Array.from({ length: 5 }, (_, i) => [readout[i]!, readout[5 + i]!]);
        const direct = directFeedbackAlignment({ feedback: [B], fraction: 0.4 });
        const back = curlDescent({ feedback: "error", fraction: 0.4 });
        expect(await after(problem, direct, 1)).toEqual(near(await after(problem, back, 1)));
      }),
      { numRuns: 6 },
    );
  });

  test("need layers", async () => {
    const method = curlDescent({ feedback: "error" });
    await expect(minimize(rosenbrock(), method, { steps: 1 })).rejects.toThrow(CapabilityError);
    await expect(minimize(rosenbrock(), method, { steps: 1 })).rejects.toThrow("curl-descent needs 'layers'");
  });
});

describe("direct feedback alignment", () => {
  test("learns, from feedback that its seed decides", async () => {
    const losses = async (feedbackSeed: number) => {
      const { trace, answer } = await minimize(small(), directFeedbackAlignment({ feedbackSeed }), { steps: 300 });
      disposeState(answer);
      return trace.rows.map(({ objective }) => objective);
    };
    const [one, again, other] = [await losses(1), await losses(1), await losses(2)];
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
    expect(one.at(-1)!).toBeLessThan(one[0]! / 3);
  });

  test("tells what feedback would fit", async () => {
    const method = directFeedbackAlignment({ feedback: [[[1, 2]]] });
    await expect(minimize(small(), method, { steps: 1 })).rejects.toThrow(
      "feedback must have 5 rows of 1 for hidden layer 0",
    );
  });

  test("with a scale of 0 leaves the hidden layer as it is", async () => {
    const method = directFeedbackAlignment({ feedbackScale: 0 });
    expect((await after(small(), method, 3)).slice(0, 20)).toEqual((await after(small(), method, 0)).slice(0, 20));
  });
});

test("options are checked", async () => {
  expect(() => curlDescent({ fraction: 1.5 })).toThrow("curl-descent: fraction must be in [0, 1], got 1.5");
  expect(() => curlDescent({ signs: [1], fraction: 0.5 })).toThrow("give either signs or a fraction");
  expect(() => directFeedbackAlignment({ signs: [1], fraction: 0.5 })).toThrow("give either signs or a fraction");
  expect(() => curlDescent({ leaningRate: 1 } as never)).toThrow(/did you mean 'learningRate'/);
  expect(() => curlDescent({ learningRate: Number.NaN })).toThrow(OptionError);
  const wrong = curlDescent({ layer: "W3" });
  await expect(minimize(small(), wrong as never, { steps: 1 })).rejects.toThrow(
    "curl-descent: layer must be 'readout', 'all' or the path of a matrix (W1, W2), got 'W3'",
  );
  const zero: HasInitial<TwoLayers> & HasLoss<TwoLayers> = {
    initial: () => ({ W1: np.zeros([2, 2], { dtype: np.float64 }), W2: np.ones([1, 2], { dtype: np.float64 }) }),
    loss: ({ W1, W2 }) => np.dot(W2, W1).sum(),
  };
  await expect(minimize(zero, curlDescent({ fixNorms: true }), { steps: 1 })).rejects.toThrow(/norm > 0, got 0/);
});

test("both are in the catalogue, with defaults for every option", () => {
  for (const name of ["curl-descent", "direct-feedback-alignment"]) {
    const { options, create, source } = methodCatalogue[name]!;
    expect(options.safeParse({}).success).toBe(true);
    expect(create().name).toBe(name);
    expect(source).toMatch(/20\d\d/);
  }
});

test.each([
  ["curl descent", () => curlDescent({ feedback: "error", fraction: 0.4, fixNorms: true })],
  ["direct feedback alignment", () => directFeedbackAlignment({ fixNorms: true })],
])("%s leaves no arrays behind", async (_, make) => {
  const method = make();
  for (const problem of [small(), small({ batchSize: 3 })]) {
    await expectNoLeak(async () => {
      const { answer } = await minimize(problem, method as never, { steps: 3 });
      disposeState(answer);
    });
  }
});
