/** A power law y = c xᵖ, with a 95 % interval of its exponent. */
export type PowerLaw = {
  /** p */
  exponent: number;
  /** Where p is with 95 % confidence if the logs of y have independent normal errors of one size. */
  low: number;
  high: number;
  /** c */
  factor: number;
};

/** The 0.975 quantile of Student's t with 1, 2, … 10 degrees of freedom. */
const quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

/** The same for any number: beyond ten by its expansion in 1/ν, right to 0.002. */
function quantile(freedom: number): number {
  const z = 1.959964;
  const first = (z ** 3 + z) / (4 * freedom);
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
  return quantiles[freedom - 1] ?? z + first + second;
}

/**
 * Fits y = c xᵖ to points by least squares on their logarithms.
 *
 *     log y_i ≈ log c + p log x_i,   p ± t_{0.975, N−2} s/√Σ (log x_i − mean)²,   s² = Σ residual²/(N − 2)
 *
 * With two points the line goes through both, and the interval is all numbers. Costs O(N). Borrows the points.
 *
 * @throws {RangeError} if there are fewer than two different x, or a coordinate is not positive and finite.
 * @source Textbook linear regression, as in N. R. Draper, H. Smith, Applied Regression Analysis, 3rd edition 1998, chapter 1.
 * @example
 * const { exponent, low, high } = powerLaw([[10, 0.9], [20, 4.1], [40, 15.8]]); // about 2
 */
export function powerLaw(points: readonly (readonly [x: number, y: number])[]): PowerLaw {
  const wrong = points.flat().find((value) => !(value > 0 && Number.isFinite(value)));
  if (wrong !== undefined) throw new RangeError(`a power law is fitted to positive finite numbers, got ${wrong}`);
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (i: 0 | 1) => logs.reduce((sum, point) => sum + point[i], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const squares = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (!(squares > 0)) throw new RangeError(`a power law needs two different x, got ${points.length} points with one`);
  const exponent = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / squares;
  const residual = logs.reduce((sum, [x, y]) => sum + (y - meanY - exponent * (x - meanX)) ** 2, 0);
  const freedom = points.length - 2;
  const half = freedom === 0 ? Number.POSITIVE_INFINITY : quantile(freedom) * Math.sqrt(residual / freedom / squares);
  return { exponent, low: exponent - half, high: exponent + half, factor: Math.exp(meanY - exponent * meanX) };
}
