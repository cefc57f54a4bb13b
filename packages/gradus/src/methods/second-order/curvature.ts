import { numpy as np, vmap } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { type Compiled, compile } from "../../engine/compile.ts";
import { conjugateGradients } from "../../engine/linear-algebra/conjugate-gradients.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import type { LinearOperator } from "../../engine/linear-algebra/operator.ts";
import { cholesky, solveCholesky } from "../../engine/linear-algebra/solve.ts";
import { addScaled, dot, norm, scaled } from "../../engine/linear-algebra/vector.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import type { Metric } from "../metric.ts";
import type { CurvatureAt } from "../trial-steps.ts";
import type { ApproximateHessian } from "./hessians/approximate-hessian.ts";

/** H at a point, on the host. */
export type Curvature =
  | { kind: "zero" }
  | { kind: "matrix"; H: Matrix }
  | { kind: "products"; times: LinearOperator }
  | { kind: "rank one"; a: number; v: Float64Array };

/** More entries than this are not held as a matrix: half a gigabyte. */
const largestMatrix = 2 ** 26;

/**
 * Compiles what is asked of a Hessian: a matrix, read to the host, where it is factored; with `matrixFree` products with
 * vectors. One outer product stays one.
 *
 * @throws {OptionError} when it is first asked for a matrix of too many parameters, or for what cannot be had.
 */
export function hessianPrograms<P extends Tree, B>(
  owner: string,
  hessian: ApproximateHessian<P, B>,
  { matrixFree = false }: { matrixFree?: boolean } = {},
): CurvatureAt<P, Curvature> {
  const { name, matrix, product, rankOne, isZero } = hessian;
  const batchOf = (batch: Tree[]) => batch[0] as B;
  const lazily = <F extends (...args: never[]) => unknown>(
    make: () => F,
  ): (() => Compiled<F>) & { dispose(): void } => {
    let program: Compiled<F> | undefined;
    return Object.assign(
      () => {
        program ??= compile(make() as never) as unknown as Compiled<F>;
        return program;
      },
      { dispose: () => program?.dispose() },
    );
  };

  const outer = lazily(() => (params: P, batch: Tree[]) => {
    const { a, v } = rankOne!(params, batchOf(batch));
    return [a, tree.toVector(v)] as const;
  });
  const timesVector = (params: P, v: np.Array, batch: Tree[]) =>
    tree.toVector(product!(params, tree.fromVector(v, params), batchOf(batch)));
  const times = lazily(() => timesVector);
  const whole = lazily(() => (params: P, batch: Tree[]) => {
    if (matrix) return matrix(params, batchOf(batch));
    const units = np.eye(tree.size(params), undefined, { dtype: np.float64 });
    // biome-ignore lint/suspicious/noExplicitAny: the engine's own types cannot express tuples of trees.
    return (vmap as any)(timesVector, [null, 0, null])(params, units, batch) as np.Array;
  });
  const programs = { outer, times, whole };
  const borrowed = (params: P, batch: Tree[]) => [tree.ref(params), tree.ref(batch) as Tree[]] as const;
  const onHost = async (array: np.Array) => Float64Array.from(await array.data());

  return {
    async at(params, batch, calls) {
      if (isZero) return { kind: "zero" };
      const n = tree.size(params);
      if (rankOne) {
        calls.hessian++;
        const [a, v] = await Promise.all(outer()(...borrowed(params, batch)).map(onHost));
        return { kind: "rank one", a: a![0]!, v: v! };
      }
      if (matrixFree) {
        if (!product)
          throw new OptionError(`${owner}: matrixFree needs products, which hessian '${name}' does not offer`);
        return {
          kind: "products",
          times: (v) => {
            calls.hessianVectorProduct++;
            const [at, on] = borrowed(params, batch);
            return onHost(times()(at, np.array(v.slice(), { dtype: np.float64 }), on));
          },
        };
      }
      if (n * n > largestMatrix) {
        throw new OptionError(
          `${owner}: a Hessian of ${n} parameters as a matrix takes ${((n * n * 8) / 2 ** 30).toFixed(1)} GiB; set matrixFree to true`,
        );
      }
      calls.hessian++;
      const data = await onHost(whole()(...borrowed(params, batch)));
      if (data.length !== n * n) {
        throw new OptionError(`${owner}: hessian '${name}' must be ${n} × ${n}, got ${data.length} entries`);
      }
      return { kind: "matrix", H: { rows: n, columns: n, data: symmetric(data, n) } };
    },
    dispose() {
      for (const program of Object.values(programs)) program.dispose();
    },
  };
}

/** ½ (H + Hᵀ): the factorization reads one triangle only. */
const symmetric = (data: Float64Array, n: number): Float64Array =>
  data.map((value, k) => (value + data[(k % n) * n + Math.floor(k / n)]!) / 2);

/**
 * −(H + λ B)⁻¹ g, or nothing where H + λ B is not positive definite as far as was seen.
 *
 * A matrix is factored (Cholesky); for one outer product a v vᵀ, with P = B⁻¹, by Sherman and Morrison
 *
 *     d = −(1/λ) (P g − a P v (vᵀ P g)/(λ + a vᵀ P v))
 *
 * Products are handed to conjugate gradients in the variables Lᵀ d, B = L Lᵀ, until the residual is at most
 * 0.1 min(λ ‖d‖, ‖g‖_*) [reconstructed]; a direction of negative curvature counts as not positive definite.
 */
export async function regularizedStep(
  curvature: Curvature,
  metric: Metric,
  lambda: number,
  gradient: Float64Array,
): Promise<Float64Array | undefined> {
  const step = await solveFor(curvature, metric, lambda, gradient);
  return step?.every(Number.isFinite) ? step : undefined;
}

async function solveFor(curvature: Curvature, metric: Metric, lambda: number, g: Float64Array) {
  switch (curvature.kind) {
    case "zero":
      return scaled(metric.solve(g), -1 / lambda);
    case "matrix": {
      const L = cholesky(metric.regularize(curvature.H, lambda));
      return L && scaled(solveCholesky(L, g), -1);
    }
    case "rank one": {
      const { a, v } = curvature;
      const [Pg, Pv] = [metric.solve(g), metric.solve(v)];
      const pivot = lambda + a * dot(v, Pv);
      if (!(pivot > 0)) return undefined;
      return scaled(addScaled(Pg, (-a * dot(v, Pg)) / pivot, Pv), -1 / lambda);
    }
    case "products": {
      const b = scaled(metric.whiten(g), -1);
      const A: LinearOperator = async (y) =>
        addScaled(metric.whiten(await curvature.times(metric.unwhiten(y))), lambda, y);
      const largest = norm(b);
      const { x, status } = await conjugateGradients(A, b, {
        tolerance: (y) => 0.1 * Math.min(lambda * norm(y), largest),
        maximumIterations: 10 * b.length,
      });
      return status === "converged" || status === "maximum iterations" ? metric.unwhiten(x) : undefined;
    }
  }
}
