import { gmres } from "../../engine/linear-algebra/gmres.ts";
import { apply, type Matrix } from "../../engine/linear-algebra/matrix.ts";
import { addScaled, scaled } from "../../engine/linear-algebra/vector.ts";

/** A system K d = −∇L that is solved cycle by cycle. */
export type CycledSystem = {
  readonly d: Float64Array;
  /** K d + ∇L */
  readonly r: Float64Array;
  /** Cycles so far, and floating point operations. */
  readonly cycles: number;
  readonly flops: number;
  /** One cycle from where it stands. False once no cycle can lessen the residual, even with as many vectors as unknowns. */
  advance(): Promise<boolean>;
};

/**
 * GMRES begun anew every `steps` products, from d = 0. A cycle that gains nothing is followed by one with as many vectors as
 * there are unknowns [reconstructed]: the authors' code goes round up to 10⁵ times.
 */
export function gmresCycles(K: Matrix, gradient: Float64Array, steps: number): CycledSystem {
  const N = gradient.length;
  const b = scaled(gradient, -1);
  let d = new Float64Array(N);
  let r = gradient.slice();
  let cycles = 0;
  let flops = 0;
  const cycle = async (restart: number) => {
    const products = (x: Float64Array) => apply(K, x);
    const result = await gmres(products, b, { start: d, restart, maximumIterations: restart, tolerance: 0 });
    cycles++;
    flops += 2 * N * N * (result.iterations + 2) + 4 * N * result.iterations ** 2;
    if (result.status === "breakdown") return false;
    d = Float64Array.from(result.x);
    r = addScaled(apply(K, d), 1, gradient) as Float64Array<ArrayBuffer>;
    return true;
  };
  return {
    get d() {
      return d;
    },
    get r() {
      return r;
    },
    get cycles() {
      return cycles;
    },
    get flops() {
      return flops;
    },
    advance: async () => (await cycle(Math.min(steps, N))) || (steps < N && (await cycle(N))),
  };
}
