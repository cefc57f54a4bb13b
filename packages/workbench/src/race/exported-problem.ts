import { blackBox, type PointFunction } from "gradus";
import { SpecError } from "./spec-error.ts";

/**
 * The problem that a module of a person's own exports as default: a problem; a function without parameters that makes one;
 * or a function of a point, with what `blackBox` takes exported beside it (`export const dimension = 2`).
 * @throws {SpecError} if there is none; {OptionError} if what is beside a function does not fit.
 */
export async function exportedProblem(file: string, exports: Record<string, unknown>): Promise<object> {
  const { default: exported, dimension, domain, start, name } = exports;
  if (typeof exported === "function" && exported.length > 0) {
    if (exported.length > 1) {
      throw new SpecError(
        `${file}: the function must take a point as one argument, a list of coordinates, got ${exported.length} parameters`,
      );
    }
    if (dimension === undefined) {
      throw new SpecError(
        `${file}: a function of a point needs its number of coordinates beside it: export const dimension = 2`,
      );
    }
    const beside = Object.entries({ dimension, domain, start, name }).filter(([, value]) => value !== undefined);
    return blackBox(exported as PointFunction, Object.fromEntries(beside) as { dimension: number });
  }
  const problem = typeof exported === "function" ? await exported() : exported;
  if (typeof problem === "object" && problem !== null) return problem;
  throw new SpecError(
    `${file} has no problem as default export: export default { … }, or a function of a point with its dimension`,
  );
}
