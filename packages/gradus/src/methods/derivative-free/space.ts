import { OptionError } from "../../core/errors.ts";
import { nonnegative, z } from "../../core/options.ts";
import { fromRows, type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import { generator, seedFor } from "../../engine/random.ts";

/** A box of Rⁿ. */
export type Box = { lower: Float64Array; upper: Float64Array };

/** What a population knows of the place where it searches. */
export type Space = {
  dimension: number;
  /** The box in which the problem is usually posed. */
  domain?: Box;
  /** Values come with gradients. */
  hasGradients: boolean;
  /** Values are of batches, and not to be compared between steps. */
  hasBatches: boolean;
};

/** Where a population begins. */
export type Beginning = {
  space: Space;
  seed: number;
  /** The problem's own starting point; the middle of its domain, or 0, where it has none. */
  start: Float64Array;
};

const side = (name: string) =>
  z.union([z.number(`${name} must be numbers`), z.array(z.number(`${name} must be numbers`)).min(1)], {
    error: "must be a number or one for each coordinate",
  });

/** The options of a population about where it begins and where it may go. */
export const spaceOptions = {
  /** The box that no point leaves (projected onto it). Each side a number or one for each coordinate. Default none. */
  bounds: z.object({ lower: side("lower"), upper: side("upper") }, "must be { lower, upper }").optional(),
  /**
   * How the first points are drawn: "uniform" in the bounds or the problem's domain, "normal" about the problem's start.
   * Default "uniform" where there are bounds or a domain, else "normal".
   */
  initialization: z.enum(["uniform", "normal"], "must be 'uniform' or 'normal'").optional(),
  /** Deviation of first points that are drawn "normal". Default 0.5 (the paper's figures, official code). */
  spread: nonnegative().default(0.5),
  /** The first points themselves, one a row, in place of drawn ones. */
  ensemble: z
    .array(z.array(z.number("must be numbers")).min(1))
    .min(1, "must not be empty")
    .optional(),
};

const spaceSchema = z.object(spaceOptions);
export type SpaceSettings = z.output<typeof spaceSchema>;

/** The bounds as arrays. @throws {OptionError} if they do not fit the dimension or are crossed. */
export function boundsOf(owner: string, { bounds }: SpaceSettings, dimension: number): Box | undefined {
  if (bounds === undefined) return undefined;
  const read = (name: "lower" | "upper") => {
    const given = bounds[name];
    const values = Array.isArray(given) ? given : Array<number>(dimension).fill(given);
    if (values.length !== dimension) {
      throw new OptionError(`${owner}: bounds.${name} must have ${dimension} entries, got ${values.length}`);
    }
    return Float64Array.from(values);
  };
  const box = { lower: read("lower"), upper: read("upper") };
  const crossed = box.lower.findIndex((low, i) => !(low <= box.upper[i]!));
  if (crossed >= 0) {
    throw new OptionError(
      `${owner}: bounds.lower must be at most bounds.upper, got ${box.lower[crossed]} and ${box.upper[crossed]}`,
    );
  }
  return box;
}

/** Points beyond this are not told apart from lost ones: coordinates are held within (CBXpy). */
const farthest = 1e8;

/** Holds every row within the box (in place). A coordinate that is no number becomes that of `fallback`. */
export function project(X: Matrix, box: Box | undefined, fallback?: Float64Array): Matrix {
  for (let i = 0; i < X.data.length; i++) {
    const j = i % X.columns;
    const low = box?.lower[j] ?? -farthest;
    const high = box?.upper[j] ?? farthest;
    const value = X.data[i]!;
    X.data[i] = Number.isNaN(value) ? (fallback?.[j] ?? 0) : Math.min(Math.max(value, low), high);
  }
  return X;
}

/** The box in which points are drawn. @throws {OptionError} if there is neither a domain nor bounds. */
export function requireBox(owner: string, settings: SpaceSettings, space: Space): Box {
  const box = boundsOf(owner, settings, space.dimension) ?? space.domain;
  if (box === undefined) throw new OptionError(`${owner}: bounds must be given, since the problem has no domain`);
  return box;
}

/** The first `count` points, in the bounds. @throws {OptionError} if a given ensemble does not fit. */
export function firstPoints(owner: string, settings: SpaceSettings, count: number, begin: Beginning): Matrix {
  const { space, seed, start } = begin;
  const { dimension } = space;
  const bounds = boundsOf(owner, settings, dimension);
  if (settings.ensemble) {
    const given = settings.ensemble;
    if (given.length !== count || given.some((row) => row.length !== dimension)) {
      const [rows, columns] = [given.length, given.find((row) => row.length !== dimension)?.length ?? dimension];
      throw new OptionError(`${owner}: ensemble must be ${count} × ${dimension}, got ${rows} × ${columns}`);
    }
    return project(fromRows(given), bounds);
  }
  const random = generator(seedFor(seed, "ensemble"));
  const box = bounds ?? space.domain;
  const X = zeros(count, dimension);
  const isUniform = (settings.initialization ?? (box ? "uniform" : "normal")) === "uniform";
  if (isUniform) {
    const { lower, upper } = requireBox(owner, settings, space);
    for (let i = 0; i < X.data.length; i++) {
      const j = i % dimension;
      X.data[i] = lower[j]! + (upper[j]! - lower[j]!) * random.uniform();
    }
    return X;
  }
  for (let i = 0; i < X.data.length; i++) X.data[i] = start[i % dimension]! + settings.spread * random.normal();
  return project(X, bounds);
}
