import { nn, numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffgrad, OptionError, type ScaleByDiffgradOptions, scaleByAdam, scaleByDiffgrad } from "../index.ts";
import { iterates, statesFor, updatesFor } from "./gradient-stream.ts";
import { rectification } from "./rectification.ts";

const sigmoid = (x: number) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));
const column = (values: number[]) => values.map((value) => [value]);
const sequences = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 6, maxLength: 6 });

/** The update of the paper's table for one coordinate, in the form of the official code. */
function reference(gradients: number[], { variant, amsgrad, epsilonMode }: ScaleByDiffgradOptions) {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  let [m, v, previous, largest] = [0, 0, 0, 0];
  return gradients.map((g, i) => {
    const [c1, c2] = [1 - beta1 ** (i + 1), 1 - beta2 ** (i + 1)];
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    largest = Math.max(largest, v);
    const change = previous - g;
    previous = g;
    const friction =
      variant === "signed"
        ? sigmoid(change)
        : variant === "wide"
          ? 9 * sigmoid(Math.abs(change) / 2) - 4
          : sigmoid(Math.abs(change));
    const square = amsgrad ? largest : v;
    return epsilonMode === "hat"
      ? (friction * m) / c1 / (Math.sqrt(square / c2) + epsilon)
      : ((Math.sqrt(c2) / c1) * friction * m) / (Math.sqrt(square) + epsilon);
  });
}

describe("the formula, on any gradients", () => {
  test.each<ScaleByDiffgradOptions>([
    {},
    { variant: "signed" },
    { variant: "wide" },
    { amsgrad: true },
    { epsilonMode: "hat", variant: "signed" },
  ])("%j", (options) => {
    const direction = scaleByDiffgrad(options);
    fc.assert(
      fc.property(sequences, (gradients) => {
        const expected = reference(gradients, options);
        for (const [i, [u]] of updatesFor(direction, column(gradients)).entries()) {
          expect(u).toBeCloseTo(expected[i]!, 11);
        }
      }),
      { numRuns: 15 },
    );
  });
});

test("the first step is α σ(|g|) against the gradient's sign: the gradient before the first counts as 0", () => {
  for (const g of [0.01, -2, 30]) {
    const [[x]] = iterates(diffgrad({ learningRate: 0.1 }), [1], () => [g], 1) as [[number]];
    // ε is beside √((1 − β₂) g²).
    const share = 1 / (1 + 1e-8 / (Math.sqrt(1e-3) * Math.abs(g)));
    expect(x).toBeCloseTo(1 - 0.1 * sigmoid(Math.abs(g)) * Math.sign(g) * share, 12);
  }
});

test("between Adam at half the learning rate, for small gradients, and Adam, for large ones", () => {
  const g = [1, -2, 3, 1, -4];
  const ratio = (scale: number) => {
    const scaled = column(g.map((x) => scale * x));
    const adam = updatesFor(scaleByAdam({ epsilon: 1e-30 }), scaled);
    return updatesFor(scaleByDiffgrad({ epsilon: 1e-30 }), scaled).map(([u], i) => u! / adam[i]![0]!);
  };
  for (const r of ratio(1e-6)) expect(r).toBeCloseTo(0.5, 5);
  for (const r of ratio(1e3)) expect(r).toBeCloseTo(1, 12);
});

test("a repeated gradient has friction ½, and a change of it more: the previous gradient is a copy", () => {
  const { state } = statesFor(scaleByDiffgrad(), [[3], [3]]);
  expect((state.friction[0]!.each as np.Array).item()).toBe(0.5);
  const changed = statesFor(scaleByDiffgrad(), [[3], [5]]).state;
  expect((changed.friction[0]!.each as np.Array).item()).toBeCloseTo(sigmoid(2), 14);
});

