import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { adam, adamw, type MuonOptions, muon, newtonSchulz, OptionError } from "../../index.ts";

const params = () => ({
  weight: np.array(
    [
      [1, 2, 0],
      [0, -1, 3],
    ],
    { dtype: np.float64 },
  ),
  bias: np.array([1, -1], { dtype: np.float64 }),
});
const gradient = () => ({
  weight: np.array(
    [
      [3, 0, 1],
      [-1, 2, 0.5],
    ],
    { dtype: np.float64 },
  ),
  bias: np.array([2, -3], { dtype: np.float64 }),
});

test("steps of a matrix have singular values near the learning rate, those of a vector are AdamW's", () => {
  const optimizer = muon({ learningRate: 0.02 });
  const reference = adamw({ learningRate: 3e-4, beta2: 0.95, epsilon: 1e-10, weightDecay: 0 });
  let [x, y] = [params(), params()];
  let [state, other] = [optimizer.init(x), reference.init(y)];
  for (let t = 0; t < 3; t++) {
    const before = x.weight.ref;
    [x, state] = optimizer.step(gradient(), state, x);
    [y, other] = reference.step(gradient(), other, y);
    const values = np.linalg.svdvals(x.weight.ref.sub(before)).dataSync();
    for (const value of values) {
      expect(value / 0.02).toBeGreaterThan(0.6);
      expect(value / 0.02).toBeLessThan(1.25);
    }
    expect(x.bias.ref.js()).toEqual(y.bias.ref.js());
  }
});

test("momentum accumulates before the matrix is orthogonalized", () => {
  // G then −G/2: with β = 0.95 and look-ahead, −G/2 + β (β G − G/2) = (0.9025 − 0.975) G, so the step turns.
  const step = (momentum: number, nesterov: boolean) => {
    const optimizer = muon({ momentum, nesterov });
    let [x, state] = [params(), optimizer.init(params())];
    [x, state] = optimizer.step(gradient(), state, x);
    const before = x.weight.ref;
    const half = { weight: gradient().weight.mul(-0.5), bias: gradient().bias };
    [x, state] = optimizer.step(half, state, x);
    return np.sum(x.weight.ref.sub(before).mul(gradient().weight)).item();
  };
  expect(step(0.95, true)).toBeGreaterThan(0);
  expect(step(0.95, false)).toBeLessThan(0);
});

test("decay shrinks all arrays, each with its own learning rate", () => {
  const optimizer = muon({ learningRate: 0.1, adamLearningRate: 0.01, weightDecay: 0.5 });
  const at = params();
  const zeros = { weight: np.zeros([2, 3], { dtype: np.float64 }), bias: np.zeros([2], { dtype: np.float64 }) };
  const [x] = optimizer.step(zeros, optimizer.init(at), at);
  expect(x.weight.js()[1][2]).toBeCloseTo(3 * 0.95, 13);
  expect(x.bias.js()[0]).toBeCloseTo(1 - 0.005, 13);
});

test("parts tell which arrays are whose", () => {
  const optimizer = muon({ parts: "adamw", adamLearningRate: 0.1 });
  const at = params();
  const [updates] = optimizer.update(gradient(), optimizer.init(at), at);
  expect(updates.weight.js()[0][0]).toBeCloseTo(-0.1, 8);
  const stray = muon({ parts: () => "adam" as "adamw" });
  expect(() => stray.init(at)).toThrow(OptionError);
});

describe("variants", () => {
  const own = (x: np.Array) => Array.from(x.ref.dataSync());
  const first = (options: MuonOptions) => {
    const optimizer = muon({ learningRate: 0.1, parts: { weight: "muon", bias: "adamw" }, ...options });
    const at = params();
    const [x] = optimizer.step(gradient(), optimizer.init(at), at);
    return x;
  };

  test("coefficients and scale are those of the orthogonalisation", () => {
    const factor = own(newtonSchulz(gradient().weight, { coefficients: "reference" }));
    const x = own(first({ coefficients: "reference", scale: "none", momentum: 0 }).weight);
    const before = own(params().weight);
    for (const [i, value] of x.entries()) expect(value).toBeCloseTo(before[i]! - 0.1 * factor[i]!, 6);
  });

  test("outputs may be columns: the step of the transposed matrix", () => {
    const options = { momentum: 0, scale: "spectral", outputs: "columns" } as const;
    const wide = own(first(options).weight.sub(params().weight));
    const tall = own(first({ ...options, outputs: "rows" }).weight.sub(params().weight));
    // √(3/2) against √(2/3).
    for (const [i, value] of wide.entries()) expect(value).toBeCloseTo(tall[i]! * 1.5, 12);
  });

  test("decay after the step shrinks where it arrives", () => {
    const undecayed = own(first({}).weight);
    for (const [i, value] of own(first({ weightDecay: 0.5, decay: "after" }).weight).entries()) {
      expect(value).toBeCloseTo(undecayed[i]! * 0.95, 12);
    }
  });

  test("the gradient's share of a look ahead is 1 − μ unless told otherwise", () => {
    const twice = (options: MuonOptions) => {
      const optimizer = muon({ parts: { weight: "muon", bias: "adamw" }, ...options });
      let [x, state] = [params(), optimizer.init(params())];
      for (const sign of [1, -0.5]) {
        const scaled = {
          weight: gradient()
            .weight.mul(sign)
            .add(sign === 1 ? 0 : 1),
          bias: gradient().bias,
        };
        [x, state] = optimizer.step(scaled, state, x);
      }
      return own(x.weight);
    };
    expect(twice({ momentum: 0.9, gradientShare: 1 - 0.9 })).toEqual(twice({ momentum: 0.9 }));
    expect(twice({ momentum: 0.9, gradientShare: 0.9 })).not.toEqual(twice({ momentum: 0.9 }));
  });

  test("the rest may decay as Adam's does", () => {
    const reference = adam({ learningRate: 3e-4, beta2: 0.95, epsilon: 1e-10, weightDecay: 0.3 });
    const at = params();
    const [x] = reference.step(gradient(), reference.init(at), at);
    expect(own(first({ weightDecay: 0.3, adamDecay: "coupled" }).bias)).toEqual(own(x.bias));
  });

  test("wrong ones are refused", () => {
    expect(() => muon({ coefficients: [] })).toThrow(/coefficients must be 'standard', 'reference' or a list/);
    expect(() => muon({ scale: "big" as "rms" })).toThrow(/scale must be 'rms', 'spectral' or 'none', got 'big'/);
  });
});
