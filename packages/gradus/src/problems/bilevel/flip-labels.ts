import type { Samples } from "../samples.ts";

/** Flips each label, 0 and 1 or −1 and 1, with a probability; `flipped` is 1 where that happened. */
export function flipLabels<S extends Samples>(
  samples: S,
  corruption: number,
  uniform: () => number,
): { train: S; flipped: Uint8Array } {
  const isSigned = samples.targets.includes(-1);
  const flipped = Uint8Array.from(samples.targets, () => Number(uniform() < corruption));
  const targets = samples.targets.map((target, i) => (flipped[i] ? (isSigned ? -target : 1 - target) : target));
  return { train: { ...samples, targets }, flipped };
}
