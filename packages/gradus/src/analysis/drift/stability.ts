import { OptionError } from "../../core/errors.ts";
import { symmetricEigen } from "../../engine/linear-algebra/decompositions.ts";
import { apply, applyTransposed, fromRows, type Matrix } from "../../engine/linear-algebra/matrix.ts";
import { norm } from "../../engine/linear-algebra/vector.ts";

/** A complex number. */
export type Complex = { real: number; imaginary: number };

/** A point with complex coordinates. */
export type ComplexVector = { real: Float64Array; imaginary: Float64Array };

/** What stands for log 0 where a step lands on the minimum of its direction at once, as in the official code. */
const landing = -100;

/**
 * How gradient descent with learning rate h moves along an eigenvector of the Hessian with eigenvalue λ, as the factor of
 * the gradient in the principal flow (principal branch of the logarithm).
 *
 *     sc = log(1 − h λ)/(h λ)
 *
 * A negative real part is stable. λ < 0: real, above −1, away from a saddle. 0 < h λ < 1: real, below −1. h λ > 1: complex, an
 * oscillation, stable up to h λ = 2 and unstable beyond. At h λ = 1, where the logarithm has no value, −100 as in the
 * official code; −1 at λ = 0.
 *
 * @source M. Rosca et al., On a continuous time model of gradient descent dynamics and instability in deep learning, 2023,
 * arXiv 2302.01952, eq. of the principal flow; −100: its official code.
 * @example
 * stabilityCoefficient(2, 1.05).real > 0; // h λ = 2.1: unstable
 */
export function stabilityCoefficient(eigenvalue: number, learningRate: number): Complex {
  const z = eigenvalue * learningRate;
  if (Math.abs(z) < 1e-4) return { real: -1 - z * (1 / 2 + z * (1 / 3 + z / 4)), imaginary: 0 };
  if (z < 1) return { real: Math.log1p(-z) / z, imaginary: 0 };
  if (z === 1) return { real: landing, imaginary: 0 };
  return { real: Math.log(z - 1) / z, imaginary: Math.PI / z };
}

/** The coefficients of all directions, in the order of the eigenvalues. */
export type StabilityCoefficients = ComplexVector & { eigenvalues: Float64Array };

/**
 * The stability coefficients of gradient descent at a point: one for each eigenvalue of the Hessian, ascending. The sign of
 * the last one's real part tells whether the steepest direction is stable.
 *
 * Cost: 9 n³ operations.
 * @throws {RangeError} if H is not square.
 * @source as `stabilityCoefficient`: M. Rosca et al., 2023, arXiv 2302.01952.
 * @example
 * const { real } = stabilityCoefficients(linearAlgebra.fromRows([[2, 0], [0, 0.02]]), 1.05);
 */
export function stabilityCoefficients(H: Matrix, learningRate: number): StabilityCoefficients {
  const { values } = symmetricEigen(H);
  const all = Array.from(values, (value) => stabilityCoefficient(value, learningRate));
  return {
    eigenvalues: values,
    real: Float64Array.from(all, ({ real }) => real),
    imaginary: Float64Array.from(all, ({ imaginary }) => imaginary),
  };
}

/**
 * How far one step of gradient descent leaves the negative gradient flow, to leading order: (h²/2) ‖H g‖, from the image
 * H g of the gradient. Over the step's length h ‖g‖ it is what DAL sets to 1.
 *
 * @source M. Rosca, On discretisation drift and smoothness regularisation in neural network training, 2023, arXiv 2310.14036.
 * @example
 * driftPerStep(hessianTimesGradient, 0.1);
 */
export const driftPerStep = (image: Float64Array, learningRate: number): number =>
  (learningRate ** 2 / 2) * norm(image);

/** A quadratic ½ xᵀA x − bᵀx by its data, as `quadratic` offers them. */
export type QuadraticData = { A: Matrix | readonly ArrayLike<number>[]; b?: ArrayLike<number> };

/**
 * The principal flow of a quadratic in closed form, for any learning rate: a function from start and time to a point with
 * complex coordinates. After time n h it is where n steps of gradient descent end, oscillating and diverging ones too; in
 * between it is complex where h λ > 1. About A⁻¹ b, along the eigenvector of λ:
 *
 *     modulus |1 − h λ|^(t/h),   phase π t/h if h λ > 1, else 0
 *
 * A may be singular: along its kernel the flow moves by t b.
 *
 * Cost: 9 n³ operations once, 4 n² a point.
 * @throws {OptionError} if A is not square, b does not fit, or the learning rate is not > 0.
 * @source M. Rosca et al., 2023, arXiv 2302.01952.
 * @example
 * const at = principalFlowOfQuadratic({ A: [[2, 0], [0, 0.02]] }, 1.05);
 * const { real, imaginary } = at([-0.35, -0.2], 0.5);
 */
export function principalFlowOfQuadratic(
  { A, b }: QuadraticData,
  learningRate: number,
): (start: ArrayLike<number>, time: number) => ComplexVector {
  const matrix = "data" in A ? A : fromRows(A);
  const n = matrix.rows;
  if (matrix.columns !== n)
    throw new OptionError(`principalFlowOfQuadratic: A must be square, got ${n} × ${matrix.columns}`);
  if (b && b.length !== n) throw new OptionError(`principalFlowOfQuadratic: b must have ${n} entries, got ${b.length}`);
  if (!(learningRate > 0)) {
    throw new OptionError(`principalFlowOfQuadratic: learningRate must be a positive number, got ${learningRate}`);
  }
  const { values, vectors } = symmetricEigen(matrix);
  return (start, time) => {
    const x = Float64Array.from(start);
    const gradient = apply(matrix, x);
    if (b) for (let i = 0; i < n; i++) gradient[i]! -= b[i]!;
    const along = applyTransposed(vectors, gradient);
    const real = new Float64Array(n);
    const imaginary = new Float64Array(n);
    for (const [i, value] of values.entries()) {
      const moved = displacement(value, learningRate, time);
      real[i] = moved.real * along[i]!;
      imaginary[i] = moved.imaginary * along[i]!;
    }
    return { real: apply(vectors, real).map((change, i) => x[i]! + change), imaginary: apply(vectors, imaginary) };
  };
}

/** ((1 − h λ)^(t/h) − 1)/λ: how far the flow goes in time t along an eigenvector in which the gradient is 1. */
function displacement(eigenvalue: number, h: number, time: number): Complex {
  const z = h * eigenvalue;
  if (eigenvalue === 0) return { real: -time, imaginary: 0 };
  if (z < 1) return { real: Math.expm1((time / h) * Math.log1p(-z)) / eigenvalue, imaginary: 0 };
  if (z === 1) return { real: time > 0 ? -1 / eigenvalue : 0, imaginary: 0 };
  const modulus = Math.exp((time / h) * Math.log(z - 1));
  // Whole turns are taken out, so that whole steps come out exact however many there are.
  const phase = Math.PI * ((time / h) % 2);
  return {
    real: (modulus * Math.cos(phase) - 1) / eigenvalue,
    imaginary: (modulus * Math.sin(phase)) / eigenvalue,
  };
}
