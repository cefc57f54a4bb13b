import { numpy as np, random } from "@jax-js/jax";
import { count, z } from "../../core/options.ts";
import type { HasInitial, HasMetrics, HasPlanted } from "../../core/problem.ts";
import { cosine, norm, scaled } from "../../engine/linear-algebra/vector.ts";
import type { Generator } from "../../engine/random.ts";

/** The options that all problems with a hidden direction have. */
export const plantedOptions = {
  /** d: the direction's dimension, ≥ 2. Default 32 (the quick experiments). */
  dimension: z.int("must be a whole number ≥ 2").min(2, "must be a whole number ≥ 2").default(32),
  /** n: how many samples, or their equivalent in noise. Default 10 d^⌈k/2⌉ (figures 1 and 2). */
  samples: count().optional(),
  /** Seed of the direction, samples and noise. Default 0. */
  instance: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
};

/** A unit vector from the uniform distribution on the sphere. */
export function drawDirection(draw: Generator, d: number): Float64Array {
  while (true) {
    const direction = draw.normals(d);
    const length = norm(direction);
    if (length > 0) return scaled(direction, 1 / length);
  }
}

/** How many samples the paper's figures take: 10 d^⌈k/2⌉. */
export const samplesOfFigures = (d: number, k: number): number => 10 * d ** Math.ceil(k / 2);

/** Parameters of a problem that depends on their direction alone. */
export type PlantedPoint = HasInitial<np.Array> & HasMetrics<np.Array>;

/** A random start, uniform on the sphere, and how far an answer points along the hidden direction, if one is known. */
export const pointOf = (dimension: number, planted: Float64Array | undefined): PlantedPoint => ({
  initial(key) {
    const direction = random.normal(key, [dimension]).astype(np.float64);
    return direction.ref.div(np.sqrt(np.square(direction).sum()));
  },
  async metrics(answer): Promise<Record<string, number>> {
    if (planted === undefined) return {};
    const along = cosine(Float64Array.from(await answer.ref.data()), planted);
    return { overlap: Math.abs(along), cosine: along };
  },
});

/** What is told of a hidden direction. */
export const plantedOf = (planted: Float64Array | undefined, informationExponent: number): Partial<HasPlanted> => ({
  informationExponent,
  ...(planted && { planted }),
});

/** θ/‖θ‖, traced. Consumes its argument. */
export const direction = (theta: np.Array): np.Array => theta.ref.div(np.sqrt(np.square(theta).sum()));
