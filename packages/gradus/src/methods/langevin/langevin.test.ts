import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromRows, toRows, zeros } from "../../engine/linear-algebra/matrix.ts";
import { dot, norm } from "../../engine/linear-algebra/vector.ts";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import { generator } from "../../engine/random.ts";
import {
  directionEstimates,
  type HasPlanted,
  type HasSphereGradients,
  langevinAverage,
  lastRow,
  minimize,
  onlineSphericalSgd,
  partialTrace,
  singleIndex,
  smoothedSphericalSgd,
  sphericalGd,
  sphericalSgdAverage,
  tensorPca,
} from "../../index.ts";
import { emptySums, withPoints } from "./iterate-average.ts";
import { coordinateQuadrature } from "./smoothed-spherical-sgd.ts";
import { retract } from "./sphere.ts";

const flat = (dimension: number): HasSphereGradients & Partial<HasPlanted> => ({
  dimension,
  sphereGradients: ({ rows, columns }) => ({ values: new Float64Array(rows), gradients: zeros(rows, columns) }),
});

const single = singleIndex({ dimension: 4, samples: 30, exponent: 3 });
const endOf = async (method: (problem: never) => unknown, problem: object, steps: number, seed = 0) => {
  const { answer, trace } = await minimize(problem as never, method as never, { steps, seed, every: steps });
  const x = Float64Array.from(await (answer as np.Array).data());
  return { x, trace, extra: lastRow(trace).extra };
};

