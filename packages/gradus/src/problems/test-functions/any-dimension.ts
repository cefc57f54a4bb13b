import { numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { cube, everywhere, ofDimension } from "./definition.ts";

/*
 * Test functions of any number n of variables (2 unless told otherwise). Rosenbrock's and Powell's starting points are
 * the literature's; Griewank's and Levy's are drawn uniformly from the domain by the run's seed. Minima and domains: Jamil and Yang, A literature
 * survey of benchmark functions, 2013, arXiv 1308.4008.
 */

const sum = (x: Float64Array, term: (xi: number, i: number) => number): number =>
  x.reduce((total, xi, i) => total + term(xi, i), 0);

/** 1, 2, … n as an array of the dtype of `like`. */
const ranks = (n: number, like: np.Array): np.Array =>
  np.array(
    Array.from({ length: n }, (_, i) => i + 1),
    { dtype: like.dtype },
  );

/** Sphere: Σ x_i², minimum 0 at the origin. Offers residuals. */
export const sphere = ofDimension("sphere", (n) => ({
  domain: cube(n, -5.12, 5.12),
  start: everywhere(n, 3),
  minimum: { value: 0, at: [everywhere(n, 0)] },
  value: (x: Float64Array) => sum(x, (xi) => xi * xi),
  squares: (x: np.Array) => x,
}));

/**
 * Rosenbrock: Σ 100 (x_{i+1} − x_i²)² + (1 − x_i)², minimum 0 at (1, …, 1), start (−1.2, 1, −1.2, 1, …).
 * A curved valley along which progress is slow; for n from 4 to 7 there is a second minimum near (−1, 1, …, 1).
 * Offers residuals.
 * @source H. H. Rosenbrock, An automatic method for finding the greatest or least value of a function, 1960.
 */
export const rosenbrock = ofDimension(
  "Rosenbrock",
  (n) => ({
    domain: cube(n, -5, 10),
    start: Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1)),
    minimum: { value: 0, at: [everywhere(n, 1)] },
    value(x: Float64Array) {
      let total = 0;
      for (let i = 0; i + 1 < n; i++) total += 100 * (x[i + 1]! - x[i]! ** 2) ** 2 + (1 - x[i]!) ** 2;
      return total;
    },
    squares(x: np.Array) {
      const head = x.ref.slice([0, n - 1]);
      const tail = x.slice([1, n]);
      return np.concatenate([tail.sub(np.square(head.ref)).mul(10), head.mul(-1).add(1)]);
    },
  }),
  { least: 2 },
);

/** Zakharov: Σ x_i² + s² + s⁴ with s = ½ Σ i x_i, minimum 0 at the origin. One minimum, badly conditioned for large n. */
export const zakharov = ofDimension("Zakharov", (n) => ({
  domain: cube(n, -5, 10),
  start: everywhere(n, 2),
  minimum: { value: 0, at: [everywhere(n, 0)] },
  value(x: Float64Array) {
    const s = sum(x, (xi, i) => 0.5 * (i + 1) * xi);
    return sum(x, (xi) => xi * xi) + s ** 2 + s ** 4;
  },
  loss(x: np.Array) {
    const s2 = np.square(x.ref.mul(ranks(n, x)).sum().mul(0.5));
    return np.square(x).sum().add(s2.ref).add(np.square(s2));
  },
}));

/** Styblinski and Tang: ½ Σ x_i⁴ − 16 x_i² + 5 x_i, minimum −39.166 n at (−2.9035, …). 2ⁿ local minima. */
export const styblinskiTang = ofDimension("Styblinski-Tang", (n) => ({
  domain: cube(n, -5, 5),
  start: everywhere(n, 0),
  minimum: { value: -39.16616570377142 * n, at: [everywhere(n, -2.903534027771177)] },
  value: (x: Float64Array) => sum(x, (xi) => (xi ** 4 - 16 * xi ** 2 + 5 * xi) / 2),
  loss(x: np.Array) {
    const x2 = np.square(x.ref);
    return np.square(x2.ref).sub(x2.mul(16)).add(x.mul(5)).sum().mul(0.5);
  },
}));

/**
 * Ackley: −20 exp(−0.2 √(Σ x_i²/n)) − exp(Σ cos(2π x_i)/n) + 20 + e, minimum 0 at the origin.
 * A funnel under waves. Its cone at the origin has no gradient; the one given there is 0.
 * @source D. H. Ackley, A connectionist machine for genetic hillclimbing, 1987.
 */
export const ackley = ofDimension("Ackley", (n) => ({
  domain: cube(n, -32.768, 32.768),
  start: everywhere(n, 2.5),
  minimum: { value: 0, at: [everywhere(n, 0)] },
  value: (x: Float64Array) =>
    -20 * Math.exp(-0.2 * Math.sqrt(sum(x, (xi) => xi * xi) / n)) -
    Math.exp(sum(x, (xi) => Math.cos(2 * Math.PI * xi)) / n) +
    20 +
    Math.E,
  loss(x: np.Array) {
    const square = np.square(x.ref).mean();
    const isAway = square.ref.greater(0);
    // The root of 0 would turn the gradient into NaN even where it is not chosen.
    const root = np.sqrt(np.where(isAway.ref, square, 1));
    const radius = np.where(isAway, root, 0);
    const waves = np.exp(np.cos(x.mul(2 * Math.PI)).mean());
    return np
      .exp(radius.mul(-0.2))
      .mul(-20)
      .sub(waves)
      .add(20 + Math.E);
  },
}));