test("a change of a thousand neither overflows nor gives NaN, in any variant", () => {
  const gradients = [[-1000], [1000], [-1000]];
  for (const variant of ["abs", "signed", "wide"] as const) {
    for (const [u] of updatesFor(scaleByDiffgrad({ variant }), gradients)) expect(Number.isFinite(u)).toBe(true);
  }
  const { state } = statesFor(scaleByDiffgrad({ variant: "signed" }), [[0], [700]]);
  expect((state.friction[0]!.each as np.Array).item() / sigmoid(-700)).toBeCloseTo(1, 12);
});

test("zero gradients give zero steps", () => {
  expect(updatesFor(scaleByDiffgrad(), [[0], [0]])).toEqual([[0], [0]]);
});

describe("rectified", () => {
  const gradients = column([3, -1, 2, 0.5, -2, 1, 1, -0.5]);
  const means = gradients.map((_, i) => {
    const past = gradients.slice(0, i + 1).map(([g]) => g!);
    return past.reduce((m, g) => 0.9 * m + 0.1 * g, 0) / (1 - 0.9 ** (i + 1));
  });

  test("the bare mean for five steps, then diffGrad's direction times RAdam's factor", () => {
    const plain = updatesFor(scaleByDiffgrad(), gradients);
    for (const [i, [u]] of updatesFor(scaleByDiffgrad({ rectify: true }), gradients).entries()) {
      const expected = i < 5 ? means[i]! : rectification(0.999, i + 1).factor * plain[i]![0]!;
      expect(u).toBeCloseTo(expected, 12);
    }
  });

  test("or nothing for five steps, while the moments go on", () => {
    const sgd = updatesFor(scaleByDiffgrad({ rectify: true }), gradients);
    const none = updatesFor(scaleByDiffgrad({ rectify: true, degenerateToSgd: false }), gradients);
    for (const [i, [u]] of none.entries()) expect(u! + 0).toBe(i < 5 ? 0 : sgd[i]![0]!);
  });
});

test("coupled decay is part of the gradient that friction sees, decoupled decay is not", () => {
  const at = (decoupled: boolean) =>
    iterates(diffgrad({ learningRate: 0.1, weightDecay: 0.5, decoupled }), [4], () => [1], 1)[0]![0]!;
  expect(at(false)).toBeCloseTo(4 - 0.1 * sigmoid(1 + 0.5 * 4), 7);
  expect(at(true)).toBeCloseTo(4 * (1 - 0.1 * 0.5) - 0.1 * sigmoid(1), 7);
});

test("a friction of one's own", () => {
  const halved = scaleByDiffgrad({
    variant: (change, gradient, square) => {
      gradient.dispose();
      square.dispose();
      return np.square(nn.sigmoid(np.absolute(change)));
    },
  });
  const [[u]] = updatesFor(halved, [[2]]) as [[number]];
  expect(u).toBeCloseTo(sigmoid(2) ** 2, 6);
});

test("reports the mean friction, or keeps none", () => {
  const kept = scaleByDiffgrad();
  const { state } = statesFor(kept, [[1, -3]]);
  expect(kept.report!(state)["friction"]!.item()).toBeCloseTo((sigmoid(1) + sigmoid(3)) / 2, 14);
  const lean = scaleByDiffgrad({ keepFriction: false });
  expect(lean.report!(statesFor(lean, [[1, -3]]).state)).toEqual({});
  expect(updatesFor(lean, [[1, -3]])).toEqual(updatesFor(kept, [[1, -3]]));
});

test("names what is wrong", () => {
  expect(() => scaleByDiffgrad({ variant: "absolute" as "abs" })).toThrow(OptionError);
  expect(() => scaleByDiffgrad({ variant: "absolute" as "abs" })).toThrow(
    "scaleByDiffgrad: variant must be 'abs', 'signed', 'wide' or a function, got 'absolute'",
  );
  expect(() => scaleByDiffgrad({ epsilonMode: "inside" as "hat" })).toThrow(/must be 'root' or 'hat'/);
});
