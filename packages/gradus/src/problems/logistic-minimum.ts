import { Matrix, solve } from "ml-matrix";

export const sigmoid = (t: number) => (t >= 0 ? 1 / (1 + Math.exp(-t)) : Math.exp(t) / (1 + Math.exp(t)));
const softplus = (t: number) => Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t)));

/**
 * The least value of mean log(1 + exp(−m_i·x)) + ½ λ ‖x‖², by Newton's method with halving until the decrement is below
 * 1e-26. The rows m_i are inputs times their labels −1 and 1; λ > 0, without which separable data have no minimum.
 */
export function newtonMinimum(signed: Matrix, penalty: number): number {
  const [samples, dimension] = [signed.rows, signed.columns];
  const value = (x: Matrix) =>
    signed
      .mmul(x)
      .to1DArray()
      .reduce((sum, margin) => sum + softplus(-margin), 0) /
      samples +
    (penalty / 2) * x.to1DArray().reduce((sum, v) => sum + v * v, 0);
  let x = Matrix.zeros(dimension, 1);
  for (let iteration = 0; iteration < 100; iteration++) {
    const slopes = signed
      .mmul(x)
      .to1DArray()
      .map((margin) => sigmoid(-margin));
    const gradient = signed
      .transpose()
      .mmul(Matrix.columnVector(slopes))
      .mul(-1 / samples)
      .add(Matrix.mul(x, penalty));
    const weighted = signed.clone();
    slopes.forEach((slope, i) => {
      weighted.mulRow(i, (slope * (1 - slope)) / samples);
    });
    const hessian = signed.transpose().mmul(weighted).add(Matrix.eye(dimension).mul(penalty));
    const step = solve(hessian, gradient);
    const decrement = step.transpose().mmul(gradient).get(0, 0);
    if (decrement < 1e-26) break;
    let length = 1;
    while (value(Matrix.sub(x, Matrix.mul(step, length))) > value(x) && length > 1e-10) length /= 2;
    x = Matrix.sub(x, Matrix.mul(step, length));
  }
  return value(x);
}
