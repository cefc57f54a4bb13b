import { numpy as np } from "@jax-js/jax";
import type { HasEvaluate, HasInitial, HasLoss, HasMinimum, HasName } from "../core/problem.ts";

/*
 * Functions with known minima on which methods are compared. Each offers a traceable loss of a vector, and the same
 * function as a black box on the host. Sources: the collections of Surjanovic and Bingham (Simon Fraser University) and
 * of Jamil and Yang, 2013, arXiv 1308.4008.
 */

export type TestFunction = HasName & HasInitial<np.Array> & HasLoss<np.Array> & HasEvaluate & HasMinimum;

export type TestFunctionOptions = {
  /** Where runs begin. Default: the function's customary start. */
  start?: number[];
  /** Default float64. */
  dtype?: np.DType;
};

type Definition = {
  name: string;
  start: number[];
  minimum: { value: number; at: number[][] };
  /** f of the coordinates. */
  f(x: np.Array): np.Array;
};

function testFunction({ name, start, minimum, f }: Definition, options: TestFunctionOptions = {}): TestFunction {
  const dtype = options.dtype ?? np.float64;
  const from = options.start ?? start;
  return {
    name,
    dimension: from.length,
    initial(key) {
      key.dispose();
      return np.array(from, { dtype });
    },
    loss: (x) => f(x),
    evaluate: (points) =>
      Promise.all(
        points.map(async (point) => (await f(np.array(Array.from(point), { dtype: np.float64 })).data())[0]!),
      ),
    minimum,
  };
}

/** A function of two variables, written with x and y. Consumes nothing twice: `of` hands out a new reference each time. */
const ofTwo = (f: (x: () => np.Array, y: () => np.Array) => np.Array) => (point: np.Array) => {
  const value = f(
    () => point.ref.slice(0),
    () => point.ref.slice(1),
  );
  point.dispose();
  return value;
};

const square = np.square;
const repeat = (value: number, count: number) => Array.from({ length: count }, () => value);

/** Σ (1 − x_i)² + 100 (x_{i+1} − x_i²)²: a curved valley, minimum 0 at (1, …, 1). */
export const rosenbrock = ({ dimension = 2, ...options }: TestFunctionOptions & { dimension?: number } = {}) =>
  testFunction(
    {
      name: `Rosenbrock in ${dimension} dimensions`,
      start: Array.from({ length: dimension }, (_, i) => (i % 2 === 0 ? -1.2 : 1)),
      minimum: { value: 0, at: [repeat(1, dimension)] },
      f: (x) => {
        const head = x.ref.slice([0, dimension - 1]);
        const tail = x.slice([1, dimension]);
        const valley = square(tail.sub(square(head.ref))).mul(100);
        return valley.add(square(head.mul(-1).add(1))).sum();
      },
    },
    options,
  );

/** (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²: minimum 0 at (3, 0.5). */
export const beale = (options?: TestFunctionOptions) =>
  testFunction(
    {
      name: "Beale",
      start: [2, 1.5],
      minimum: { value: 0, at: [[3, 0.5]] },
      f: ofTwo((x, y) => {
        const term = (constant: number, power: np.Array) => square(x().mul(power).sub(x()).add(constant));
        return term(1.5, y())
          .add(term(2.25, square(y())))
          .add(term(2.625, square(y()).mul(y())));
      }),
    },
    options,
  );

/** (x² + y − 11)² + (x + y² − 7)²: four minima of 0. */
export const himmelblau = (options?: TestFunctionOptions) =>
  testFunction(
    {
      name: "Himmelblau",
      start: [0, 0],
      minimum: {
        value: 0,
        at: [
          [3, 2],
          [-2.805118086952745, 3.131312518250573],
          [-3.779310253377747, -3.283185991286169],
          [3.584428340330492, -1.848126526964404],
        ],
      },
      f: ofTwo((x, y) => square(square(x()).add(y()).sub(11)).add(square(x().add(square(y())).sub(7)))),
    },
    options,
  );

