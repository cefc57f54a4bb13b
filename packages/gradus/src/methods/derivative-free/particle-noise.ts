import { z } from "../../core/options.ts";
import { norm } from "../../engine/linear-algebra/vector.ts";
import { generator, seedFor } from "../../engine/random.ts";

export const noiseKind = () => z.enum(["isotropic", "anisotropic"], "must be 'isotropic' or 'anisotropic'");
export type NoiseKind = "isotropic" | "anisotropic";

/** Numbers to use in place of those that a seed gives: to follow a computation made elsewhere. */
export type Draws = {
  /** Standard normals of a step, particle by particle; `term` counts the noise terms of a step from 0. */
  normals?(step: number, term: number): ArrayLike<number>;
  /** The order of the particles for a batch of data. */
  permutation?(batch: number): ArrayLike<number>;
};

export const draws = () =>
  z
    .custom<Draws>((value) => typeof value === "object" && value !== null, "must be { normals, permutation }")
    .optional();

/** `count` standard normals for a step of a seed, or those that are given. */
export function normalsOf(
  given: Draws | undefined,
  seed: number,
  step: number,
  term: number,
  count: number,
): ArrayLike<number> {
  return given?.normals?.(step, term) ?? generator(seedFor(seed, "noise", term, step)).normals(count);
}

/**
 * Adds scale · D(v) ξ to a row in place: ‖v‖ ξ where isotropic, v ∘ ξ where anisotropic. With `truncation` M the length
 * or each entry of v counts as at most M.
 */
export function addNoise(
  row: Float64Array,
  v: Float64Array,
  xi: ArrayLike<number>,
  offset: number,
  { kind, scale, truncation = Number.POSITIVE_INFINITY }: { kind: NoiseKind; scale: number; truncation?: number },
): void {
  if (kind === "anisotropic") {
    for (let j = 0; j < row.length; j++) {
      row[j]! += scale * Math.min(Math.max(v[j]!, -truncation), truncation) * xi[offset + j]!;
    }
    return;
  }
  const amplitude = scale * Math.min(norm(v), truncation);
  for (let j = 0; j < row.length; j++) row[j]! += amplitude * xi[offset + j]!;
}
