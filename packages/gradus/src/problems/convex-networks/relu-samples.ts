import { OptionError } from "../../core/errors.ts";
import { count, nonnegative, positive, readOptions, z } from "../../core/options.ts";
import { fromRows, type Matrix, toRows } from "../../engine/linear-algebra/matrix.ts";
import { dot } from "../../engine/linear-algebra/vector.ts";
import { type Generator, generator, seedFor } from "../../engine/random.ts";
import { type ReluProblem, reluProblem, withBias } from "./relu-problem.ts";

const seedOption = () => z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0);

export const planarTeacherOptions = z.object({
  /** n: samples. Default 20. */
  samples: count().default(20),
  /** β > 0. Default 0.1. */
  beta: positive().default(0.1),
  /** Standard deviation of what is added to the targets. Default 0.3. */
  noise: nonnegative().default(0.3),
  /** Neurons of a start for methods that descend from one. Default 20. */
  width: count().default(20),
  /** Of the data. Default 0. */
  seed: seedOption(),
});

export type PlanarTeacherOptions = z.input<typeof planarTeacherOptions>;

/**
 * A ReLU network fitted to a teacher of two neurons in the plane: y = (x·t₁)₊ − (x·t₂)₊ + noise, X, t₁, t₂ normal, without
 * bias, half squared errors. Small enough for all activation patterns, so that its global optimum can be had.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @example
 * const { answer } = await minimize(planarTeacher({ seed: 3 }), convexReluAdmm({ patterns: "all" }), { steps: 4000 });
 */
export function planarTeacher(options: PlanarTeacherOptions = {}): ReluProblem {
  const { samples, beta, noise, width, seed } = readOptions("planarTeacher", planarTeacherOptions, options);
  const random = generator(seedFor(seed, "planar teacher"));
  const X: Matrix = { rows: samples, columns: 2, data: random.normals(2 * samples) };
  const [first, second] = [random.normals(2), random.normals(2)];
  const y = toRows(X).map((x) => Math.max(dot(x, first), 0) - Math.max(dot(x, second), 0) + noise * random.normal());
  return reluProblem({ name: `planar teacher, ${samples} samples`, X, y, beta, loss: "half-squared", width });
}

export const thresholdedTeacherOptions = z.object({
  /** n: samples to train on. Default 150. */
  samples: count().default(150),
  /** Held-out samples. Default 2000. */
  heldOut: count().default(2000),
  /** Features besides the bias. Default 10. */
  features: count().default(10),
  /** β > 0. Default 1. */
  beta: positive().default(1),
  /** Neurons of a start for methods that descend from one. Default 20. */
  width: count().default(20),
  /** Of the data. Default 0. */
  seed: seedOption(),
});

export type ThresholdedTeacherOptions = z.input<typeof thresholdedTeacherOptions>;

/**
 * Labels ±1 from a teacher of three neurons with output weights 1, −1 and 0.7, thresholded at the median of the training
 * samples; features normal, a column of ones, half squared errors.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @example
 * const { trace } = await minimize(thresholdedTeacher(), sampledConvexProgram({ neurons: 1000 }), { steps: 500 });
 */
export function thresholdedTeacher(options: ThresholdedTeacherOptions = {}): ReluProblem {
  const settings = readOptions("thresholdedTeacher", thresholdedTeacherOptions, options);
  const { samples, heldOut, features, beta, width, seed } = settings;
  const random = generator(seedFor(seed, "thresholded teacher"));
  const draw = (rows: number) => withBias({ rows, columns: features, data: random.normals(rows * features) });
  const [train, test] = [draw(samples), draw(heldOut)];
  const teacher = [1, -1, 0.7].map((weight) => ({ weight, u: random.normals(features + 1) }));
  const value = (x: Float64Array) => teacher.reduce((sum, { weight, u }) => sum + weight * Math.max(dot(x, u), 0), 0);
  const values = toRows(train).map(value);
  const sorted = values.toSorted((a, b) => a - b);
  const median = (sorted[(samples - 1) >> 1]! + sorted[samples >> 1]!) / 2;
  const label = (v: number) => (v > median ? 1 : -1);
  return reluProblem({
    name: `thresholded teacher, ${samples} samples`,
    X: train,
    y: values.map(label),
    beta,
    loss: "half-squared",
    test: { X: test, y: toRows(test).map((x) => label(value(x))) },
    width,
  });
}