/** (x + 2y − 7)² + (2x + y − 5)²: minimum 0 at (1, 3). */
export const booth = (options?: TestFunctionOptions) =>
  testFunction(
    {
      name: "Booth",
      start: [-5, -5],
      minimum: { value: 0, at: [[1, 3]] },
      f: ofTwo((x, y) => square(x().add(y().mul(2)).sub(7)).add(square(x().mul(2).add(y()).sub(5)))),
    },
    options,
  );

/** 0.26 (x² + y²) − 0.48 xy: a narrow bowl, minimum 0 at the origin. */
export const matyas = (options?: TestFunctionOptions) =>
  testFunction(
    {
      name: "Matyas",
      start: [5, -5],
      minimum: { value: 0, at: [[0, 0]] },
      f: ofTwo((x, y) => square(x()).add(square(y())).mul(0.26).sub(x().mul(y()).mul(0.48))),
    },
    options,
  );

/** Σ x_i²: minimum 0 at the origin. */
export const sphere = ({ dimension = 2, ...options }: TestFunctionOptions & { dimension?: number } = {}) =>
  testFunction(
    {
      name: `sphere in ${dimension} dimensions`,
      start: repeat(3, dimension),
      minimum: { value: 0, at: [repeat(0, dimension)] },
      f: (x) => square(x).sum(),
    },
    options,
  );

/** 10 n + Σ x_i² − 10 cos(2πx_i): a grid of traps, minimum 0 at the origin. */
export const rastrigin = ({ dimension = 2, ...options }: TestFunctionOptions & { dimension?: number } = {}) =>
  testFunction(
    {
      name: `Rastrigin in ${dimension} dimensions`,
      start: repeat(2.3, dimension),
      minimum: { value: 0, at: [repeat(0, dimension)] },
      f: (x) => {
        const waves = np.cos(x.ref.mul(2 * Math.PI)).mul(10);
        return square(x).sub(waves).add(10).sum();
      },
    },
    options,
  );

/** −20 exp(−0.2 √mean x²) − exp(mean cos 2πx) + 20 + e: a funnel with ripples, minimum 0 at the origin. */
export const ackley = ({ dimension = 2, ...options }: TestFunctionOptions & { dimension?: number } = {}) =>
  testFunction(
    {
      name: `Ackley in ${dimension} dimensions`,
      start: repeat(2.5, dimension),
      minimum: { value: 0, at: [repeat(0, dimension)] },
      f: (x) => {
        const waves = np.exp(np.cos(x.ref.mul(2 * Math.PI)).mean());
        const funnel = np.exp(np.sqrt(square(x).mean()).mul(-0.2)).mul(20);
        return funnel
          .add(waves)
          .mul(-1)
          .add(20 + Math.E);
      },
    },
    options,
  );

/** ½ Σ x⁴ − 16 x² + 5 x: minimum −39.166166 n at −2.903534 in every coordinate. */
export const styblinskiTang = ({ dimension = 2, ...options }: TestFunctionOptions & { dimension?: number } = {}) =>
  testFunction(
    {
      name: `Styblinski-Tang in ${dimension} dimensions`,
      start: repeat(0, dimension),
      minimum: { value: -39.16616570377142 * dimension, at: [repeat(-2.903534027771178, dimension)] },
      f: (x) => square(square(x.ref)).sub(square(x.ref).mul(16)).add(x.mul(5)).sum().mul(0.5),
    },
    options,
  );

/** Σ x² + (Σ ½ i x_i)² + (Σ ½ i x_i)⁴: minimum 0 at the origin. */
export const zakharov = ({ dimension = 2, ...options }: TestFunctionOptions & { dimension?: number } = {}) =>
  testFunction(
    {
      name: `Zakharov in ${dimension} dimensions`,
      start: repeat(2, dimension),
      minimum: { value: 0, at: [repeat(0, dimension)] },
      f: (x) => {
        const weights = Array.from({ length: dimension }, (_, i) => (i + 1) / 2);
        const along = square(x.ref.mul(np.array(weights, { dtype: x.dtype })).sum());
        return square(x).sum().add(along.ref).add(square(along));
      },
    },
    options,
  );
