import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import * as linear from "../engine/linear-algebra/index.ts";
import { expectNoLeak } from "../engine/live-arrays.ts";
import { generator } from "../engine/random.ts";
import * as tree from "../engine/tree.ts";
import "../index.ts";
import { applyInverseHessian, emptyMemory, type LbfgsMemory, remember, scaleByLbfgs } from "./lbfgs.ts";
import { standalone } from "./optimizer.ts";

type Vector = Float64Array;
const vector = (x: ArrayLike<number>) => np.array(Float64Array.from(x), { dtype: np.float64 });
/** Two leaves, so that products run over the whole tree. */
const split = (x: Vector) => ({ head: vector(x.subarray(0, 1)), tail: vector(x.subarray(1)) });
const join = (t: { head: np.Array; tail: np.Array }) =>
  Float64Array.of(...(t.head.dataSync() as Vector), ...(t.tail.dataSync() as Vector));

/** Pairs (s, A s) of a quadratic with Hessian A. */
const pairsOf = (A: linear.Matrix, count: number) =>
  Array.from({ length: count }, (_, i) => {
    const s = generator(10 + i).normals(A.rows);
    return [s, linear.apply(A, s)] as const;
  });
const memoryOf = (pairs: readonly (readonly [Vector, Vector])[], size: number) => {
  const start = split(pairs[0]![0]);
  const empty = emptyMemory(start, size);
  tree.dispose(start);
  return pairs.reduce((memory, [s, y]) => remember(memory, split(s), split(y)), empty);
};
const direction = (memory: LbfgsMemory, g: Vector) => {
  const result = join(applyInverseHessian(memory, split(g)) as ReturnType<typeof split>);
  tree.dispose(memory);
  return result;
};

const n = 5;
const B = { rows: n, columns: n, data: generator(1).normals(n * n) };
const A = linear.multiply(B, linear.transpose(B));
const g = generator(2).normals(n);

/** H built as a matrix, by the BFGS formula. */
function inverseHessian(pairs: readonly (readonly [Vector, Vector])[]) {
  const [s, y] = pairs.at(-1)!;
  let H = linear.identity(n);
  H.data.set(linear.scaled(H.data, linear.dot(s, y) / linear.dot(y, y)));
  for (const [s, y] of pairs) {
    const rho = 1 / linear.dot(s, y);
    const V = linear.identity(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) V.data[i * n + j]! -= rho * y[i]! * s[j]!;
    H = linear.multiply(linear.multiply(linear.transpose(V), H), V);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) H.data[i * n + j]! += rho * s[i]! * s[j]!;
  }
  return H;
}

const expectClose = (a: Vector, b: Vector, relative = 1e-10) =>
  expect(linear.norm(linear.addScaled(a, -1, b))).toBeLessThan(relative * linear.norm(b));

describe("the inverse Hessian in the memory", () => {
  test("is that of the BFGS formula, over the pairs kept", () => {
    const pairs = pairsOf(A, 4);
    expectClose(direction(memoryOf(pairs, 4), g), linear.apply(inverseHessian(pairs), g));
    expectClose(direction(memoryOf(pairs, 6), g), linear.apply(inverseHessian(pairs), g));
    expectClose(direction(memoryOf(pairs, 2), g), linear.apply(inverseHessian(pairs.slice(2)), g));
  });

  test("satisfies the secant equation for the newest pair: H y = s", () => {
    const pairs = pairsOf(A, 3);
    const [s, y] = pairs.at(-1)!;
    expectClose(direction(memoryOf(pairs, 3), y), s);
  });

  test("refuses a pair without positive curvature", () => {
    const pairs = pairsOf(A, 2);
    const bad = pairs.map(([s, y]) => [s, linear.scaled(y, -1)] as const);
    expectClose(direction(memoryOf([...pairs, ...bad], 4), g), direction(memoryOf(pairs, 2), g), 1e-14);
    const notFinite = [pairs[0]![0], pairs[0]![1].map(() => Number.NaN)] as const;
    expectClose(direction(memoryOf([...pairs, notFinite], 3), g), direction(memoryOf(pairs, 2), g), 1e-14);
  });

  test("starts as the identity, the gradient cut to length 1", () => {
    const short = linear.scaled(g, 0.3 / linear.norm(g));
    const empty = () => memoryOf([[new Float64Array(n), new Float64Array(n)]], 2);
    expectClose(direction(empty(), short), short, 1e-15);
    expectClose(direction(empty(), g), linear.scaled(g, 1 / linear.norm(g)), 1e-15);
    expect(direction(empty(), new Float64Array(n))).toEqual(new Float64Array(n));
  });
});

describe("as a transformation", () => {
  test("the pair is the last step and the gradient's change over it", () => {
    const optimizer = standalone(scaleByLbfgs({ memory: 3 }));
    const points = [generator(5).normals(n), generator(6).normals(n), generator(7).normals(n)];
    let state = optimizer.init(vector(points[0]!));
    const last = points.map((x) => {
      const params = vector(x);
      const [updates, next] = optimizer.update(vector(linear.apply(A, x)), state, params);
      params.dispose();
      state = next;
      return updates.dataSync() as Vector;
    })[2]!;
    tree.dispose(state.inner);
    const pairs = [1, 2].map((i) => {
      const s = linear.addScaled(points[i]!, -1, points[i - 1]!);
      return [s, linear.apply(A, s)] as const;
    });
    expectClose(last, linear.apply(inverseHessian(pairs), linear.apply(A, points[2]!)));
  });

  test("leaves nothing behind", async () => {
    const optimizer = standalone(scaleByLbfgs({ memory: 2 }));
    await expectNoLeak(() => {
      let params: np.Array = vector(generator(3).normals(n));
      let state = optimizer.init(params);
      for (let i = 0; i < 4; i++) [params, state] = optimizer.step(vector(generator(4 + i).normals(n)), state, params);
      params.dataSync();
      tree.dispose(state.inner);
    });
  });

  test("options are checked", () => {
    expect(() => scaleByLbfgs({ memory: 0 })).toThrow("scaleByLbfgs: memory must be a whole number ≥ 1, got 0");
  });
});
