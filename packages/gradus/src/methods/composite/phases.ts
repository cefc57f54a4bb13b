import { OptionError } from "../../core/errors.ts";

/** Where a step of a method in phases stands: phase s = 1, 2, … and step k = 1 … N₀ in it, after `step` steps. */
export const placeOf = (step: number, N0: number): { s: number; k: number } => ({
  s: Math.floor(step / N0) + 1,
  k: (step % N0) + 1,
});

/** L of f. @throws {OptionError} if it is 0: lengths of phases and inner loops are made of its inverse. */
export function requireSmoothness(name: string, smoothness: number): number {
  if (smoothness > 0) return smoothness;
  throw new OptionError(`${name}: smoothPart.smoothness must be a positive number, got ${smoothness}`);
}
