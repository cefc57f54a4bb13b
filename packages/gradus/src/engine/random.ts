import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { mersenne } from "pure-rand/generator/mersenne";

/*
 * Two kinds of randomness: arrays are drawn with the engine's own keys (`random.key(seed)`), everything that is decided
 * on the host (data, order of batches) with the generator below. Both start from a seed, a whole number in [0, 2³²).
 */

/** A seed for one purpose, derived from a run's seed: `seedFor(seed, "batches", 3)`. FNV-1a over the parts. */
export function seedFor(seed: number, ...purpose: (string | number)[]): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const character of purpose.join("/")) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  }
  // Avalanche (the finaliser of MurmurHash3), so that neighbouring seeds give unrelated streams.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Random numbers on the host, in float64. */
export type Generator = {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** A whole number, uniform in [0, end). */
  integer(end: number): number;
  /** A random order of 0 … count − 1. */
  permutation(count: number): Int32Array;
  /** `count` standard normals. */
  normals(count: number): Float64Array;
};

/** A generator that gives the same numbers for the same seed everywhere (Mersenne Twister). */
export function generator(seed: number): Generator {
  const source = mersenne(seed);
  const uniform = () => uniformFloat64(source);
  const integer = (end: number) => uniformInt(source, 0, end - 1);
  let spare: number | undefined;
  const normal = () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    // Box and Muller: two normals from two uniforms; 1 − u keeps the logarithm finite.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return {
    uniform,
    normal,
    integer,
    permutation(count) {
      const order = Int32Array.from({ length: count }, (_, i) => i);
      for (let i = count - 1; i > 0; i--) {
        const j = integer(i + 1);
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      return order;
    },
    normals(count) {
      // A plain loop: Float64Array.from takes three times as long.
      const values = new Float64Array(count);
      for (let i = 0; i < count; i++) values[i] = normal();
      return values;
    },
  };
}
