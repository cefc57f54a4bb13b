import {
  apply,
  type Matrix,
  multiply,
  requireLength,
  requireSquare,
  toRows,
} from "../../engine/linear-algebra/matrix.ts";
import { minimumNormSolution } from "../../engine/linear-algebra/solve.ts";
import { addScaled, dot, norm } from "../../engine/linear-algebra/vector.ts";

/** Where a step's random combination of equations comes from. */
export type Sketch =
  /** A vector S of normal numbers, one for each equation. */
  | { kind: "gaussian"; next(): Float64Array }
  /** One equation, by its number from 0. */
  | { kind: "rows"; next(): number }
  /** Several equations. */
  | { kind: "blocks"; next(): readonly number[] };

/** A system that is being solved. `d` and `r` change with every step. */
export type SketchedSystem = {
  readonly d: Float64Array;
  /** K d − b */
  readonly r: Float64Array;
  /** Makes up to `limit` steps, none once ‖r‖ ≤ goal, then computes r anew, since its updates drift. Returns how many. */
  advance(limit: number, goal?: number): number;
  /** Floating point operations so far. */
  readonly flops: number;
};

/**
 * Sketch and project: solves K d = b for a symmetric K by projecting d, step after step, onto the solutions of a few random
 * combinations Sᵀ of its equations.
 *
 *     d ← d − K S (Sᵀ K² S)⁺ Sᵀ r,   r = K d − b,   d = 0 at the start
 *
 * With S one normal vector (`gaussian`), p = K S and d ← d − (Sᵀr/pᵀp) p; with S a unit vector (`rows`) it is Kaczmarz's
 * method, d ← d − (r_i/‖K_i‖²) K_i; with several unit vectors (`blocks`) d ← d − K_S⁺ r_S, which the authors' code does not
 * have [reconstructed]. The expected squared error falls linearly for any of them if K is regular. A combination of
 * vanishing length changes nothing.
 *
 * Cost per step, with N equations: 4 N² operations (gaussian), 6 N with the N² numbers of K² held (rows), and 2 N² beside
 * the decomposition of q rows (blocks). Everything is on the host in float64.
 *
 * @throws {RangeError} if K is not square or b does not fit.
 * @source I. Hong, S. Na, M. W. Mahoney, M. Kolar, 2023, arXiv 2305.18379, section 3; R. M. Gower, P. Richtárik, Randomized
 * Iterative Methods for Linear Systems, 2015.
 * @example
 * const system = sketchAndProject(K, b, { kind: "rows", next: () => random.integer(b.length) });
 * system.advance(1e5, 1e-6);
 */
export function sketchAndProject(K: Matrix, b: Float64Array, sketch: Sketch): SketchedSystem {
  requireSquare(K);
  requireLength("b", b, K.rows);
  const N = b.length;
  const d = new Float64Array(N);
  const r = b.map((value) => -value);
  const step = { gaussian: gaussianStep, rows: rowStep, blocks: blockStep }[sketch.kind](K, b, d, r, sketch as never);
  let flops = sketch.kind === "rows" ? 2 * N ** 3 : 0;
  return {
    d,
    r,
    get flops() {
      return flops;
    },
    advance(limit, goal = 0) {
      let made = 0;
      while (made < limit && norm(r) > goal) {
        flops += step();
        made++;
      }
      if (made > 0) r.set(addScaled(apply(K, d), -1, b));
      return made;
    },
  };
}

type Step = () => number;
type OfKind<Kind extends Sketch["kind"]> = Extract<Sketch, { kind: Kind }>;

function gaussianStep(K: Matrix, _b: unknown, d: Float64Array, r: Float64Array, sketch: OfKind<"gaussian">): Step {
  const N = d.length;
  return () => {
    const S = sketch.next();
    const p = apply(K, S);
    const length = dot(p, p);
    if (!(length > 0)) return 2 * N * N;
    const factor = dot(S, r) / length;
    const image = apply(K, p);
    for (let j = 0; j < N; j++) {
      d[j]! -= factor * p[j]!;
      r[j]! -= factor * image[j]!;
    }
    return 4 * N * N + 10 * N;
  };
}

function rowStep(K: Matrix, _b: unknown, d: Float64Array, r: Float64Array, sketch: OfKind<"rows">): Step {
  const N = d.length;
  const squared = multiply(K, K).data;
  const { data } = K;
  return () => {
    const start = sketch.next() * N;
    const i = start / N;
    // The diagonal of K² holds the rows' squared lengths.
    const length = squared[start + i]!;
    if (!(length > 0)) return 0;
    const factor = r[i]! / length;
    for (let j = 0; j < N; j++) {
      d[j]! -= factor * data[start + j]!;
      r[j]! -= factor * squared[start + j]!;
    }
    return 6 * N;
  };
}

function blockStep(K: Matrix, b: Float64Array, d: Float64Array, r: Float64Array, sketch: OfKind<"blocks">): Step {
  const N = d.length;
  const rows = toRows(K);
  return () => {
    const chosen = sketch.next();
    const q = chosen.length;
    const data = new Float64Array(q * N);
    for (const [k, i] of chosen.entries()) data.set(rows[i]!, k * N);
    const part = minimumNormSolution(
      { rows: q, columns: N, data },
      Float64Array.from(chosen, (i) => r[i]!),
    );
    for (let j = 0; j < N; j++) d[j]! -= part[j]!;
    r.set(addScaled(apply(K, d), -1, b));
    return 2 * N * N + 4 * q * q * N;
  };
}
