import { describe, expect, test } from "vitest";
import {
  addDecayedWeights,
  chain,
  injectHyperparameters,
  scaleByBelief,
  scaleByLearningRate,
  schedules,
  standalone,
} from "../index.ts";
import { feed } from "./feed.ts";

const gradients = [3, -1, 4, 1, -5].map((g) => ({ w: [g, 2 * g] }));

test("constants give what the transformation itself gives, bit for bit", () => {
  const make = ({ beta1, learningRate }: { beta1: number; learningRate: number }) =>
    chain(scaleByBelief({ beta1 }), scaleByLearningRate(learningRate));
  const values = { beta1: 0.8, learningRate: 0.1 };
  const injected = feed(injectHyperparameters(make, values), { w: [1, 2] }, gradients);
  expect(injected).toEqual(feed(make(values), { w: [1, 2] }, gradients));
});

describe("a schedule", () => {
  const weightDecay = schedules.linear({ from: 0.5, to: 0, steps: 4 });
  const method = injectHyperparameters(
    (h) => chain(addDecayedWeights(h.weightDecay), scaleByLearningRate(h.learningRate)),
    { weightDecay, learningRate: 0.1 },
  );

  test("is followed, from step 0, in a program that is compiled once", () => {
    let w = 1;
    for (const [step, { params }] of feed(method, { w: [1] }, Array(5).fill({ w: [2] })).entries()) {
      w -= 0.1 * (2 + weightDecay(step) * w);
      expect(params[0]).toBeCloseTo(w, 13);
    }
  });

  test("appears among the reported numbers, next to the inner ones", () => {
    expect(method.reportNumbers!(1)).toEqual({ weightDecay: 0.5, learningRate: 0.1 });
    expect(method.reportNumbers!(3)).toEqual({ weightDecay: 0.25, learningRate: 0.1 });
  });
});

test("a value that changes the computation itself is refused when it does", () => {
  const method = injectHyperparameters(
    ({ decay }) => (decay > 0 ? chain(addDecayedWeights(decay), scaleByLearningRate(1)) : scaleByLearningRate(1)),
    { decay: schedules.piecewiseConstant({ values: [0.1, 0], boundaries: [2] }) },
  );
  const optimizer = standalone(method);
  expect(() => feed(optimizer, { w: [1] }, [{ w: [1] }, { w: [1] }])).not.toThrow();
  expect(() => feed(optimizer, { w: [1] }, [{ w: [1] }, { w: [1] }, { w: [1] }])).toThrow(
    'injectHyperparameters: {"decay":0} at update 3 makes another transformation than {"decay":0.1}: only what leaves the computation the same can be scheduled',
  );
});

test("errors of the transformation inside keep their name", () => {
  const method = injectHyperparameters(({ beta1 }) => scaleByBelief({ beta1 }), { beta1: (step) => 0.5 + step / 2 });
  expect(() => method.numbers!(2)).toThrow("scaleByBelief: beta1 must be in [0, 1), got 1");
});
