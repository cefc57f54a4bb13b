import { describe, expect, test } from "vitest";
import {
  askTell,
  canyon,
  consensus,
  consensusGradient,
  consensusHopping,
  consensusMemory,
  type HasEvaluate,
  lastRow,
  linearAlgebra,
  minimize,
  minimizingMovement,
  quadratic,
  rastrigin,
  rosenbrock,
  sgd,
  softmaxRegression,
  sphere,
  trees,
} from "../../index.ts";

const box = (value: (x: Float64Array) => number, dimension = 2): HasEvaluate => ({
  dimension,
  evaluate: (points) => points.map(value),
});
const bowl = box((x) => x.reduce((sum, value) => sum + value * value, 0));

/** The states of a search after each step. */
async function states(method: ReturnType<typeof consensus>, problem: HasEvaluate, steps: number, seed = 0) {
  const iteration = method(problem);
  let state = await iteration.init(seed);
  const seen = [state];
  for (let i = 0; i < steps; i++) {
    state = await iteration.step(state);
    seen.push(state);
  }
  return seen;
}

describe("the cloud", () => {
  test("without noise contracts by 1 − λ Δt a step, to within rounding", async () => {
    const ensemble = [
      [1, 0],
      [-1, 2],
      [3, 3],
    ];
    const seen = await states(consensus({ particles: 3, sigma: 0, lambda: 0.5, dt: 0.4, alpha: 3, ensemble }), bowl, 3);
    for (let k = 1; k < seen.length; k++) {
      const [before, after] = [seen[k - 1]!.population.own.X, seen[k]!.population.own.X];
      const c = seen[k]!.population.own.c;
      for (let i = 0; i < 6; i++)
        expect(after.data[i]! - c[i % 2]!).toBeCloseTo(0.8 * (before.data[i]! - c[i % 2]!), 12);
    }
  });

  test("with λ Δt = 1 and no noise is at the consensus at once, and the run has finished", async () => {
    const { trace, answer } = await minimize(bowl, consensus({ lambda: 1, dt: 1, sigma: 0 }), { steps: 9 });
    answer.dispose();
    expect(trace).toMatchObject({ status: "finished", reason: "all particles are at one point" });
    expect(lastRow(trace).step).toBeLessThanOrEqual(2);
  });

  test("of one particle never moves, and says so; shaken it goes on", async () => {
    const alone = await minimize(bowl, consensus({ particles: 1 }), { steps: 9 });
    expect(alone.trace).toMatchObject({ status: "finished", reason: "all particles are at one point" });
    alone.answer.dispose();
    const shaken = await minimize(bowl, consensus({ particles: 1, restartBelow: 1e-5 }), { steps: 9 });
    expect(shaken.trace.status).toBe("budget");
    shaken.answer.dispose();
  });

  test("contracts in twenty dimensions with anisotropic noise and grows with isotropic noise of the same σ", async () => {
    const spreadAfter = async (noise: "isotropic" | "anisotropic") => {
      const flat = box(() => 0, 20);
      const seen = await states(consensus({ particles: 60, sigma: 1, dt: 0.05, noise }), flat, 60);
      return seen.at(-1)!.population.own.spread / seen[1]!.population.own.spread;
    };
    expect(await spreadAfter("anisotropic")).toBeLessThan(0.5);
    expect(await spreadAfter("isotropic")).toBeGreaterThan(2);
  });

  test("with a correction moves only particles above the consensus, when there is no noise", async () => {
    const ensemble = [
      [0.1, 0],
      [4, 0],
    ];
    const options = { particles: 2, sigma: 0, alpha: 1e6, dt: 0.5, ensemble, correction: "heaviside" } as const;
    // The lowest particle is the consensus: it is not above itself.
    const [, after] = await states(consensus(options), bowl, 1);
    expect([...after!.population.own.X.data]).toEqual([0.1, 0, expect.closeTo(2.05, 12), 0]);
    expect(after!.evaluations).toBe(2 + 1 + 2);
  });

  test("cools as it is told: σ by log₂(e + 2), α by 2^e", async () => {
    const seen = await states(consensus({ particles: 4, alpha: 3, coolEvery: 2, restartBelow: 1 }), bowl, 5);
    expect(seen.slice(1).map(({ population }) => population.own.alpha)).toEqual([3, 3, 6, 6, 12]);
    const grown = await states(consensus({ particles: 4, alpha: 3, alphaGrowth: 2, alphaCap: 10 }), bowl, 4);
    expect(grown.slice(1).map(({ population }) => population.own.alpha)).toEqual([3, 6, 10, 10]);
  });

  test("noise is truncated where asked, in either kind", async () => {
    const still = {
      particles: 30,
      lambda: 1,
      dt: 1,
      sigma: 1,
      alpha: 0,
      spread: 100,
      initialization: "normal",
    } as const;
    for (const noise of ["isotropic", "anisotropic"] as const) {
      const [, after] = await states(consensus({ ...still, noise, truncation: 1e-3 }), bowl, 1);
      expect(after!.population.own.spread).toBeLessThan(5e-3);
      const [, wide] = await states(consensus({ ...still, noise }), bowl, 1);
      expect(wide!.population.own.spread).toBeGreaterThan(1);
    }
  });

  test("one block of all particles is the whole cloud in another order", async () => {
    const draws = { permutation: () => [2, 0, 1], normals: () => [0, 0, 0, 0, 0, 0] };
    const ensemble = [
      [1, 0],
      [0, 2],
      [3, 3],
    ];
    const [, blocked] = await states(consensus({ particles: 3, particleBatch: 3, ensemble, draws }), bowl, 1);
    const [, whole] = await states(consensus({ particles: 3, ensemble, draws }), bowl, 1);
    for (let j = 0; j < 2; j++) {
      expect(blocked!.population.own.c[j]).toBeCloseTo(whole!.population.own.c[j]!, 14);
    }
  });
});

