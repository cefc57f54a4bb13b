import type { ByLevel, SecondDerivatives } from "../../core/bilevel.ts";
import { symmetricEigen } from "../../engine/linear-algebra/decompositions.ts";
import {
  apply,
  applyTransposed,
  identity,
  type Matrix,
  multiply,
  transpose,
} from "../../engine/linear-algebra/matrix.ts";
import { pseudoInverse } from "../../engine/linear-algebra/solve.ts";
import { addScaled } from "../../engine/linear-algebra/vector.ts";

/** Eigenvalues and singular values below this share of the largest count as zero. */
const cutoff = 1e-10;

/** Constraints that hold with equality at the lower level's solution: A δy + B δx = 0. */
export type ActiveConstraints = { y: Matrix; x: Matrix };

/**
 * The gradient of F(x, y*(x)) by the implicit function theorem, on the manifold of the active constraints.
 *
 *     hg = ∇_xF − f_xy u − Bᵀ A⁺ᵀ (∇_yF − f_yy u),   u = (P f_yy P)⁺ ∇_yF,   P = I − A⁺ A
 *
 * P f_yy P is V (Vᵀ f_yy V) Vᵀ for any orthonormal basis V of A's null space, so the pseudoinverses agree. Where f is not
 * strongly convex on the null space, components along which it is flat are left out. What the constraints and the Hessian
 * give is kept for as long as both are the same objects.
 *
 * Cost: about 10 m³ operations where the Hessian is new, else products with vectors.
 * @source Q. Xiao, H. Shen, W. Yin, T. Chen, 2023, arXiv 2211.07096 (equality constraints).
 */
export function implicitGradient(): (
  ofF: ByLevel,
  second: SecondDerivatives,
  active: ActiveConstraints,
) => Float64Array {
  let known: { yy: Matrix; A: Matrix; inverse: Matrix; pseudo: Matrix } | undefined;
  return (ofF, { xy, yy }, { y: A, x: B }) => {
    if (known?.yy !== yy || known.A !== A) {
      const pseudo =
        A.rows > 0 ? pseudoInverse(A, { cutoff }) : { rows: A.columns, columns: 0, data: new Float64Array() };
      known = { yy, A, pseudo, inverse: onNullSpace(yy, A, pseudo) };
    }
    const u = apply(known.inverse, ofF.y);
    const rest = addScaled(ofF.y, -1, apply(yy, u));
    const direct = addScaled(ofF.x, -1, apply(xy, u));
    if (A.rows === 0) return direct;
    return addScaled(direct, -1, applyTransposed(B, applyTransposed(known.pseudo, rest)));
  };
}

/** (P H P)⁺ */
function onNullSpace(H: Matrix, A: Matrix, pseudo: Matrix): Matrix {
  const m = H.rows;
  let projected = H;
  if (A.rows > 0) {
    const range = multiply(pseudo, A);
    const P = identity(m);
    for (let k = 0; k < P.data.length; k++) P.data[k]! -= range.data[k]!;
    projected = multiply(P, multiply(H, P));
  }
  const { values, vectors } = symmetricEigen(projected);
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const scaledVectors = {
    ...vectors,
    data: vectors.data.map((value, k) => {
      const eigenvalue = values[k % m]!;
      return Math.abs(eigenvalue) <= cutoff * most ? 0 : value / eigenvalue;
    }),
  };
  return multiply(scaledVectors, transpose(vectors));
}