/** Rastrigin: 10 n + Σ x_i² − 10 cos(2π x_i), minimum 0 at the origin. About 11ⁿ local minima in its domain. */
export const rastrigin = ofDimension("Rastrigin", (n) => ({
  domain: cube(n, -5.12, 5.12),
  start: everywhere(n, 2.3),
  minimum: { value: 0, at: [everywhere(n, 0)] },
  value: (x: Float64Array) => 10 * n + sum(x, (xi) => xi * xi - 10 * Math.cos(2 * Math.PI * xi)),
  loss: (x: np.Array) =>
    np
      .square(x.ref)
      .sub(np.cos(x.mul(2 * Math.PI)).mul(10))
      .sum()
      .add(10 * n),
}));

/** Griewank: 1 + Σ x_i²/4000 − Π cos(x_i/√i), minimum 0 at the origin. Easier in many dimensions than in few. */
export const griewank = ofDimension("Griewank", (n) => ({
  domain: cube(n, -600, 600),
  minimum: { value: 0, at: [everywhere(n, 0)] },
  value: (x: Float64Array) =>
    1 + sum(x, (xi) => xi * xi) / 4000 - x.reduce((product, xi, i) => product * Math.cos(xi / Math.sqrt(i + 1)), 1),
  loss(x: np.Array) {
    const scales = np.array(
      Array.from({ length: n }, (_, i) => 1 / Math.sqrt(i + 1)),
      { dtype: x.dtype },
    );
    const waves = np.prod(np.cos(x.ref.mul(scales)));
    return np
      .square(x)
      .sum()
      .mul(1 / 4000)
      .sub(waves)
      .add(1);
  },
}));

/**
 * Levy: sin²(πw_1) + Σ_{i<n} (w_i − 1)² (1 + 10 sin²(πw_i + 1)) + (w_n − 1)² (1 + sin²(2πw_n)), w = 1 + (x − 1)/4;
 * minimum 0 at (1, …, 1).
 */
export const levy = ofDimension("Levy", (n) => ({
  domain: cube(n, -10, 10),
  minimum: { value: 0, at: [everywhere(n, 1)] },
  value(x: Float64Array) {
    const w = x.map((xi) => 1 + (xi - 1) / 4);
    const last = w[n - 1]!;
    let total = Math.sin(Math.PI * w[0]!) ** 2 + (last - 1) ** 2 * (1 + Math.sin(2 * Math.PI * last) ** 2);
    for (let i = 0; i + 1 < n; i++) total += (w[i]! - 1) ** 2 * (1 + 10 * Math.sin(Math.PI * w[i]! + 1) ** 2);
    return total;
  },
  loss(x: np.Array) {
    const u = x.sub(1).mul(1 / 4);
    const w = u.ref.add(1);
    const first = np.square(np.sin(w.ref.slice(0).mul(Math.PI)));
    const waves = np
      .square(np.sin(w.ref.mul(Math.PI).add(1)))
      .mul(10)
      .add(1);
    const lastWave = np.square(np.sin(w.slice(n - 1).mul(2 * Math.PI))).add(1);
    const weighted = np.square(u);
    const last = weighted.ref.slice(n - 1);
    // The last term of the middle sum is replaced by one of its own.
    const middle = weighted
      .mul(waves.ref)
      .sum()
      .sub(last.ref.mul(waves.slice(n - 1)));
    return first.add(middle).add(last.mul(lastWave));
  },
}));

/**
 * Powell's singular function: Σ over fours (a, b, c, d) of (a + 10b)² + 5 (c − d)² + (b − 2c)⁴ + 10 (a − d)⁴, minimum 0
 * at the origin, where the Hessian is singular; start (3, −1, 0, 1, …). n = 4 unless told otherwise. Offers residuals.
 * @source M. J. D. Powell, An iterative method for finding stationary values of a function of several variables, 1962.
 */
export const powellSingular = ofDimension(
  "Powell's singular function",
  (n) => {
    if (n % 4 !== 0) throw new OptionError(`Powell's singular function: dimension must be a multiple of 4, got ${n}`);
    const fours = n / 4;
    return {
      domain: cube(n, -4, 5),
      start: Array.from({ length: n }, (_, i) => [3, -1, 0, 1][i % 4]!),
      minimum: { value: 0, at: [everywhere(n, 0)] },
      value(x: Float64Array) {
        let total = 0;
        for (let i = 0; i < n; i += 4) {
          const [a, b, c, d] = x.subarray(i, i + 4) as unknown as [number, number, number, number];
          total += (a + 10 * b) ** 2 + 5 * (c - d) ** 2 + (b - 2 * c) ** 4 + 10 * (a - d) ** 4;
        }
        return total;
      },
      squares(x: np.Array) {
        const rows = x.reshape([fours, 4]);
        const [a, b, c] = [0, 1, 2].map((i) => rows.ref.slice([], i)) as [np.Array, np.Array, np.Array];
        const d = rows.slice([], 3);
        return np.concatenate([
          a.ref.add(b.ref.mul(10)),
          c.ref.sub(d.ref).mul(Math.sqrt(5)),
          np.square(b.sub(c.mul(2))),
          np.square(a.sub(d)).mul(Math.sqrt(10)),
        ]);
      },
    };
  },
  { usual: 4, least: 4 },
);
