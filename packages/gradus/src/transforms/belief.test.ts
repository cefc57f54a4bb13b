import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adabelief, type BeliefOptions, OptionError, scaleByAdam, scaleByBelief } from "../index.ts";
import { iterates, statesFor, updatesFor } from "./gradient-stream.ts";
import { rectification } from "./rectification.ts";

const column = (values: number[]) => values.map((value) => [value]);
const gradients = column([3, -1, 2, 0.5, -2, 1, 1, -0.5, 2, 0.1]);

test("algorithm 2 of the paper, on any gradients", () => {
  const [beta1, beta2, epsilon] = [0.8, 0.99, 1e-3];
  const direction = scaleByBelief({ beta1, beta2, epsilon });
  fc.assert(
    fc.property(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 6, maxLength: 6 }), (sequence) => {
      let [m, s] = [0, 0];
      for (const [i, [u]] of updatesFor(direction, column(sequence)).entries()) {
        const g = sequence[i]!;
        m = beta1 * m + (1 - beta1) * g;
        s = beta2 * s + (1 - beta2) * (g - m) ** 2 + epsilon;
        expect(u).toBeCloseTo(m / (1 - beta1 ** (i + 1)) / (Math.sqrt(s / (1 - beta2 ** (i + 1))) + epsilon), 11);
      }
    }),
    { numRuns: 20 },
  );
});

test("the first step has length α/β₁", () => {
  const [[x, y]] = iterates(adabelief({ learningRate: 0.1, epsilon: 1e-16 }), [0, 0], () => [5, -0.01], 1) as [
    number[],
  ];
  expect(x).toBeCloseTo(-0.1 / 0.9, 8);
  expect(y).toBeCloseTo(0.1 / 0.9, 6);
});

test("under a constant gradient steps grow where Adam's do not, up to the floor of s", () => {
  const constant = Array(400).fill([1]);
  const belief = updatesFor(scaleByBelief({ epsilon: 1e-8 }), constant).map(([u]) => u!);
  for (const t of [1, 5, 20]) expect(belief[t]).toBeGreaterThan(belief[t - 1]!);
  for (const [u] of updatesFor(scaleByAdam(), constant)) expect(u).toBeCloseTo(1, 6);
  expect(Math.max(...belief)).toBeLessThan(1 / Math.sqrt(1e-8 / 1e-3));
});

test("ε accumulates in s: ŝ is ε/(1 − β₂) where the gradient is always 0, and the step 0", () => {
  const { rows, state } = statesFor(scaleByBelief({ epsilon: 1e-4 }), Array(7).fill([0]));
  expect(rows).toEqual(Array(7).fill([0]));
  const s = (state.s as { item(): number }).item();
  expect(s / (1 - 0.999 ** 7)).toBeCloseTo(1e-4 / 1e-3, 10);
});

describe("rectified", () => {
  test("release 0.2.1: the bare mean for five steps, then r m/(√s + ε)", () => {
    const { rows } = statesFor(scaleByBelief({ rectify: true }), gradients);
    let [m, s] = [0, 0];
    for (const [i, [g]] of gradients.entries()) {
      const t = i + 1;
      m = 0.9 * m + 0.1 * g!;
      s = 0.999 * s + 0.001 * (g! - m) ** 2 + 1e-8;
      const scale = (rectification(0.999, t).factor * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t);
      const expected = t < 6 ? m / (1 - 0.9 ** t) : (scale * m) / (Math.sqrt(s) + 1e-8);
      expect(rows[i]![0]).toBeCloseTo(expected, 11);
    }
  });

  test("release 0.2.1 may wait instead; release 0.0.5 takes uncorrected means for four steps", () => {
    const waiting = updatesFor(scaleByBelief({ rectify: true, degenerateToSgd: false }), gradients);
    expect(waiting.slice(0, 5).map(([u]) => u! + 0)).toEqual([0, 0, 0, 0, 0]);
    expect(waiting[5]![0]).not.toBe(0);
    const old = updatesFor(scaleByBelief({ rectify: true, version: "0.0.5" }), gradients);
    expect(old[0]![0]).toBeCloseTo(0.1 * 3, 13);
    const plain = updatesFor(scaleByBelief({ version: "0.0.5" }), gradients);
    for (const t of [5, 6, 10]) {
      expect(old[t - 1]![0]).toBeCloseTo(rectification(0.999, t).factor * plain[t - 1]![0]!, 12);
    }
  });
});

describe("amsgrad", () => {
  const burst = column([0, 10, -10, 0, 0, 0, 0, 0, 0, 0.5, 0.5, 0.5]);
  const last = (options: BeliefOptions) => updatesFor(scaleByBelief({ beta2: 0.5, ...options }), burst).at(-1)![0]!;

  test("keeps the largest s", () => {
    expect(Math.abs(last({ amsgrad: true }))).toBeLessThan(Math.abs(last({})));
  });

  test("does not reach a rectified step in release 0.2.1, and does in 0.0.5", () => {
    const rectified = { rectify: true, beta2: 0.9 };
    expect(last({ ...rectified, amsgrad: true })).toBe(last(rectified));
    const old = { ...rectified, version: "0.0.5" } as const;
    expect(Math.abs(last({ ...old, amsgrad: true }))).toBeLessThan(Math.abs(last(old)));
  });

  test("in release 0.0.5 ε accumulates in the maximum and not in s", () => {
    const epsilon = 0.01;
    const zeros = Array(5).fill([0]);
    const old = statesFor(scaleByBelief({ amsgrad: true, epsilon, version: "0.0.5" }), zeros).state;
    expect((old.s as { item(): number }).item()).toBe(0);
    expect((old.largest as { item(): number }).item()).toBeCloseTo(5 * epsilon, 13);
  });
});

test("weight decay: coupled enters the moments, decoupled scales with α, fixed does not", () => {
  const at = (options: object) =>
    iterates(adabelief({ learningRate: 0.1, weightDecay: 0.2, epsilon: 1e-16, ...options }), [5], () => [1], 1)[0]![0]!;
  const step = 0.1 / 0.9;
  expect(at({})).toBeCloseTo(5 - step, 7);
  expect(at({ decoupled: true })).toBeCloseTo(5 * (1 - 0.02) - step, 7);
  expect(at({ decoupled: true, fixedDecay: true })).toBeCloseTo(5 * (1 - 0.2) - step, 7);
});

test("rejects ε = 0, with which a constant gradient divides by 0", () => {
  expect(() => scaleByBelief({ epsilon: 0 })).toThrow(OptionError);
  expect(() => scaleByBelief({ version: "0.1.0" as "0.2.1" })).toThrow("must be '0.2.1' or '0.0.5'");
});
