import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../engine/live-arrays.ts";
import {
  accumulateGradients,
  accumulateMomentum,
  addDecayedWeights,
  addNoise,
  averageExponentially,
  averageUniformly,
  centralizeGradient,
  chain,
  clipAdaptively,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  descend,
  identity,
  injectHyperparameters,
  lookahead,
  masked,
  minimize,
  multiTransform,
  namedChain,
  scale,
  scaleByAdam,
  scaleByLearningRate,
  scheduleFree,
  schedules,
  setToZero,
  sharpnessAware,
  standalone,
  type Transformation,
  type Tree,
  trees,
} from "../index.ts";
import { entries, feed } from "./feed.ts";

/** Least squares with parameters of several shapes and a batch of its own for every step. */
const problem = (dtype: np.DType) => ({
  name: "least squares",
  initial(key: np.Array) {
    key.dispose();
    return {
      weight: np.array(
        [
          [0.5, -1],
          [1, 2],
        ],
        { dtype },
      ),
      bias: np.array([0.1, -0.2], { dtype }),
    };
  },
  batches: () => (index: number) => np.array([1 + (index % 3), -1 + (index % 2)], { dtype }),
  loss({ weight, bias }: { weight: np.Array; bias: np.Array }, x: np.Array) {
    return np.square(np.dot(weight, x).add(bias).sub(0.3)).mean();
  },
});

const adam = chain(scaleByAdam(), scaleByLearningRate(0.05));
const step = scaleByLearningRate(0.02);
const isMatrix = (_: string, array: np.Array) => array.ndim > 1;

const transformations: Record<string, Transformation> = {
  accumulateGradients: accumulateGradients(adam, { every: 3 }),
  accumulateMomentum: chain(accumulateMomentum(0.9, { nesterov: true }), step),
  addDecayedWeights: chain(addDecayedWeights(0.1, { mask: isMatrix }), step),
  addNoise: chain(addNoise({ eta: 0.1, seed: 3 }), step),
  averageExponentially: chain(step, averageExponentially({ decay: 0.9, start: 2 })),
  averageUniformly: chain(step, averageUniformly({ start: 2 })),
  centralizeGradient: chain(centralizeGradient(), step),
  clipAdaptively: chain(clipAdaptively({ ratio: 0.5 }), step),
  clipByGlobalNorm: chain(clipByGlobalNorm(0.5), step),
  clipByNorm: chain(clipByNorm(0.5), step),
  clipByValue: chain(clipByValue(0.5), step),
  identity: chain(identity(), step),
  injectHyperparameters: injectHyperparameters(
    ({ beta1, learningRate }) => chain(scaleByAdam({ beta1 }), scaleByLearningRate(learningRate)),
    { beta1: schedules.linear({ from: 0.5, to: 0.9, steps: 5 }), learningRate: 0.05 },
  ),
  lookahead: lookahead(adam, { period: 3 }),
  masked: chain(masked(chain(clipByGlobalNorm(0.5), accumulateMomentum(0.9)), isMatrix), step),
  multiTransform: multiTransform({ matrices: adam, rest: setToZero() }, (path) =>
    path === "weight" ? "matrices" : "rest",
  ),
  namedChain: namedChain({ direction: scaleByAdam(), step, mean: averageUniformly() }),
  scale: chain(
    scale((update) => 1 / (1 + update)),
    step,
  ),
  scheduleFree: scheduleFree(step, { momentum: 0.8 }),
  sharpnessAware: sharpnessAware(adam, { rho: 0.1 }),
  "sharpnessAware on a part": multiTransform({ matrices: sharpnessAware(adam), rest: adam }, (_, array) =>
    array.ndim > 1 ? "matrices" : "rest",
  ),
  "all at once": lookahead(
    sharpnessAware(
      accumulateGradients(
        multiTransform({ matrices: chain(addNoise(), scheduleFree(step)), rest: masked(adam, true) }, (_, array) =>
          array.ndim > 1 ? "matrices" : "rest",
        ),
        { every: 2 },
      ),
    ),
    { period: 4 },
  ),
};

describe.each(Object.entries(transformations))("%s", (name, transformation) => {
  const method = descend(name, transformation);

  test("runs in both precisions to the same answer, and lowers the loss", async () => {
    const [single, double] = await Promise.all(
      [np.float32, np.float64].map((dtype) => minimize(problem(dtype), method, { steps: 12 })),
    );
    expect(trees.dtypeOf(trees.ref(single!.answer))).toBe("float32");
    expect(trees.dtypeOf(trees.ref(double!.answer))).toBe("float64");
    const loss = (dtype: np.DType, answer: { weight: np.Array; bias: np.Array }) => {
      const { loss, batches } = problem(dtype);
      return [0, 1, 2, 3, 4, 5].reduce((sum, i) => sum + loss(trees.ref(answer), batches()(i)).item(), 0);
    };
    const start = problem(np.float64).initial(np.array(0));
    expect(loss(np.float64, double!.answer)).toBeLessThan(loss(np.float64, start));
    trees.dispose(start);
    const exact = entries(double!.answer);
    for (const [i, value] of entries(single!.answer).entries()) expect(value).toBeCloseTo(exact[i]!, 4);
  });

  test("goes on from a checkpoint as if nothing had happened", async () => {
    const whole = await minimize(problem(np.float64), method, { steps: 8 });
    const half = await minimize(problem(np.float64), method, { steps: 3, checkpoint: true });
    const rest = await minimize(problem(np.float64), method, { steps: 8, resume: half.checkpoint! });
    expect(entries(rest.answer)).toEqual(entries(whole.answer));
    expect(rest.trace.rows.map(({ objective, extra }) => [objective, extra])).toEqual(
      whole.trace.rows.map(({ objective, extra }) => [objective, extra]),
    );
    trees.dispose(half.answer);
  });

  test("leaves no array behind: in a run, and in a user's loop, uncompiled", async () => {
    await expectNoLeak(async () => trees.dispose((await minimize(problem(np.float64), method, { steps: 3 })).answer));
    const optimizer = standalone(transformation);
    const gradientAt = (params: Tree) => trees.scale(params, 2);
    const start = { weight: [[1, 2]], bias: [3] };
    await expectNoLeak(() => {
      feed(optimizer, start, [gradientAt, gradientAt, gradientAt], {
        extras: (i) => (i === 1 ? { gradientAt, value: held } : { gradientAt }),
      });
    });
  });
});

const held = np.array(1, { dtype: np.float64 });
