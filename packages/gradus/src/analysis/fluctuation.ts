/** What weights did over a stretch of time. */
export type Fluctuation = {
  /** Takes in the weights at one time; they are copied. @throws {RangeError} if their number changes. */
  add(weights: ArrayLike<number>): void;
  /** Times taken in. */
  readonly count: number;
  /**
   * q: the mean over weights of their variance in time, over the variance over weights of their means in time; NaN before
   * the first time. About 1e-20 or less for frozen weights, above 1e-3 for chaotic ones.
   */
  q(): number;
};

/**
 * The order parameter of chaos in learning. All variances are of populations; running sums, so memory is two copies of
 * the weights however long it lasts.
 *
 * @source H. Ninou, J. Kadmon, N. A. Cayco-Gajic, Curl Descent, 2025, arXiv 2510.02765: the official code.
 * @example
 * const motion = fluctuation();
 * const watched = observe(curlDescent(), { look: async ({ W1 }) => (motion.add(await W1.ref.data()), { q: motion.q() }) });
 */
export function fluctuation(): Fluctuation {
  let [means, squares] = [new Float64Array(), new Float64Array()];
  let count = 0;
  return {
    add(weights) {
      if (count === 0) [means, squares] = [new Float64Array(weights.length), new Float64Array(weights.length)];
      if (weights.length !== means.length) {
        throw new RangeError(`there must be ${means.length} weights, got ${weights.length}`);
      }
      count++;
      for (let i = 0; i < weights.length; i++) {
        // Welford's sums: differences of large squares would drown what is frozen.
        const off = weights[i]! - means[i]!;
        means[i]! += off / count;
        squares[i]! += off * (weights[i]! - means[i]!);
      }
    },
    get count() {
      return count;
    },
    q() {
      if (count === 0) return Number.NaN;
      const n = means.length;
      const inTime = squares.reduce((sum, square) => sum + square / count, 0) / n;
      const middle = means.reduce((sum, mean) => sum + mean, 0) / n;
      const across = means.reduce((sum, mean) => sum + (mean - middle) ** 2, 0) / n;
      return inTime === 0 ? 0 : inTime / across;
    },
  };
}
