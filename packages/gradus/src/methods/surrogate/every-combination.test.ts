import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import type { RunOptions } from "../../core/index.ts";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import "../../index.ts";
import { adam } from "../first-order/adam.ts";
import { follow } from "./follow.ts";
import { armijoDescent } from "./inner/armijo-descent.ts";
import { batched, type SmallOptions, whole } from "./small-problems.ts";
import type { SsoOptions } from "./sso.ts";

const combinations: [string, SsoOptions, SmallOptions?][] = [
  ["Armijo", {}],
  ["Armijo that remembers", { inner: armijoDescent({ reset: false, backtrack: 0.5 }) }],
  ["Adam", { inner: adam({ learningRate: 0.01 }) }, { model: "tanh" }],
  ["a named Adam", { inner: "adam", learningRate: 0.02 }],
  ["L-BFGS", { inner: "lbfgs", innerSteps: 4 }, { model: "tanh", loss: "softmax" }],
  ["least squares", { inner: "least-squares" }, { loss: "softmax" }],
  ["SLS", { outer: "sls" }, { model: "tanh" }],
  ["AdaGrad", { outer: "adagrad", targetRate: 10 }],
  ["diagonal AdaGrad", { outer: "adagrad-diagonal", targetRate: 2 }, { loss: "softmax" }],
  ["Newton", { outer: "newton" }],
  ["mirror descent", { outer: "mirror", targetRate: 0.1 }, { isProbability: true }],
  ["a penalty", {}, { penalty: 0.1, dtype: np.float32 }],
];

describe.each(combinations)("%s", (_, options, of = {}) => {
  test("gives the same numbers from the same seed, stopped and resumed or not, and others from another", async () => {
    const run = (own: RunOptions) => follow(batched(of), options, { checkpoint: true, ...own });
    const all = await run({ steps: 6, seed: 3 });
    const half = await run({ steps: 2, seed: 3 });
    const rest = await run({ steps: 6, resume: half.checkpoint! });
    expect(rest.objectives).toEqual(all.objectives);
    expect(rest.numbers).toEqual(all.numbers);
    expect(all.numbers.every(Number.isFinite)).toBe(true);
    expect((await run({ steps: 2, seed: 4 })).numbers).not.toEqual(half.numbers);
  });

  test("leaves no arrays behind, on batches and on all samples", async () => {
    const problems = [batched(of), whole(of)];
    for (const problem of problems) await expectNoLeak(() => follow(problem, options, { steps: 2 }));
  });
});
