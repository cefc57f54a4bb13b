import { numpy as np } from "@jax-js/jax";
import { Matrix, pseudoInverse } from "ml-matrix";
import { generator, seedFor } from "../engine/random.ts";
import { randomRotation } from "./random-rotation.ts";
import { geometric } from "./spectrum.ts";

export const stateSize = 6;
const actionSize = 2;
const hiddenSize = 16;

export const policyKinds = ["linear", "tanh"] as const;
export type PolicyKind = (typeof policyKinds)[number];

/** The arrays of a policy: weights [6, 2] and bias [2], or weights [6, 16] and [16, 2]. */
export type Policy = np.Array[];

/** The system and its expert; all of it on the host, since it is asked for one state at a time. */
export function imitationDynamics(seed: number) {
  const random = generator(seedFor(seed, "imitation"));
  const Q = randomRotation(stateSize, () => random.normal());
  const decays = Array.from({ length: stateSize }, (_, i) => 0.5 + (0.5 * i) / (stateSize - 1));
  const A = Q.mmul(Matrix.diag(decays)).mmul(Q.transpose());
  const B = Matrix.from1DArray(stateSize, actionSize, random.normals(stateSize * actionSize)).div(Math.sqrt(stateSize));
  const K = pseudoInverse(B).mmul(A).mul(0.5);
  const scales = geometric(1, 0.1, stateSize);
  const apply = (M: Matrix, x: Float64Array): Float64Array =>
    Float64Array.from({ length: M.rows }, (_, i) => x.reduce((sum, v, j) => sum + M.get(i, j) * v, 0));
  return {
    /** What a policy sees of a state. */
    features: (state: Float64Array): Float64Array => state.map((s, i) => s * scales[i]!),
    expert: (state: Float64Array): Float64Array => apply(K, state).map((x) => -1.5 * Math.tanh(x)),
    /** The next state after an action, with normal noise. */
    follow(state: Float64Array, action: Float64Array, noise: Float64Array): Float64Array {
      const drift = apply(A, state);
      const pushed = apply(
        B,
        action.map((a) => Math.min(Math.max(a, -3), 3)),
      );
      return drift.map((s, i) => s + pushed[i]! + 0.1 * noise[i]!);
    },
  };
}

const array = (values: Float64Array, shape: number[]) => np.array(values.slice(), { shape, dtype: np.float64 });

/** Where learning starts: a linear policy at 0, a network at W₁ ~ N(0, 1)/√6 and W₂ ~ 0.1 N(0, 1)/4. */
export function startPolicy(kind: PolicyKind, seed: number): Policy {
  if (kind === "linear") {
    return [
      array(new Float64Array(stateSize * actionSize), [stateSize, actionSize]),
      array(new Float64Array(actionSize), [actionSize]),
    ];
  }
  const random = generator(seedFor(seed, "policy"));
  const normals = (rows: number, columns: number, scale: number) =>
    array(
      random.normals(rows * columns).map((x) => scale * x),
      [rows, columns],
    );
  return [
    normals(stateSize, hiddenSize, 1 / Math.sqrt(stateSize)),
    normals(hiddenSize, actionSize, 0.1 / Math.sqrt(hiddenSize)),
  ];
}

/** The policy on the host, for one state after the other. Borrows the parameters. */
export async function actor(kind: PolicyKind, params: Policy): Promise<(features: Float64Array) => Float64Array> {
  const [first, second] = (await Promise.all(params.map((own) => own.ref.data()))) as [Float64Array, Float64Array];
  const times = (x: Float64Array, W: Float64Array, columns: number) =>
    Float64Array.from({ length: columns }, (_, j) => x.reduce((sum, v, i) => sum + v * W[i * columns + j]!, 0));
  return kind === "linear"
    ? (x) => times(x, first, actionSize).map((a, j) => a + second[j]!)
    : (x) => times(times(x, first, hiddenSize).map(Math.tanh), second, actionSize);
}
