import { grad, numpy as np, random } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import {
  initialSpectralState,
  OptionError,
  powerIteration,
  scaleByAdam,
  spectralNorm,
  spectralProduct,
  spectralSchedule,
  spectralValue,
} from "../index.ts";
import { chain } from "./chain.ts";
import { feed } from "./feed.ts";
import { scaleByLearningRate } from "./learning-rate.ts";

const matrix = (rows: number[][]) => np.array(rows, { dtype: np.float64 });

function settled(W: np.Array, iterations = 60) {
  let state = initialSpectralState(random.key(3), W);
  for (let i = 0; i < iterations; i++) state = powerIteration(W, state);
  return state;
}

describe("spectralNorm", () => {
  test("σ becomes the largest singular value, and the normalised matrix has k", () => {
    const W = matrix([
      [3, 0, 0],
      [0, 1, 0],
    ]);
    const state = settled(W);
    expect(spectralValue(W, state).item()).toBeCloseTo(3, 12);
    expect(spectralNorm(W, state, { lipschitz: 2 }).js()).toEqual([
      [expect.closeTo(2, 12), 0, 0],
      [0, expect.closeTo(2 / 3, 12), 0],
    ]);
  });

  test("with leaveSmaller a small matrix and its gradient stay as they are", () => {
    const W = matrix([
      [0.3, 0],
      [0, 0.1],
    ]);
    const state = settled(W);
    expect(spectralNorm(W, state, { leaveSmaller: true }).js()).toEqual(W.ref.js());
    const slope = grad((w: np.Array) => spectralNorm(w, state, { leaveSmaller: true }).sum())(W.ref);
    expect(slope.js()).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  test("the normalised matrix does not change with W's scale: the gradient is orthogonal to W, unless σ is held", () => {
    const W = matrix([
      [1.2, -0.4],
      [0.3, 0.9],
    ]);
    const state = settled(W);
    const along = (stopSigma: boolean) =>
      grad((w: np.Array) =>
        spectralNorm(w, state, { stopSigma })
          .mul(
            matrix([
              [1, 2],
              [3, 4],
            ]),
          )
          .sum(),
      )(W.ref)
        .mul(W.ref)
        .sum()
        .item() as number;
    expect(along(false)).toBeCloseTo(0, 12);
    expect(Math.abs(along(true))).toBeGreaterThan(1);
  });

  test("options are checked", () => {
    const W = matrix([[1]]);
    expect(() => spectralNorm(W, settled(W), { lipschitz: 0 })).toThrow(OptionError);
  });
});

describe("spectralSchedule", () => {
  const start = { w: [0.5, -1] };
  const gradients = [{ w: [0.1, -0.2] }, { w: [-0.05, 0.3] }, { w: [0.2, 0.1] }];
  const adam = { epsilon: 1e-2, learningRate: 0.1 };
  const paramsOf = (schedule: Parameters<typeof feed>[0]) =>
    feed(schedule, start, gradients).map(({ params }) => params);
  const close = (a: number[][], b: number[][]) => {
    for (const [i, row] of a.entries()) for (const [j, x] of row.entries()) expect(x).toBeCloseTo(b[i]![j]!, 12);
  };

  test("ρ = 1 is Adam, and a ρ below 1 too where it is floored", () => {
    const plain = paramsOf(chain(scaleByAdam({ epsilon: 1e-2 }), scaleByLearningRate(0.1)));
    for (const mode of ["divGrad", "mulEps", "divStep"] as const) {
      close(paramsOf(spectralSchedule({ ...adam, mode, rho: 1 })), plain);
      close(paramsOf(spectralSchedule({ ...adam, mode, rho: 0.5, floorOne: true })), plain);
    }
  });

  test("for a constant ρ divGrad and mulEps coincide", () => {
    close(
      paramsOf(spectralSchedule({ ...adam, mode: "divGrad", rho: 3 })),
      paramsOf(spectralSchedule({ ...adam, mode: "mulEps", rho: 3 })),
    );
  });

  test("divStep reaches only the arrays it is told to", () => {
    const whole = paramsOf(spectralSchedule({ ...adam, mode: "divStep", rho: 4 }));
    const none = paramsOf(spectralSchedule({ ...adam, mode: "divStep", rho: 4, only: () => false }));
    close(none, paramsOf(spectralSchedule({ ...adam, mode: "divStep", rho: 1 })));
    expect(Math.abs(whole[0]![0]! - 0.5)).toBeCloseTo(Math.abs(none[0]![0]! - 0.5) / 4, 12);
  });

  test("a tracker follows the product of singular values", () => {
    const rho = spectralProduct((params) => Object.values(params as Record<string, np.Array>));
    const params = {
      a: matrix([
        [3, 0],
        [0, 1],
      ]),
      b: matrix([[0, 2]]),
    };
    let state = rho.init(params);
    let value = np.zeros([]);
    for (let i = 0; i < 40; i++) {
      value.dispose();
      [value, state] = rho.track(params, state);
    }
    expect(value.item()).toBeCloseTo(6, 10);
  });
});
