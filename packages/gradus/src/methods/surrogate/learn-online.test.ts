import { expect, test } from "vitest";
import { lastRow, minimize } from "../../core/index.ts";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import * as tree from "../../engine/tree.ts";
import { imitation } from "../../problems/imitation.ts";
import type { Policy } from "../../problems/imitation-dynamics.ts";
import "../../index.ts";
import { adam } from "../first-order/adam.ts";
import { sgd } from "../first-order/sgd.ts";
import { descentLearner, learnOnline } from "./learn-online.ts";
import { whole } from "./small-problems.ts";
import { sso } from "./sso.ts";

const problem = imitation({ policy: "tanh", steps: 20 });
const methods = {
  sso: learnOnline("sso", sso({ innerSteps: 5 }).learner as never),
  adam: learnOnline("adam", descentLearner(adam({ learningRate: 0.01 }))),
};

const follow = async (method: (typeof methods)["sso"], run: { steps: number; [option: string]: unknown }) => {
  const { answer, trace, checkpoint } = await minimize(problem, method as never, run);
  const numbers = [...(await tree.toVector(answer as unknown as Policy).data())];
  return { numbers, trace, checkpoint };
};

test.each(Object.entries(methods))("%s: stopped and resumed or not, the same numbers", async (_, method) => {
  const all = await follow(method as never, { steps: 6, seed: 1 });
  const half = await follow(method as never, { steps: 2, seed: 1, checkpoint: true });
  const rest = await follow(method as never, { steps: 6, resume: half.checkpoint });
  expect(rest.numbers).toEqual(all.numbers);
  expect(rest.trace.rows.map(({ objective }) => objective)).toEqual(all.trace.rows.map(({ objective }) => objective));
});

test.each(Object.entries(methods))("%s: leaves no arrays behind", (_, method) =>
  expectNoLeak(() => follow(method as never, { steps: 2 })),
);

test("counts one gradient a round, and every step of the environment", async () => {
  const { trace } = await follow(methods.sso as never, { steps: 3 });
  expect(lastRow(trace).calls).toEqual({ gradient: 3, environmentStep: 80 });
});

test("one inner step of gradient descent learns as gradient descent does", async () => {
  const inner = sgd({ learningRate: 0.05 });
  const surrogate = learnOnline("sso", sso({ innerSteps: 1, inner }).learner as never);
  const [own, other] = [
    await follow(surrogate as never, { steps: 4 }),
    await follow(learnOnline("sgd", descentLearner(inner)) as never, { steps: 4 }),
  ];
  for (const [i, value] of own.numbers.entries()) expect(value).toBeCloseTo(other.numbers[i]!, 12);
});

test("needs a problem in which the parameters act", async () => {
  await expect(minimize(whole() as never, methods.adam as never, { steps: 1 })).rejects.toThrow(
    /adam needs 'start', which small problem does not offer/,
  );
});
