import { grad, numpy as np } from "@jax-js/jax";
import {
  linearAlgebra,
  powerIteration,
  type SpectralNormOptions,
  spectralNorm,
  spectralSchedule,
  spectralStateFrom,
  spectralValue,
  standalone,
  type Tree,
} from "gradus";
import type { GoldenCase } from "../../src/golden/runner.ts";
import { follow, listedGradients, numbersOf, vector } from "../../src/golden/trajectory.ts";

const matrix = (rows: number[][]) => np.array(rows, { dtype: np.float64 });

const rowsOf = async (array: np.Array) =>
  linearAlgebra.toRows(await linearAlgebra.fromArray(array)).map((row) => Array.from(row));

/** Power iterations, the normalised matrix, and ⟨G, W̄⟩ differentiated in W. */
export async function spectralNormOf({ inputs }: GoldenCase) {
  const { W, u0, iterations, lipschitz, leaveSmaller, outputGradient } = inputs;
  const weight = matrix(W);
  let state = spectralStateFrom(vector(u0), weight);
  const seen = { u: [] as number[][], v: [] as number[][], sigma: [] as number[] };
  for (let i = 0; i < iterations; i++) {
    state = powerIteration(weight, state);
    seen.u.push(numbersOf(state.u));
    seen.v.push(numbersOf(state.v));
    seen.sigma.push(spectralValue(weight, state).item());
  }
  const options: SpectralNormOptions = { lipschitz, leaveSmaller };
  const back = (own: SpectralNormOptions) =>
    rowsOf(grad((w: np.Array) => spectralNorm(w, state, own).mul(matrix(outputGradient)).sum())(weight.ref));
  return {
    ...seen,
    normalised: await rowsOf(spectralNorm(weight, state, options)),
    weightGradient: await back(options),
    weightGradientStopSigma: await back({ ...options, stopSigma: true }),
  };
}

/** Adam under a schedule of given ρ, on given gradients. */
export function spectralScheduleOf({ inputs }: GoldenCase) {
  const { mode, floorOne, x0, beta1, beta2, eps, learningRate, gradients, rho } = inputs;
  const optimizer = standalone(
    spectralSchedule({
      mode,
      floorOne,
      beta1,
      beta2,
      epsilon: eps,
      learningRate,
      rho: (update) => rho[update],
    }),
  );
  const oracle = listedGradients<Tree>(gradients.map((gradient: number[]) => () => vector(gradient)));
  const x = follow(optimizer, oracle, vector(x0), gradients.length, (params) => numbersOf(params as np.Array));
  return { x: [x0, ...x] };
}
