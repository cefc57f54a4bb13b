import { grad, jacfwd, numpy as np, vjp } from "@jax-js/jax";
import { compile } from "../engine/compile.ts";
import { eigenvalues, symmetricEigen } from "../engine/linear-algebra/decompositions.ts";
import { fromArray, type Matrix, multiply, toRows, transpose, zeros } from "../engine/linear-algebra/matrix.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { type Signs, scaleBySigns } from "../transforms/signs.ts";

/** A flow θ′ = F(θ) near a point. */
export type Linearisation = {
  /** ∂F/∂θ, parameters leaf after leaf. */
  jacobian: Matrix;
  /** Its eigenvalues by descending real part. */
  eigenvalues: { real: Float64Array; imaginary: Float64Array };
  /** The largest real part. */
  abscissa: number;
  /** How many eigenvalues are 0 within the tolerance: directions along a manifold of rest points. */
  neutral: number;
  /** No eigenvalue has a positive real part beyond the tolerance. NaN anywhere is not stable. */
  stable: boolean;
  /** ‖(A − Aᵀ)/2‖_F / ‖(A + Aᵀ)/2‖_F: 0 for the flow of a gradient. */
  curlRatio: number;
};

/** What counts as 0 beside the largest eigenvalue. */
export type StabilityOptions = {
  /** A share of the largest |λ|. Default 1e-9. */
  tolerance?: number;
};

/**
 * The flow −S ∘ ∇L of curl descent, as a function of the parameters. Traceable; consumes them.
 *
 * @example
 * const { abscissa, curlRatio } = await linearise(curlField(loss, [1, -1]), params);
 */
export const curlField =
  <P extends Tree>(loss: (params: P) => np.Array, signs: Signs) =>
  (params: P): P => {
    const gradient = (grad as unknown as (f: typeof loss) => (params: P) => P)(loss)(tree.ref(params));
    const [flow] = scaleBySigns(signs).update(gradient, [], params, { numbers: {} });
    tree.dispose(params);
    return tree.scale(flow as P, -1);
  };

/**
 * The eigenvalues of any dynamics' Jacobian at a point: a saddle, a solution, one of a manifold of solutions. The matrix
 * need not be symmetric, and eigenvalues may be complex: centres and spirals. `field` is traceable and gives a tree like
 * its argument, which it consumes; borrows `at`, whose arrays should be float64.
 *
 * Cost: n tangents of the field, 10 n³ operations.
 *
 * @example
 * const saddle = await linearise(curlField((w) => problem.loss(w, undefined), [1, -1]), np.zeros([2], { dtype: np.float64 }));
 */
export async function linearise<P extends Tree>(
  field: (params: P) => Tree,
  at: P,
  { tolerance = 1e-9 }: StabilityOptions = {},
): Promise<Linearisation> {
  const onVector = (vector: np.Array) => tree.toVector(field(tree.fromVector(vector, at)));
  const jacobian = await matrixOf(jacfwd(onVector), at);
  const values = eigenvalues(jacobian);
  const sizes = values.real.map((real, i) => Math.hypot(real, values.imaginary[i]!));
  const bound = tolerance * Math.max(...sizes, 0);
  const [abscissa = 0] = values.real;
  return {
    jacobian,
    eigenvalues: values,
    abscissa,
    neutral: sizes.filter((size) => size <= bound).length,
    stable: abscissa <= bound,
    curlRatio: curlRatioOf(jacobian),
  };
}

function curlRatioOf({ rows: n, data }: Matrix): number {
  let [curl, rest] = [0, 0];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      curl += (data[i * n + j]! - data[j * n + i]!) ** 2;
      rest += (data[i * n + j]! + data[j * n + i]!) ** 2;
    }
  }
  return curl === 0 ? 0 : Math.sqrt(curl / rest);
}

/** How residuals r, near 0, move: r′ = J r. */
export type ManifoldStability = {
  /** −(∂r/∂θ) S (∂r/∂θ)ᵀ, symmetric though the dynamics of the parameters are the gradient of nothing. */
  jacobian: Matrix;
  /** Ascending. */
  eigenvalues: Float64Array;
  /** The largest eigenvalue is negative: what is off the manifold comes back. */
  stable: boolean;
};

/**
 * Whether curl descent on L = ½ ‖r(θ)‖² comes back to the manifold r = 0 after a small push. Where r = 0 the Hessian is
 * JᵀJ, and −S JᵀJ has the eigenvalues of −J S Jᵀ besides zeros: a matrix as large as the residuals are many, and symmetric.
 * Any network will do. `residuals` is traceable, gives a vector and consumes the parameters; borrows `at`.
 *
 * Cost: one pullback a residual.
 *
 * @example
 * const { stable } = await manifoldStability((w) => w.ref.slice([0, 1]).mul(w.slice([1, 2])).sub(1), solution, [1, -1]);
 */
export async function manifoldStability<P extends Tree>(
  residuals: (params: P) => np.Array,
  at: P,
  signs: Signs,
): Promise<ManifoldStability> {
  const J = await matrixOf((vector) => rowsOf(residuals, vector, at), at);
  const [factors] = scaleBySigns(signs).update(tree.fullLike(at, 1), [], at, { numbers: {} });
  const S = Float64Array.from(await tree.toVector(factors).data());
  const scaled = zeros(J.rows, J.columns);
  for (const [i, row] of toRows(J).entries()) {
    scaled.data.set(
      row.map((entry, j) => -entry * S[j]!),
      i * J.columns,
    );
  }
  const jacobian = multiply(scaled, transpose(J));
  return stabilityOf(jacobian);
}

/** A matrix that is computed from the parameters as a vector, by a program that is used once. */
async function matrixOf(f: (vector: np.Array) => np.Array, at: Tree): Promise<Matrix> {
  const program = compile(f);
  const array = program(tree.toVector(tree.ref(at)));
  try {
    return await fromArray(array);
  } finally {
    array.dispose();
    program.dispose();
  }
}

/** The residuals' derivatives, a row each: pullbacks of unit vectors, since the engine cannot map them over a product. */
function rowsOf<P extends Tree>(residuals: (params: P) => np.Array, vector: np.Array, like: P): np.Array {
  const onVector = (x: np.Array) => residuals(tree.fromVector(x, like));
  // biome-ignore lint/suspicious/noExplicitAny: the engine's own types cannot express the pullback.
  const [values, pullback] = (vjp as any)(onVector, [vector]);
  const units = np.eye(values.shape[0], undefined, { dtype: values.dtype });
  values.dispose();
  const rows = Array.from({ length: units.shape[0]! }, (_, i) => pullback(units.ref.slice(i))[0] as np.Array);
  units.dispose();
  pullback.dispose();
  return np.stack(rows);
}

/** The eigenvalues of a symmetric Jacobian, and what they say. */
export function stabilityOf(jacobian: Matrix): ManifoldStability {
  const { values } = symmetricEigen(jacobian);
  return { jacobian, eigenvalues: values, stable: values.length > 0 && values.at(-1)! < 0 };
}
