/** Random numbers that a set-up draws in a fixed order, the same in every language. */
export type Mulberry = {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** `count` numbers, uniform in [low, high). */
  uniforms(count: number, low: number, high: number): Float64Array<ArrayBuffer>;
  /** `count` standard normals, two from two uniforms (Box and Muller); the second of the last pair is dropped if odd. */
  normals(count: number): Float64Array<ArrayBuffer>;
  /** A random order of 0 … count − 1 (Fisher and Yates, from the last place down). */
  permutation(count: number): Int32Array;
};

/**
 * The generator mulberry32: small enough to be written down in a set-up, so that its data can be made anew anywhere.
 *
 * @source T. Ettinger, mulberry32, 2017.
 * @example
 * const { uniform } = mulberry(1);
 * uniform(); // 0.6270739405881613
 */
export function mulberry(seed: number): Mulberry {
  let a = seed | 0;
  const uniform = () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    uniform,
    uniforms: (count, low, high) => Float64Array.from({ length: count }, () => low + (high - low) * uniform()),
    normals(count) {
      const values = new Float64Array(count);
      for (let i = 0; i < count; i += 2) {
        // 1 − u keeps the logarithm finite.
        const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
        const angle = 2 * Math.PI * uniform();
        values[i] = radius * Math.cos(angle);
        if (i + 1 < count) values[i + 1] = radius * Math.sin(angle);
      }
      return values;
    },
    permutation(count) {
      const order = Int32Array.from({ length: count }, (_, i) => i);
      for (let i = count - 1; i > 0; i--) {
        const j = Math.floor(uniform() * (i + 1));
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      return order;
    },
  };
}