test("options that cannot go together, or do not fit, are named", () => {
  expect(() => consensus({ lambda: 2, dt: 0.6 })).toThrow("consensus: lambda · dt must be at most 1, got 1.2");
  expect(() => consensus({ particles: 10, particleBatch: 3 })).toThrow("particleBatch must divide 10 particles, got 3");
  expect(() => consensus({ particleBatch: 10, correction: "tanh" })).toThrow("cannot be had with particleBatch");
  expect(() => consensus({ particles: 0 })).toThrow("consensus: particles must be a whole number ≥ 1, got 0");
  expect(() => consensus({ noise: "pink" as never })).toThrow("noise must be 'isotropic' or 'anisotropic', got 'pink'");
  const crossed = consensus({ bounds: { lower: 1, upper: [2, 0] } });
  expect(() => askTell(crossed, { dimension: 2 })).toThrow("bounds.lower must be at most bounds.upper, got 1 and 0");
  expect(() => askTell(crossed, { dimension: 3 })).toThrow("bounds.upper must have 3 entries, got 2");
  const two = consensus({ particles: 2, ensemble: [[1, 2]] });
  expect(() => askTell(two, { dimension: 2 })).toThrow("ensemble must be 2 × 2, got 1 × 2");
});

test("the consensus of the canyon's cloud ends at its minimum, where the best particle has been", async () => {
  const method = consensus({
    particles: 200,
    alpha: 100,
    sigma: 1.6,
    dt: 0.01,
    noise: "isotropic",
    initialization: "normal",
  });
  const { answer, trace } = await minimize(canyon(), method, { steps: 250, seed: 1 });
  expect(linearAlgebra.norm(Float64Array.from(await answer.data()))).toBeLessThan(0.25);
  expect(lastRow(trace).objective).toBeLessThan(0.05);
});

describe("hopping", () => {
  test("goes to the proximal point of a quadratic", async () => {
    const problem = quadratic({
      A: [
        [2, 0],
        [0, 1],
      ],
      start: [1, 1],
    });
    const method = consensusHopping({ particles: 40_000, alpha: 2, s: Math.sqrt(0.05), answer: "consensus" });
    const hop = await (await minimize(problem, method, { steps: 0 })).answer.data();
    const { answer } = await minimize(problem, minimizingMovement({ tau: 0.1 }), { steps: 1 });
    const proximal = await answer.data();
    expect([...proximal]).toEqual([expect.closeTo(1 / 1.2, 12), expect.closeTo(1 / 1.1, 12)]);
    for (let j = 0; j < 2; j++) expect(hop[j]!).toBeCloseTo(proximal[j]!, 1.7);
  });

  test("with one sample is a random walk, which ends by its budget", async () => {
    const { trace, answer } = await minimize(bowl, consensusHopping({ particles: 1 }), { steps: 20 });
    answer.dispose();
    expect(trace.status).toBe("budget");
  });
});

