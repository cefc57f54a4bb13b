import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import {
  type Aggregator,
  adam,
  chain,
  clipByGlobalNorm,
  descendTasks,
  disposeState,
  graddrop,
  type HasTaskLosses,
  lastRow,
  linearScalarisation,
  linearScalarisationAggregator,
  mgdaAggregator,
  minimize,
  pcgrad,
  pcgradAggregator,
  samGs,
  samGsAggregator,
  scaleByLearningRate,
  trees,
} from "../../index.ts";
import { headed, springs } from "./small-tasks.ts";

const numbers = async (array: np.Array) => [...(await array.data())];
const sgd = (learningRate: number) => scaleByLearningRate(learningRate);

/** The sum, but of gradients that were pulled apart. */
const separateSum: Aggregator = {
  ...linearScalarisationAggregator(),
  looksAt: "lengths",
  decide: ({ norms }, memory) => ({ weights: norms.map(() => 1), memory, diagnostics: {} }),
};

test("the sum of the task gradients is the gradient of the sum, pulled apart or not, and Adam's on the summed loss", async () => {
  const problem = springs(
    [
      [1, 0],
      [0, 2],
      [3, 1],
    ],
    { factors: [1, 5, 0.1] },
  );
  const summed = { ...problem, loss: (x: np.Array) => problem.taskLosses(x, undefined).sum() };
  const [own, apart, plain] = await Promise.all([
    minimize(problem, linearScalarisation({ learningRate: 0.1 }), { steps: 20 }),
    minimize(problem, descendTasks("sum", separateSum, adam({ learningRate: 0.1 }).transformation), { steps: 20 }),
    minimize(summed, adam({ learningRate: 0.1 }), { steps: 20 }),
  ]);
  const expected = (await numbers(plain.answer)).map((x) => expect.closeTo(x, 10));
  expect(await numbers(own.answer)).toEqual(expected);
  expect(await numbers(apart.answer)).toEqual(expected);
  expect(lastRow(own.trace).objective).toBeCloseTo(lastRow(plain.trace).objective, 10);
});

test("all task gradients come from one trace of the losses", async () => {
  let traces = 0;
  const problem = springs([
    [1, 0],
    [0, 2],
    [3, 1],
  ]);
  const watched: typeof problem = {
    ...problem,
    taskLosses(x) {
      traces++;
      return problem.taskLosses(x, undefined);
    },
  };
  const { answer } = await minimize(watched, samGs(), { steps: 5 });
  answer.dispose();
  // Once for the start, once for the step.
  expect(traces).toBe(2);
});

test("reports the sum as objective, and every task's loss", async () => {
  const { trace, answer } = await minimize(
    springs([
      [1, 0],
      [0, 2],
    ]),
    samGs(),
    { steps: 1 },
  );
  answer.dispose();
  const { objective, extra } = trace.rows[0]!;
  expect(extra).toMatchObject({ loss1: 0.5, loss2: 2 });
  expect(objective).toBe(2.5);
});

test("a direction times the number of tasks", async () => {
  const problem = springs([
    [1, 0],
    [0, 1],
  ]);
  const step = async (scaleByTasks: boolean) => {
    const method = descendTasks("mgda", mgdaAggregator(), sgd(1), { scaleByTasks });
    return numbers((await minimize(problem, method, { steps: 1 })).answer);
  };
  expect(await step(true)).toEqual((await step(false)).map((x) => 2 * x));
});

describe("parameters that belong to a task", () => {
  const end = async (method: Parameters<typeof minimize>[1]) => {
    const { answer } = await minimize(headed() as never, method, { steps: 1 });
    const { shared, heads } = answer as unknown as { shared: np.Array; heads: np.Array };
    return { shared: await numbers(shared), heads: await numbers(heads) };
  };

  test("get the gradient of the summed loss, whatever becomes of the others", async () => {
    const plain = await end(descendTasks("sum", separateSum, sgd(0.01)) as never);
    for (const aggregator of [samGsAggregator({ threshold: 2 }), mgdaAggregator(), pcgradAggregator()]) {
      const own = await end(descendTasks("surgery", aggregator, sgd(0.01)) as never);
      expect(own.heads).toEqual(plain.heads);
      expect(own.shared).not.toEqual(plain.shared);
    }
    const weighted = await end(descendTasks("sum", linearScalarisationAggregator(), sgd(0.01)) as never);
    expect(weighted.heads).toEqual(plain.heads.map((x) => expect.closeTo(x, 12)));
  });

  test("are not clipped with the shared ones", async () => {
    const cut = descendTasks("sum", separateSum, sgd(0.01), { beforehand: clipByGlobalNorm(1e-3) });
    const [own, plain] = [await end(cut as never), await end(descendTasks("sum", separateSum, sgd(0.01)) as never)];
    expect(own.heads).toEqual(plain.heads);
    expect(own.shared).not.toEqual(plain.shared);
    const both = descendTasks("sum", separateSum, chain(clipByGlobalNorm(1e-3), sgd(0.01)));
    expect((await end(both as never)).heads).not.toEqual(plain.heads);
  });

  test("cannot be all of them", async () => {
    const own = { ...springs([[1]]), isShared: () => false };
    await expect(minimize(own, samGs(), { steps: 1 })).rejects.toThrow("isShared must be true for at least one array");
  });
});

describe("the end of a run", () => {
  test("has a reason where every task's gradient is 0", async () => {
    const { trace, answer } = await minimize(
      springs(
        [
          [1, 1],
          [1, 1],
        ],
        { start: [1, 1] },
      ),
      samGs(),
      { steps: 9 },
    );
    answer.dispose();
    expect([trace.status, trace.reason, lastRow(trace).step]).toEqual(["finished", "every task's gradient is 0", 0]);
  });

  test.each([
    ["sam-gs", samGs],
    ["graddrop", graddrop],
    ["pcgrad", pcgrad],
  ] as const)("%s: is 'diverged' where a gradient is not finite, with the last finite answer", async (_, make) => {
    // The root has an infinite slope at 0, where the second spring pulls it.
    const problem: HasTaskLosses<np.Array> & ReturnType<typeof springs> = {
      ...springs([[0], [0]]),
      initial: () => np.array([0], { dtype: np.float64 }),
      taskLosses: (x) => np.concatenate([np.sqrt(x.ref), np.square(x)]),
    };
    const { trace, answer } = await minimize(problem, make(), { steps: 5 });
    expect(trace.status).toBe("diverged");
    expect(await numbers(answer)).toEqual([0]);
  });
});

test("float32 parameters stay float32 and end near those of float64", async () => {
  const ends = [];
  for (const dtype of [np.float32, np.float64]) {
    const problem = springs(
      [
        [1, 0],
        [0, 2],
      ],
      { dtype, factors: [1, 30] },
    );
    const { answer } = await minimize(problem, samGs({ learningRate: 0.05, threshold: 0.5 }), { steps: 50 });
    expect(answer.dtype).toBe(dtype);
    ends.push(await numbers(answer));
  }
  for (const [i, x] of ends[0]!.entries()) expect(x).toBeCloseTo(ends[1]![i]!, 3);
});

test("an iteration can be stepped by hand", async () => {
  const iteration = pcgrad()(headed());
  let state = await iteration.init(1);
  state = await iteration.step(state);
  expect((await iteration.measure(state)).calls).toEqual({ gradient: 6 });
  trees.dispose(iteration.answer(state));
  disposeState(state);
  iteration.dispose?.();
});
