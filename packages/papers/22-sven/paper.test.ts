import { numpy as np } from "@jax-js/jax";
import {
  type HasInitial,
  type HasResiduals,
  lastRow,
  levenbergMarquardt,
  linearAlgebra,
  minimize,
  sgd,
  sven,
  trees,
} from "gradus";
import { describe, expect, test } from "vitest";
import { judge } from "../src/criterion.ts";
import { runTrial, verdictOf } from "../src/experiment.ts";
import { quickWave, waveProblem } from "../src/setups/damped-wave.ts";
import { mulberry } from "../src/setups/mulberry.ts";
import { naturalGradient } from "./claims/natural-gradient.ts";
import { regression } from "./claims/regression.ts";
import { endsOnWave, lossOf, type WaveMethod } from "./claims/wave-runs.ts";

const { signal } = new AbortController();
const { dot, norm } = linearAlgebra;

/** The held-out loss after some steps on the small set-up. */
async function lossAfter(method: WaveMethod, { seed = 1, steps = 160 } = {}): Promise<number> {
  const { trace, answer } = await minimize(waveProblem(seed, quickWave.size), method, { steps, every: steps });
  trees.dispose(answer as never);
  return lastRow(trace).extra["testLoss"]!;
}

test("the set-up is drawn in its order: places, weights layer by layer, then epochs", async () => {
  const problem = waveProblem(1, { train: 3, test: 2, batchSize: 2 });
  const random = mulberry(1);
  const x = random.uniforms(3, -1, 1);
  random.uniforms(2, -1, 1);
  const network = problem.initial(np.zeros([2], { dtype: np.uint32 }));
  const [first, second] = network.layers;
  expect(await first!.weight.ref.ravel().data()).toEqual(random.uniforms(16, -1, 1));
  expect(await first!.bias.ref.data()).toEqual(random.uniforms(16, -1, 1));
  // Row by row, a row an output: the array has outputs as columns.
  expect((await np.transpose(second!.weight.ref).ravel().data()).slice(0, 16)).toEqual(
    random.uniforms(16, -0.25, 0.25),
  );
  trees.dispose(network);
  random.uniforms(16 * 15 + 16 + 16 * 16 + 16 + 16 + 1, -0.25, 0.25);
  const epochs = [random.permutation(3), random.permutation(3)];
  const batch = problem.batches(0);
  for (const [index, rows] of [
    [2, epochs[1]!.subarray(0, 2)],
    [3, epochs[1]!.subarray(2)],
    [0, epochs[0]!.subarray(0, 2)],
  ] as const) {
    const { inputs, targets } = batch(index);
    targets.dispose();
    expect([...(await inputs.data())]).toEqual(Array.from(rows, (row) => x[row]!));
  }
});

describe("the criteria", () => {
  test("fail where SGD runs under Sven's name", async () => {
    const { quick } = regression;
    const fake = {
      ...quick,
      trial: (context: Parameters<typeof quick.trial>[0]) =>
        endsOnWave(
          context,
          () => waveProblem(context.seed, quickWave.size),
          Object.fromEntries(
            ["Sven", "Sven, κ = 1", "Adam, 0.001", "Adam, 0.01", "Adam, 0.03"].map((name) => [
              name,
              { method: sgd({ learningRate: 0.03 }) },
            ]),
          ),
          { steps: 20 },
        ),
    };
    const { measurements } = await runTrial(fake, quick.trials[0]!, { signal });
    expect(lossOf("Sven")(measurements)).toBeGreaterThan(0);
    expect(quick.criteria.map((criterion) => judge(criterion, [measurements]).holds)).toEqual([false, false, false]);
  });

  test("of the natural gradient hold for each seed, and fail for another κ", async () => {
    const { quick } = naturalGradient;
    const result = await runTrial(quick, quick.trials[0]!, { signal });
    expect(verdictOf({ ...quick, trials: [quick.trials[0]!] }, [result]).verdict).toBe("holds");
    const { measurements } = result;
    const wrong = { ...measurements, "decay, κ = 2": Math.abs(1 - 0.5 / 2 - (1 - 0.5 / 1)) };
    expect(judge(quick.criteria[0]!, [wrong]).holds).toBe(false);
  });
});

describe("findings", () => {
  test("Levenberg-Marquardt ends orders of magnitude below Sven on the same batches", async () => {
    const descent = await lossAfter(sven({ rank: 16, kappa: 1, learningRate: 0.05 }));
    const marquardt = await lossAfter(levenbergMarquardt());
    expect(marquardt / descent).toBeLessThan(1e-2);
  });

  test("a k beyond what rtol keeps changes nothing", async () => {
    expect(await lossAfter(sven({ rank: 32 }), { steps: 60 })).toBeCloseTo(
      await lossAfter(sven({ rank: 16 }), { steps: 60 }),
      6,
    );
  });

  test("without rtol's protection steps are divided by tiny singular values", async () => {
    const careless = await lossAfter(sven({ rank: 32, kappa: 1, learningRate: 0.05, rtol: 1e-5 }), { steps: 60 });
    expect(careless).toBeGreaterThan(100);
  });

  test("with more samples than parameters, κ changes the direction of the step", async () => {
    const random = mulberry(4);
    const A = random.normals(12 * 3);
    const b = random.normals(12);
    const problem: HasInitial<np.Array> & HasResiduals<np.Array> = {
      initial: () => np.zeros([3], { dtype: np.float64 }),
      residuals: (x) =>
        np.tanh(np.dot(np.array(A, { shape: [12, 3], dtype: np.float64 }), x)).sub(np.array(b, { dtype: np.float64 })),
    };
    const [one, two] = await Promise.all(
      [1, 2].map(async (kappa) => {
        const { answer } = await minimize(problem, sven({ kappa, rank: 3, rtol: 0, learningRate: 0.5 }), { steps: 1 });
        return Float64Array.from(await answer.data());
      }),
    );
    expect(Math.abs(dot(one!, two!)) / (norm(one!) * norm(two!))).toBeLessThan(0.999);
  });
});