test("memories never get worse, and the best of them is the answer", async () => {
  const iteration = consensusMemory({ particles: 20 })(rastrigin());
  let state = await iteration.init(0);
  state = await iteration.step(state);
  let before = state.population.own.eY;
  for (let i = 0; i < 20; i++) {
    state = await iteration.step(state);
    const { eY, Y } = state.population.own;
    expect(eY.every((value, k) => value <= before[k]!)).toBe(true);
    const values = rastrigin().evaluate(linearAlgebra.toRows(Y)) as number[];
    for (const [k, value] of values.entries()) expect(value).toBeCloseTo(eY[k]!, 10);
    before = eY;
  }
});

describe("the gradient estimate", () => {
  const { estimate, of, tau } = consensusGradient({ alpha: 1, s: 0.05, particles: 20_000 });

  test("is near the gradient where the cloud is small", async () => {
    const gradient = await estimate(sphere(), Float64Array.of(1, -0.5), 1);
    expect(gradient[0]!).toBeCloseTo(2, 0.7);
    expect(gradient[1]!).toBeCloseTo(-1, 0.7);
    expect(tau).toBeCloseTo(0.0025, 15);
  });

  test("feeds an optimizer: gradient descent with τ makes hops", async () => {
    const problem = of(rosenbrock());
    const { trace, answer } = await minimize(problem, sgd({ learningRate: 5e-4 }), { steps: 30 });
    expect(lastRow(trace).objective).toBeLessThan(0.5 * trace.rows[0]!.objective);
    expect(lastRow(trace).calls.gradient).toBe(31);
    answer.dispose();
  });

  test("says where there is nothing to estimate from", async () => {
    await expect(
      estimate(
        box(() => Number.NaN),
        Float64Array.of(0, 0),
        0,
      ),
    ).rejects.toThrow("consensusGradient: none of 20000 values around the point is finite");
  });
});

test("on batches it answers with the consensus, and its objective is that of the batch", async () => {
  const inputs = Float64Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 1 : -1) + 0.01 * i);
  const train = { inputs, shape: [1], targets: Float64Array.from({ length: 40 }, (_, i) => i % 2) };
  const problem = softmaxRegression({ name: "two sides", train, test: train }, { batchSize: 10 });
  const method = consensus({ particles: 30, particleBatch: 10, spread: 1, dt: 0.1, restartBelow: 1e-5 });
  const { trace, answer } = await minimize(problem, method, { steps: 120 });
  trees.dispose(answer);
  expect(lastRow(trace).extra["testAccuracy"]).toBe(1);
  expect(lastRow(trace).calls.evaluation).toBe(121 * 10);
});

describe("a cloud that shrinks", () => {
  const particlesAfter = async (options: Parameters<typeof consensus>[0], steps: number) => {
    const seen = await states(consensus({ particles: 40, dt: 0.1, ...options }), bowl, steps);
    return seen.map(({ population }) => population.own.X.rows);
  };

  test("keeps its particles unless told otherwise", async () => {
    expect(new Set(await particlesAfter({}, 30))).toEqual(new Set([40]));
  });

  test("loses at most a fifth of them at a time, and none the first time", async () => {
    const counts = await particlesAfter({ reduceEvery: 5 }, 40);
    expect(counts.slice(0, 10)).toEqual(Array(10).fill(40));
    expect(counts.at(-1)).toBeLessThan(40);
    for (let k = 1; k < counts.length; k++) {
      expect(counts[k]!).toBeLessThanOrEqual(counts[k - 1]!);
      expect(counts[k]!).toBeGreaterThanOrEqual(0.8 * counts[k - 1]!);
    }
  });

  test("loses whole batches of particles, between passes", async () => {
    const counts = await particlesAfter({ particleBatch: 4, reduceEvery: 10 }, 120);
    for (const count of counts) expect(count % 4).toBe(0);
    expect(counts.at(-1)).toBeLessThan(40);
    const seen = await states(consensus({ particles: 40, dt: 0.1, particleBatch: 4, reduceEvery: 10 }), bowl, 120);
    for (const { population } of seen) expect(population.asked.rows).toBe(4);
    for (let k = 1; k < seen.length; k++) {
      const [before, after] = [seen[k - 1]!.population.own, seen[k]!.population.own];
      if (after.X.rows < before.X.rows) expect(after.block).toBe(0);
    }
  });

  test("keeps its number where it grows", async () => {
    const flat = consensus({ particles: 30, sigma: 1, dt: 0.05, noise: "isotropic", reduceEvery: 5 });
    const seen = await states(
      flat,
      box(() => 0, 20),
      40,
    );
    expect(seen.at(-1)!.population.own.X.rows).toBe(30);
  });
});
