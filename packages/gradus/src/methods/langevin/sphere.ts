import { OptionError } from "../../core/errors.ts";
import { count, z } from "../../core/options.ts";
import { fromRows, type Matrix } from "../../engine/linear-algebra/matrix.ts";
import { norm, scaled } from "../../engine/linear-algebra/vector.ts";
import { type Generator, generator, seedFor } from "../../engine/random.ts";

/** The options of methods that move points on the unit sphere. */
const startOptions = {
  /** Where the chains begin, a row each, normalised. Default: drawn uniformly from the sphere. */
  start: z
    .array(z.array(z.number("must be numbers")).min(1))
    .min(1, "must not be empty")
    .optional(),
};

export const chainOptions = (chains: number) => ({
  /** How many independent points move at once; a given `start` has its own number. */
  chains: count().default(chains),
  ...startOptions,
});

/**
 * The points at which chains begin: unit vectors, one a row.
 * @throws {OptionError} if a given row has another length than the dimension, or no direction.
 */
export function startOnSphere(
  owner: string,
  { start, chains }: { start?: number[][] | undefined; chains: number },
  dimension: number,
  seed: number,
): Matrix {
  if (start === undefined) {
    const draw = generator(seedFor(seed, "start"));
    return fromRows(Array.from({ length: chains }, () => uniformOnSphere(draw, dimension)));
  }
  return fromRows(
    start.map((row, i) => {
      if (row.length !== dimension) {
        throw new OptionError(`${owner}: start must have rows of ${dimension} numbers, got ${row.length} in row ${i}`);
      }
      const x = Float64Array.from(row);
      const length = norm(x);
      if (!(length > 0 && Number.isFinite(length))) {
        throw new OptionError(
          `${owner}: start must have rows with a direction, got one of length ${length} in row ${i}`,
        );
      }
      return scaled(x, 1 / length);
    }),
  );
}

/** N(0, I)/‖·‖, drawn anew where it is 0. */
function uniformOnSphere(draw: Generator, dimension: number): Float64Array {
  while (true) {
    const x = draw.normals(dimension);
    const length = norm(x);
    if (length > 0) return scaled(x, 1 / length);
  }
}

/**
 * θ ← (θ + P v)/‖θ + P v‖, P = I − θ θᵀ, for each row, into new rows. P v is orthogonal to θ, so the norm is at least 1 and
 * nothing is divided by 0.
 */
export function retract({ rows, columns: d, data }: Matrix, { data: v }: Matrix): Matrix {
  const next = new Float64Array(rows * d);
  for (let row = 0; row < rows * d; row += d) {
    let radial = 0;
    for (let i = row; i < row + d; i++) radial += v[i]! * data[i]!;
    let squares = 0;
    for (let i = row; i < row + d; i++) {
      const moved = data[i]! + v[i]! - radial * data[i]!;
      next[i] = moved;
      squares += moved * moved;
    }
    const factor = 1 / Math.sqrt(squares);
    for (let i = row; i < row + d; i++) next[i]! *= factor;
  }
  return { rows, columns: d, data: next };
}
