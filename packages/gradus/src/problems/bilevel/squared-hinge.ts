import type { LowerSolution } from "../../core/bilevel.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import { cholesky, minimumNormSolution, solveCholesky } from "../../engine/linear-algebra/solve.ts";
import { dot, norm } from "../../engine/linear-algebra/vector.ts";

const mostIterations = 200;
const relativeTolerance = 1e-11;

/**
 * The weighted support vector machine with squared slack, by damped Newton on its squared hinge: ξ = (1 − m)₊ and λ = e^c ξ.
 *
 *     min over w, b of  ½ ‖w‖² + ½ Σ e^{c_i} (1 − m_i)₊²,   m_i = a_iᵀ w + y_i b
 *
 * The rows of `signed` are a_i = y_i z_i. Where b is not determined (labels of one class, no point inside its margin) a step
 * of least norm is taken. y = (w, b, ξ).
 */
export function solveSquaredHinge(signed: Matrix, labels: Float64Array, weights: Float64Array): LowerSolution {
  const [N, d] = [signed.rows, signed.columns];
  const margins = (v: Float64Array) => {
    const result = new Float64Array(N);
    for (let i = 0; i < N; i++) {
      let sum = labels[i]! * v[d]!;
      for (let j = 0; j < d; j++) sum += signed.data[i * d + j]! * v[j]!;
      result[i] = sum;
    }
    return result;
  };
  const objective = (v: Float64Array, m: Float64Array) =>
    m.reduce((sum, value, i) => sum + weights[i]! * Math.max(1 - value, 0) ** 2, dot(v, v) - v[d]! ** 2) / 2;

  let v: Float64Array = new Float64Array(d + 1);
  let m = margins(v);
  let value = objective(v, m);
  let status = `not solved in ${mostIterations} Newton steps`;
  const first = gradientAt(signed, labels, weights, v, m);
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const gradient = gradientAt(signed, labels, weights, v, m);
    if (!Number.isFinite(value)) {
      status = `the objective became ${value}`;
      break;
    }
    if (norm(gradient) <= relativeTolerance * (1 + norm(first))) {
      status = "solved";
      break;
    }
    const H = hessianAt(signed, labels, weights, m);
    const factor = cholesky(H);
    const minus = gradient.map((entry) => -entry);
    const direction = factor ? solveCholesky(factor, minus) : minimumNormSolution(H, minus, { cutoff: 1e-13 });
    const slope = dot(gradient, direction);
    let step = 1;
    let next = v;
    let isLower = false;
    while (step > 1e-12 && !isLower) {
      next = v.map((entry, i) => entry + step * direction[i]!);
      isLower = objective(next, margins(next)) <= value + 1e-4 * step * slope;
      if (!isLower) step /= 2;
    }
    if (!isLower) {
      // Rounding hides what is left to gain.
      status = norm(gradient) <= 1e-7 * (1 + norm(first)) ? "solved" : "no step lowers the objective";
      break;
    }
    v = next;
    m = margins(v);
    value = objective(v, m);
  }
  const xi = m.map((margin) => Math.max(1 - margin, 0));
  const y = new Float64Array(d + 1 + N);
  y.set(v);
  y.set(xi, d + 1);
  return { y, multipliers: xi.map((slack, i) => weights[i]! * slack), status };
}

function gradientAt(signed: Matrix, labels: Float64Array, weights: Float64Array, v: Float64Array, m: Float64Array) {
  const d = signed.columns;
  const gradient = v.slice();
  gradient[d] = 0;
  for (let i = 0; i < signed.rows; i++) {
    const lambda = weights[i]! * Math.max(1 - m[i]!, 0);
    if (lambda === 0) continue;
    for (let j = 0; j < d; j++) gradient[j]! -= lambda * signed.data[i * d + j]!;
    gradient[d]! -= lambda * labels[i]!;
  }
  return gradient;
}

function hessianAt(signed: Matrix, labels: Float64Array, weights: Float64Array, m: Float64Array): Matrix {
  const d = signed.columns;
  const size = d + 1;
  const data = new Float64Array(size * size);
  for (let j = 0; j < d; j++) data[j * size + j] = 1;
  for (let i = 0; i < signed.rows; i++) {
    if (m[i]! >= 1) continue;
    const at = (j: number) => (j < d ? signed.data[i * d + j]! : labels[i]!);
    for (let j = 0; j < size; j++) {
      const factor = weights[i]! * at(j);
      if (factor === 0) continue;
      // The lower triangle is all that is read; the upper is kept for the least-norm solution.
      for (let k = 0; k <= j; k++) data[j * size + k]! += factor * at(k);
    }
  }
  for (let j = 0; j < size; j++) for (let k = 0; k < j; k++) data[k * size + j] = data[j * size + k]!;
  return { rows: size, columns: size, data };
}