test("what is normal to the sphere is taken off a step, and the sphere is not left", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 7 }),
      fc.integer({ min: 0, max: 999 }),
      fc.double({ min: 0, max: 1e8, noNaN: true }),
      (d, seed, size) => {
        const draw = generator(seed);
        const x = draw.normals(d);
        const theta = fromRows([x.map((value) => value / norm(x))]);
        const v = fromRows([draw.normals(d).map((value) => size * value)]);
        const next = retract(theta, v);
        expect(norm(next.data)).toBeCloseTo(1, 12);
        // A step along θ alone goes nowhere.
        expect(dot(retract(theta, fromRows([theta.data])).data, theta.data)).toBeCloseTo(1, 12);
        expect(dot(next.data, theta.data)).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

test("sums of outer products are those of one point after the other", () => {
  const theta = fromRows(Array.from({ length: 7 }, (_, i) => generator(i).normals(3)));
  const { second, mean } = directionEstimates(withPoints(emptySums(3, "outer products"), theta));
  const rows = toRows(theta);
  for (let i = 0; i < 3; i++) {
    expect(mean[i]).toBeCloseTo(
      rows.reduce((sum, row) => sum + row[i]! / 7, 0),
      12,
    );
    for (let j = 0; j < 3; j++) {
      const direct = rows.reduce((sum, row) => sum + (row[i]! * row[j]!) / 7, 0);
      expect(second!.moment.data[i * 3 + j]).toBeCloseTo(direct, 12);
    }
  }
});

describe("Langevin dynamics", () => {
  test("without a signal is Brownian motion: its mean outer product tends to I/d", async () => {
    const d = 4;
    const iteration = langevinAverage({ average: "outer products", signal: 0 })(flat(d));
    let state = await iteration.init(1);
    for (let step = 0; step < 1500; step++) state = await iteration.step(state);
    const { second, length } = directionEstimates(state.sums);
    for (let i = 0; i < d; i++)
      for (let j = 0; j < d; j++) {
        expect(Math.abs(second!.moment.data[i * d + j]! - (i === j ? 1 / d : 0))).toBeLessThan(0.02);
      }
    expect(length).toBeLessThan(0.05);
  });

  test("decorrelates by exp(−(d − 1) h/2) a step", async () => {
    const d = 8;
    const iteration = langevinAverage({ signal: 0, chains: 2000, stepSize: 0.01 })(flat(d));
    let state = await iteration.init(1);
    const start = state.theta.data.slice();
    for (let step = 0; step < 20; step++) state = await iteration.step(state);
    const along = dot(start, state.theta.data) / 2000;
    expect(along).toBeGreaterThan(Math.exp((-7 * 0.2) / 2) - 0.03);
    expect(along).toBeLessThan(Math.exp((-7 * 0.2) / 2) + 0.03);
  });

  test("starts the average after the burn-in, and answers with a point before it", async () => {
    const iteration = langevinAverage({ burnIn: 3, chains: 2 })(flat(3));
    let state = await iteration.init(0);
    const counts: number[] = [];
    for (let step = 0; step < 5; step++) {
      state = await iteration.step(state);
      counts.push(state.sums.count);
      if (step === 1) expect(await iteration.answer(state).data()).toEqual(state.theta.data.slice(0, 3));
    }
    expect(counts).toEqual([0, 0, 0, 2, 4]);
  });

  test("finds what the partial trace does, for odd and even orders, while its iterates do not", async () => {
    for (const order of [3, 4]) {
      const problem = tensorPca({ order, dimension: 10, samples: 200, instance: 1 });
      const { x, extra } = await endOf(langevinAverage({ burnIn: 50 }), problem, 1000);
      const trace = await endOf(partialTrace(), problem, 1);
      expect(Math.abs(dot(x, trace.x))).toBeGreaterThan(0.9);
      expect(extra["overlap"]).toBeGreaterThan(0.8);
      expect(extra["lastOverlap"]).toBeLessThan(0.45);
    }
  });

  test("works on a user's own loss of a tree of parameters", async () => {
    const problem = {
      initial(key: np.Array) {
        key.dispose();
        return { a: np.zeros([2], { dtype: np.float64 }), b: np.zeros([1], { dtype: np.float64 }) };
      },
      loss: ({ a, b }: { a: np.Array; b: np.Array }) => a.sum().add(b.sum().mul(2)),
    };
    const work = async () => {
      const { answer, trace } = await minimize(problem, langevinAverage({ chains: 8, signal: 2, burnIn: 5 }), {
        steps: 80,
      });
      expect(lastRow(trace).calls).toEqual({ gradient: 81 * 8, loss: 81 * 8 });
      const found = [...(await answer.a.data()), ...(await answer.b.data())];
      expect(-(found[0]! + found[1]! + 2 * found[2]!) / Math.sqrt(6)).toBeGreaterThan(0.95);
    };
    await expectNoLeak(work);
  });

  test("equal seeds give equal answers, a resumed run the same", async () => {
    const problem = tensorPca({ dimension: 5 });
    const once = await endOf(langevinAverage({ burnIn: 2 }), problem, 12, 3);
    expect((await endOf(langevinAverage({ burnIn: 2 }), problem, 12, 3)).x).toEqual(once.x);
    expect((await endOf(langevinAverage({ burnIn: 2 }), problem, 12, 4)).x).not.toEqual(once.x);
    const half = await minimize(problem, langevinAverage({ burnIn: 2 }), { steps: 6, seed: 3, checkpoint: true });
    half.answer.dispose();
    const rest = await minimize(problem, langevinAverage({ burnIn: 2 }), { steps: 12, resume: half.checkpoint! });
    expect(Float64Array.from(await rest.answer.data())).toEqual(once.x);
  });

  test("an objective that is not finite ends the run as diverged", async () => {
    const broken = {
      ...flat(3),
      sphereGradients: () => ({ values: Float64Array.of(Number.NaN), gradients: zeros(1, 3) }),
    };
    const { trace } = await endOf(langevinAverage({ chains: 1 }), broken, 5);
    expect(trace.status).toBe("diverged");
  });
});

describe("single-sample descent", () => {
  test("with one sample and all of them in a batch is gradient descent on the sphere", async () => {
    const start = [[1, 2, 3, 4]];
    const all = Array.from({ length: 30 }, (_, i) => i);
    const method = sphericalSgdAverage({ learningRate: 0.1, batchSize: 30, start, samples: () => [all], burnIn: 9 });
    const { x } = await endOf(method, single, 9);
    const descent = await endOf(sphericalGd({ learningRate: 0.1, start }), single, 9);
    for (let i = 0; i < 4; i++) expect(x[i]).toBeCloseTo(descent.x[i]!, 12);
  });

  test("takes batches of a user's own problem, one for each chain and step", async () => {
    const seen: number[] = [];
    const problem = {
      initial: () => np.zeros([3], { dtype: np.float64 }),
      loss: (x: np.Array, batch: np.Array) => np.dot(x, batch),
      batches: () => (index: number) => {
        seen.push(index);
        return np.array([1, index % 2, 0], { dtype: np.float64 });
      },
    };
    const { x } = await endOf(sphericalSgdAverage({ chains: 2, learningRate: 0.5, burnIn: 0 }), problem, 3);
    expect(norm(x)).toBeCloseTo(1, 12);
    expect(new Set(seen)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
    await expect(endOf(sphericalSgdAverage({ batchSize: 2 }), problem, 1)).rejects.toThrow("make their own batches");
  });

  test("refuses samples that are not there", async () => {
    const of = (samples: () => number[][]) => endOf(sphericalSgdAverage({ chains: 1, samples }), single, 1);
    await expect(of(() => [[30]])).rejects.toThrow("samples must be in 0 … 29, got 30");
    await expect(of(() => [[1], [2]])).rejects.toThrow("samples must be 1 lists of 1, got 2 samples");
  });
});

describe("one pass", () => {
  test("ends after the last sample and takes each in its turn", async () => {
    const { trace, x } = await endOf(onlineSphericalSgd({ learningRate: 0.3, start: [[1, 1, 0, 0]] }), single, 1000);
    expect(trace.status).toBe("finished");
    expect(lastRow(trace).step).toBe(30);
    let theta = fromRows([[Math.SQRT1_2, Math.SQRT1_2, 0, 0]]);
    for (let i = 0; i < 30; i++) {
      const { slope } = single.ridgeLoss(i, dot(single.input(i), theta.data));
      theta = retract(theta, fromRows([single.input(i).map((value) => (-0.3 / 4) * slope * value)]));
    }
    for (let i = 0; i < 4; i++) expect(x[i]).toBeCloseTo(theta.data[i]!, 12);
  });

  test("smoothed by a little is the plain pass; by more it is a mean over directions", async () => {
    const start = [[1, 1, 0, 0]];
    const plain = await endOf(onlineSphericalSgd({ start }), single, 30);
    const smoothed = await endOf(smoothedSphericalSgd({ start, smoothing: 1e-7 }), single, 30);
    for (let i = 0; i < 4; i++) expect(smoothed.x[i]).toBeCloseTo(plain.x[i]!, 6);
    const iteration = smoothedSphericalSgd({ start, smoothing: 1.5 })(single);
    const state = await iteration.init(0);
    const draw = generator(5);
    const theta = state.theta.data;
    let mean = 0;
    for (let i = 0; i < 40_000; i++) {
      const z = draw.normals(4);
      const tangent = z.map((value, j) => value - dot(z, theta) * theta[j]!);
      const moved = theta.map((value, j) => (value + (1.5 * tangent[j]!) / norm(tangent)) / Math.sqrt(3.25));
      mean += single.ridgeLoss(0, dot(single.input(0), moved)).value / 40_000;
    }
    expect(Math.abs(mean - state.value)).toBeLessThan(0.02 * Math.max(1, Math.abs(mean)));
  });

  test("the quadrature has a coordinate's moments in every dimension", () => {
    for (const d of [2, 3, 4, 7, 40]) {
      const { points, weights } = coordinateQuadrature(d, 6);
      const moment = (power: number) => points.reduce((sum, s, q) => sum + weights[q]! * s ** power, 0);
      expect(moment(0)).toBeCloseTo(1, 10);
      expect(moment(1)).toBeCloseTo(0, 10);
      expect(moment(2)).toBeCloseTo(1 / (d - 1), 10);
      expect(moment(4)).toBeCloseTo(3 / ((d - 1) * (d + 1)), 10);
    }
  });
});

describe("what does not fit is refused in one line", () => {
  test.each([
    [langevinAverage({ chains: 1 }), flat(1), "needs a 'dimension' that is a whole number ≥ 2, got 1"],
    [onlineSphericalSgd(), { ...single, dimension: 1 }, "needs a 'dimension' that is a whole number ≥ 2, got 1"],
    [langevinAverage({ start: [[0, 0, 0]] }), flat(3), "start must have rows with a direction"],
    [langevinAverage({ start: [[1, 0]] }), flat(3), "start must have rows of 3 numbers, got 2 in row 0"],
    [langevinAverage(), {}, "langevin-average needs 'loss'"],
    [sphericalSgdAverage(), flat(3), "spherical-sgd-average needs 'loss'"],
    [onlineSphericalSgd(), flat(3), "online-spherical-sgd needs 'ridgeLoss'"],
    [partialTrace(), flat(3), "partial-trace needs 'partialTrace'"],
  ])("%#", async (method, problem, message) => {
    await expect(endOf(method, problem, 1)).rejects.toThrow(message);
  });

  test("options", () => {
    expect(() => langevinAverage({ signal: -1 })).toThrow("langevin-average: signal must be a number ≥ 0, got -1");
    expect(() => sphericalSgdAverage({ learningRate: 0 })).toThrow("learningRate must be a positive number, got 0");
    expect(() => langevinAverage({ average: "all" as never })).toThrow(
      "average must be 'iterates' or 'outer products'",
    );
  });
});

test("an average without a direction is handed out as it is, and said to be none", () => {
  const sums = withPoints(
    emptySums(2, "iterates"),
    fromRows([
      [1, 0],
      [-1, 0],
    ]),
  );
  expect(directionEstimates(sums)).toMatchObject({ hasDirection: false, length: 0, first: Float64Array.of(0, 0) });
});