export const shieldedFeaturesOptions = z.object({
  /** n: samples to train on. Default 120. */
  samples: count().default(120),
  /** Held-out samples. Default 1000. */
  heldOut: count().default(1000),
  /** Features besides the bias. Default 20. */
  features: count().default(20),
  /** ε: how far an adversary may move each feature but the bias. Default 0.3. */
  radius: nonnegative().default(0.3),
  /** β > 0. Default 1e-3. */
  beta: positive().default(1e-3),
  /** Neurons of a start for methods that descend from one. Default 20. */
  width: count().default(20),
  /** Of the data. Default 0. */
  seed: seedOption(),
});

export type ShieldedFeaturesOptions = z.input<typeof shieldedFeaturesOptions>;

/**
 * Labels ±1 with one feature that an adversary cannot turn, and many that it can: feature 0 is ±1 plus 0.1 of a normal,
 * right with probability 0.95; the others are N(0, 0.35²) + 0.2 y. All together tell the label better than feature 0, and
 * are worthless once each may be moved by 0.3. Hinge loss, a column of ones that is not moved.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @example
 * const { answer } = await minimize(shieldedFeatures(), robustConvexRelu(), { steps: 400 });
 */
export function shieldedFeatures(options: ShieldedFeaturesOptions = {}): ReluProblem {
  const settings = readOptions("shieldedFeatures", shieldedFeaturesOptions, options);
  const { samples, heldOut, features, radius, beta, width, seed } = settings;
  const random = generator(seedFor(seed, "shielded features"));
  const draw = (rows: number) => {
    const y = Float64Array.from({ length: rows }, () => (random.uniform() < 0.5 ? -1 : 1));
    const X = fromRows(
      Array.from(y, (label) => {
        const row = random.normals(features).map((value) => 0.35 * value + 0.2 * label);
        row[0] = label * (random.uniform() < 0.95 ? 1 : -1) + 0.1 * random.normal();
        return row;
      }),
    );
    return { X: withBias(X), y };
  };
  return reluProblem({
    name: `shielded features, ${samples} samples`,
    ...draw(samples),
    beta,
    loss: "hinge",
    radii: [...new Array<number>(features).fill(radius), 0],
    test: draw(heldOut),
    width,
  });
}

export const pointsInBoxOptions = z.object({
  /** n: samples. Default 30. */
  samples: count().default(30),
  /** ε: how far an adversary may move a point along each axis. Default 0.08. */
  radius: nonnegative().default(0.08),
  /** β > 0. Default 1e-4. */
  beta: positive().default(1e-4),
  /** Neurons of a start for methods that descend from one. Default 20. */
  width: count().default(20),
  /** Of the data. Default 0. */
  seed: seedOption(),
});

export type PointsInBoxOptions = z.input<typeof pointsInBoxOptions>;

/**
 * Points of the square [−1, 1]² at least 2.2 ε apart along one axis, +1 within |x| < 0.55, |y| < 0.75, −1 outside; hinge
 * loss, a column of ones. Two features: decision regions can be drawn.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or so many points do not fit so far apart.
 * @example
 * const { answer } = await minimize(pointsInBox(), robustConvexRelu({ directions: 40, perturbations: 4 }), { steps: 1500 });
 */
export function pointsInBox(options: PointsInBoxOptions = {}): ReluProblem {
  const { samples, radius, beta, width, seed } = readOptions("pointsInBox", pointsInBoxOptions, options);
  const points = scattered(samples, 2.2 * radius, generator(seedFor(seed, "points in a box")));
  return reluProblem({
    name: `points in a box, ${samples} samples`,
    X: withBias(fromRows(points)),
    y: points.map(([x, y]) => (Math.abs(x) < 0.55 && Math.abs(y) < 0.75 ? 1 : -1)),
    beta,
    loss: "hinge",
    radii: [radius, radius, 0],
    width,
  });
}

function scattered(count: number, apart: number, random: Pick<Generator, "uniform">): [number, number][] {
  const points: [number, number][] = [];
  for (let misses = 0; points.length < count; misses++) {
    if (misses > 100_000) {
      throw new OptionError(
        `pointsInBox: samples must fit into the square ${apart} apart, got ${count} (${points.length} fit)`,
      );
    }
    const [x, y] = [2 * random.uniform() - 1, 2 * random.uniform() - 1];
    if (points.every(([a, b]) => Math.max(Math.abs(a - x), Math.abs(b - y)) >= apart)) points.push([x, y]);
  }
  return points;
}
