import type { BilevelProblem, ConvexSet, LevelFunction, LinearRow, LowerConstraints } from "../../core/bilevel.ts";
import type { HasName } from "../../core/problem.ts";
import {
  apply,
  applyTransposed,
  type Matrix,
  requireLength,
  requireSquare,
} from "../../engine/linear-algebra/matrix.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import { startAt } from "./start-at.ts";

/** ½ wᵀ H w + qᵀ w of w = (x, y). H is read as a whole: its symmetric part counts. */
export type QuadraticForm = { H: Matrix; q: Float64Array };

export type QuadraticBilevelParts = {
  name?: string;
  /** n and m */
  sizes: { x: number; y: number };
  F: QuadraticForm;
  f: QuadraticForm;
  /** g = A w + b */
  g?: { A: Matrix; b: Float64Array; kind: LowerConstraints["kind"] };
  /** Y = [lower, upper]^m. */
  lowerBox?: { lower: number; upper: number };
  /** Where to start. Default 0. */
  start?: { x: Float64Array; y: Float64Array };
};

export type QuadraticBilevel = BilevelProblem & HasName;

/**
 * Quadratic levels in w = (x, y) with affine constraints, and C = { w : A w + b ≤ 0 or = 0, y ∈ Y }.
 *
 * The lower level is convex if H of f is positive semidefinite in its y block; it is not looked at.
 *
 * @throws {RangeError} if sizes do not fit.
 * @example
 * const H = linearAlgebra.identity(2);
 * const q = Float64Array.of(-1, 0);
 * const problem = quadraticBilevel({ sizes: { x: 1, y: 1 }, F: { H, q }, f: { H, q } });
 */
export function quadraticBilevel({
  name = "quadratic levels",
  sizes,
  F,
  f,
  g,
  lowerBox,
  start = { x: new Float64Array(sizes.x), y: new Float64Array(sizes.y) },
}: QuadraticBilevelParts): QuadraticBilevel {
  const { x: n, y: m } = sizes;
  const upper = quadraticLevel(F, n, m);
  const lower = quadraticLevel(f, n, m);
  const joint = jointSet(sizes, g, lowerBox);
  return {
    name,
    initial: startAt(start),
    bilevel: {
      sizes,
      upper,
      lower,
      ...(g && { constraints: affineConstraints(g, n) }),
      ...(joint && { joint }),
      ...(lowerBox && { lowerSet: { kind: "box", ...lowerBox } as const }),
    },
  };
}

/** A quadratic form as a function of two levels. */
function quadraticLevel({ H, q }: QuadraticForm, n: number, m: number): LevelFunction {
  requireSquare(H);
  requireLength("q", q, n + m);
  const size = n + m;
  const symmetric = {
    ...H,
    data: H.data.map((value, k) => (value + H.data[(k % size) * size + Math.floor(k / size)]!) / 2),
  };
  const joined = (x: Float64Array, y: Float64Array) => Float64Array.of(...x, ...y);
  const block = (from: number, rows: number): Matrix => ({
    rows,
    columns: m,
    data: Float64Array.from(
      { length: rows * m },
      (_, k) => symmetric.data[(from + Math.floor(k / m)) * size + n + (k % m)]!,
    ),
  });
  const hessians = { xy: block(0, n), yy: block(n, m) };
  return {
    value(x, y) {
      const w = joined(x, y);
      return dot(w, apply(symmetric, w)) / 2 + dot(q, w);
    },
    gradient(x, y) {
      const w = apply(symmetric, joined(x, y)).map((value, i) => value + q[i]!);
      return { x: w.slice(0, n), y: w.slice(n) };
    },
    hessians: () => hessians,
  };
}

/** g = A (x, y) + b. */
export function affineConstraints(
  { A, b, kind }: { A: Matrix; b: Float64Array; kind: LowerConstraints["kind"] },
  n: number,
): LowerConstraints {
  requireLength("b", b, A.rows);
  const columns = (from: number, to: number): Matrix => ({
    rows: A.rows,
    columns: to - from,
    data: Float64Array.from(
      { length: A.rows * (to - from) },
      (_, k) => A.data[Math.floor(k / (to - from)) * A.columns + from + (k % (to - from))]!,
    ),
  });
  const affine = { x: columns(0, n), y: columns(n, A.columns), offset: b };
  return {
    count: A.rows,
    kind,
    affine,
    values(x, y) {
      const ofX = apply(affine.x, x);
      return apply(affine.y, y).map((value, i) => value + ofX[i]! + b[i]!);
    },
    pullBack: (_x, _y, lambda) => ({ x: applyTransposed(affine.x, lambda), y: applyTransposed(affine.y, lambda) }),
  };
}

function jointSet(
  { x: n, y: m }: { x: number; y: number },
  g: QuadraticBilevelParts["g"],
  box: QuadraticBilevelParts["lowerBox"],
): ConvexSet | undefined {
  if (!g) {
    return (
      box && {
        kind: "product",
        parts: [
          { size: n, set: { kind: "whole" } },
          { size: m, set: { kind: "box", ...box } },
        ],
      }
    );
  }
  if (!box && g.kind === "equality") return { kind: "affine", A: g.A, b: g.b };
  if (!box && g.A.rows === 1) return { kind: "half-space", normal: g.A.data, bound: -g.b[0]! };
  const rows: LinearRow[] = Array.from({ length: g.A.rows }, (_, i) => ({
    ...sparse(g.A.data.subarray(i * g.A.columns, (i + 1) * g.A.columns)),
    bound: -g.b[i]!,
    isEquality: g.kind === "equality",
  }));
  for (let j = 0; box && j < m; j++) {
    const indices = Int32Array.of(n + j);
    rows.push({ indices, values: Float64Array.of(1), bound: box.upper });
    rows.push({ indices, values: Float64Array.of(-1), bound: -box.lower });
  }
  return { kind: "polyhedron", rows };
}

function sparse(row: Float64Array): { indices: Int32Array; values: Float64Array } {
  const indices = Int32Array.from([...row.keys()].filter((j) => row[j] !== 0));
  return { indices, values: Float64Array.from(indices, (j) => row[j]!) };
}
