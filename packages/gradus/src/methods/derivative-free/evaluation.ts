import { numpy as np, random, vmap } from "@jax-js/jax";
import { CapabilityError, OptionError } from "../../core/errors.ts";
import {
  type HasBatches,
  type HasEvaluate,
  type HasInitial,
  type HasLoss,
  requireCapabilities,
} from "../../core/problem.ts";
import { type Compiled, compile, valueAndGradient } from "../../engine/compile.ts";
import { type Matrix, toRows } from "../../engine/linear-algebra/matrix.ts";
import { seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import { cachedStream } from "../batch-stream.ts";
import type { Space } from "./space.ts";

// The engine's own types lose the function's.
const mapOver = vmap as unknown as (
  f: (x: np.Array, batch: Tree[]) => np.Array,
  axes: [0, null],
) => (rows: np.Array, batch: Tree[]) => np.Array;

/** What a population can search: a black box, or a loss of which nothing but values is asked. */
export type Searchable<P extends Tree, B> =
  | (HasEvaluate & Partial<HasInitial<P>>)
  | (HasInitial<P> & HasLoss<P, B> & Partial<HasBatches<B>>);

/** Values of points, with what went wrong. */
type Values = {
  /** +∞ where a value was not finite or its evaluation failed. */
  values: Float64Array;
  /** How many points were evaluated. */
  count: number;
  /** The first failure's message, if every point failed. */
  failure?: string;
};

/** A problem as populations see it: rows in, numbers out. */
export type Evaluation<P> = {
  /** Where it is searched. */
  space(): Space;
  /** Where runs with this seed begin. */
  start(seed: number): Promise<Float64Array>;
  values(points: Matrix, seed: number, batch: number): Promise<Values>;
  gradients(points: Matrix, seed: number, batch: number): Promise<Matrix>;
  /** A point in the shape of the problem's parameters; the caller owns it. */
  toAnswer(point: Float64Array): P;
  dispose(): void;
};

type Offers<P extends Tree, B> = Partial<HasEvaluate & HasInitial<P> & HasLoss<P, B> & HasBatches<B>> & {
  domain?: { lower: number[]; upper: number[] };
};

/**
 * Evaluates a problem in batches: by its own `evaluate` where it has one, else by its loss, mapped over the points and
 * compiled.
 *
 * A value that is not finite counts as +∞. Where `evaluate` throws, its points are evaluated one by one, and those at
 * which it throws again count as +∞.
 *
 * @throws {CapabilityError} if the problem has neither `evaluate` and `dimension` nor `loss` and `initial`.
 */
export function evaluationOf<P extends Tree, B>(name: string, problem: Searchable<P, B>): Evaluation<P> {
  const offers = problem as Offers<P, B>;
  const isBlackBox = offers.evaluate !== undefined;
  requireCapabilities(name, problem, isBlackBox ? ["dimension"] : offers.loss ? ["initial"] : ["evaluate"]);
  if (isBlackBox && !(Number.isInteger(offers.dimension) && offers.dimension! >= 1)) {
    throw new CapabilityError(`${name} needs a 'dimension' that is a whole number ≥ 1, got ${offers.dimension}`);
  }
  const stream = cachedStream(isBlackBox ? {} : offers);
  const domain = offers.domain && {
    lower: Float64Array.from(offers.domain.lower),
    upper: Float64Array.from(offers.domain.upper),
  };
  let like: P | undefined;
  /** Parameters with the shapes and precision of the problem's own; none for a black box that gives no start. */
  const shape = (): P | undefined => {
    like ??= offers.initial?.(random.key(0));
    return like;
  };
  let mapped: Compiled<(rows: np.Array, batch: Tree[]) => np.Array> | undefined;
  let slopes: Compiled<(rows: np.Array, batch: Tree[]) => np.Array> | undefined;

  const lossOf = (x: np.Array, batch: Tree[]) => offers.loss!(tree.fromVector(x, shape()!), batch[0] as B);
  const toEngine = ({ rows, columns, data }: Matrix) => vectorLike(data, shape(), [rows, columns]);

  const one = async (point: Float64Array): Promise<number> => valuesFrom(await offers.evaluate!([point]), 1)[0]!;

  async function ofBlackBox(points: Matrix): Promise<Values> {
    const { columns, data } = points;
    const rows = Array.from({ length: points.rows }, (_, i) => data.slice(i * columns, (i + 1) * columns));
    try {
      const values = valuesFrom(await offers.evaluate!(rows), rows.length);
      return { values: values.map(finiteOrInfinite), count: rows.length };
    } catch (cause) {
      if (cause instanceof OptionError) throw cause;
      if (rows.length === 1) {
        return { values: Float64Array.of(Number.POSITIVE_INFINITY), count: 1, failure: firstLine(cause) };
      }
    }
    const values = new Float64Array(rows.length);
    let failure: string | undefined;
    let failures = 0;
    for (const [i, row] of toRows(points).entries()) {
      try {
        values[i] = finiteOrInfinite(await one(row.slice()));
      } catch (cause) {
        values[i] = Number.POSITIVE_INFINITY;
        failure ??= firstLine(cause);
        failures++;
      }
    }
    return { values, count: rows.length, ...(failures === rows.length && failure !== undefined && { failure }) };
  }

  return {
    space: () => ({
      dimension: offers.dimension ?? tree.size(shape()!),
      ...(domain && { domain }),
      hasGradients: offers.loss !== undefined && offers.initial !== undefined,
      hasBatches: !isBlackBox && offers.batches !== undefined,
    }),
    async start(seed) {
      if (offers.initial) {
        const first = offers.initial(random.key(seedFor(seed, "initial")));
        return Float64Array.from(await tree.toVector(first).data());
      }
      return domain ? domain.lower.map((low, i) => (low + domain.upper[i]!) / 2) : new Float64Array(offers.dimension!);
    },
    async values(points, seed, batch) {
      if (isBlackBox) return ofBlackBox(points);
      mapped ??= compile((rows: np.Array, given: Tree[]) => mapOver(lossOf, [0, null])(rows, given));
      const array = mapped(toEngine(points), stream.batch(seed, batch));
      return { values: Float64Array.from(await array.data(), finiteOrInfinite), count: points.rows };
    },
    async gradients(points, seed, batch) {
      slopes ??= compile((rows: np.Array, given: Tree[]) => {
        const slope = (x: np.Array, list: Tree[]) => {
          const [value, gradient] = valueAndGradient(lossOf)(x, list);
          value.dispose();
          return gradient;
        };
        return mapOver(slope, [0, null])(rows, given);
      });
      const array = slopes(toEngine(points), stream.batch(seed, batch));
      return { ...points, data: Float64Array.from(await array.data()) };
    },
    toAnswer(point) {
      const like = shape();
      const vector = vectorLike(point, like, [point.length]);
      return (like ? tree.fromVector(vector, like) : vector) as P;
    },
    dispose() {
      stream.dispose();
      mapped?.dispose();
      slopes?.dispose();
      if (like) tree.dispose(like);
      like = undefined;
    },
  };
}

/** Numbers as an array in the precision of parameters; float64 where there are none. */
function vectorLike(data: Float64Array, like: Tree | undefined, shape: number[]): np.Array {
  const dtype = like ? tree.dtypeOf(like) : np.float64;
  const values = dtype === "float64" ? data.slice() : Float32Array.from(data);
  return np.array(values as never, { shape, dtype });
}

function valuesFrom(values: ArrayLike<number>, count: number): Float64Array {
  if (values?.length !== count) {
    throw new OptionError(`evaluate must return ${count} numbers, one a point, got ${values?.length ?? typeof values}`);
  }
  return Float64Array.from(values);
}

const finiteOrInfinite = (value: number) => (Number.isFinite(value) ? value : Number.POSITIVE_INFINITY);
const firstLine = (cause: unknown): string => String((cause as Error)?.message ?? cause).split("\n")[0]!;
