import { numpy as np } from "@jax-js/jax";
import { coordinates, cube, ofPlane } from "./definition.ts";

/*
 * Test functions of two variables. Where no starting point is written, runs begin at a point drawn uniformly from the
 * domain by their seed. Minima and domains: Jamil and Yang, A literature survey of benchmark functions, 2013, arXiv 1308.4008.
 */

/**
 * Beale: (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)², minimum 0 at (3, ½).
 * A narrow curved valley with steep corners. Offers residuals.
 */
export const beale = ofPlane("Beale", {
  domain: cube(2, -4.5, 4.5),
  start: [2, 1.5],
  minimum: { value: 0, at: [[3, 0.5]] },
  value: ([x = 0, y = 0]) => [1.5, 2.25, 2.625].reduce((sum, c, i) => sum + (c - x + x * y ** (i + 1)) ** 2, 0),
  squares(point) {
    const [x, y] = coordinates(point) as [np.Array, np.Array];
    const y2 = np.square(y.ref);
    const powers = np.stack([y.ref, y2.ref, y2.mul(y)]);
    return powers
      .sub(1)
      .mul(x)
      .add(np.array([1.5, 2.25, 2.625], { dtype: powers.dtype }));
  },
});

/** Booth: (x + 2y − 7)² + (2x + y − 5)², minimum 0 at (1, 3). A quadratic. Offers residuals. */
export const booth = ofPlane("Booth", {
  domain: cube(2, -10, 10),
  start: [-5, -5],
  minimum: { value: 0, at: [[1, 3]] },
  value: ([x = 0, y = 0]) => (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2,
  squares(point) {
    const [x, y] = coordinates(point) as [np.Array, np.Array];
    return np.stack([x.ref.add(y.ref.mul(2)).sub(7), x.mul(2).add(y).sub(5)]);
  },
});

/** Matyas: 0.26 (x² + y²) − 0.48 xy, minimum 0 at the origin. A quadratic of condition 25. */
export const matyas = ofPlane("Matyas", {
  domain: cube(2, -10, 10),
  start: [5, -5],
  minimum: { value: 0, at: [[0, 0]] },
  value: ([x = 0, y = 0]) => 0.26 * (x * x + y * y) - 0.48 * x * y,
  loss(point) {
    const product = point.ref.slice(0).mul(point.ref.slice(1));
    return np.square(point).sum().mul(0.26).sub(product.mul(0.48));
  },
});

/** Himmelblau: (x² + y − 11)² + (x + y² − 7)², minimum 0 at four points. Offers residuals. */
export const himmelblau = ofPlane("Himmelblau", {
  domain: cube(2, -5, 5),
  start: [0, 0],
  minimum: {
    value: 0,
    at: [
      [3, 2],
      [-2.805118086952745, 3.131312518250573],
      [-3.779310253377747, -3.283185991286169],
      [3.5844283403304917, -1.8481265269644036],
    ],
  },
  value: ([x = 0, y = 0]) => (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
  squares(point) {
    const [x, y] = coordinates(point) as [np.Array, np.Array];
    return np.stack([np.square(x.ref).add(y.ref).sub(11), np.square(y).add(x).sub(7)]);
  },
});

/** Goldstein and Price: a product of two quartics, minimum 3 at (0, −1), three other local minima. */
export const goldsteinPrice = ofPlane("Goldstein-Price", {
  domain: cube(2, -2, 2),
  minimum: { value: 3, at: [[0, -1]] },
  value([x = 0, y = 0]) {
    const first = 1 + (x + y + 1) ** 2 * (19 - 14 * (x + y) + 3 * (x + y) ** 2);
    const second = 30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x * x + 48 * y - 36 * x * y + 27 * y * y);
    return first * second;
  },
  loss(point) {
    const [x, y] = coordinates(point) as [np.Array, np.Array];
    const s = x.ref.add(y.ref);
    const first = np
      .square(s.ref.add(1))
      .mul(np.square(s.ref).mul(3).sub(s.mul(14)).add(19))
      .add(1);
    // 12x² − 36xy + 27y² = 3t² and −32x + 48y = −16t with t = 2x − 3y.
    const t = x.mul(2).sub(y.mul(3));
    const second = np
      .square(t.ref)
      .mul(np.square(t.ref).mul(3).sub(t.mul(16)).add(18))
      .add(30);
    return first.mul(second);
  },
});

const braninB = 5.1 / (4 * Math.PI ** 2);

/** Branin: (y − bx² + cx − 6)² + 10 (1 − 1/8π) cos x + 10 with b = 5.1/4π², c = 5/π; minimum 10/8π at three points. */
export const branin = ofPlane("Branin", {
  domain: { lower: [-5, 0], upper: [10, 15] },
  minimum: {
    value: 10 / (8 * Math.PI),
    at: [
      [-Math.PI, 12.275],
      [Math.PI, 2.275],
      [3 * Math.PI, 2.475],
    ],
  },
  value: ([x = 0, y = 0]) =>
    (y - braninB * x * x + (5 / Math.PI) * x - 6) ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10,
  loss(point) {
    const [x, y] = coordinates(point) as [np.Array, np.Array];
    const bend = y
      .sub(np.square(x.ref).mul(braninB))
      .add(x.ref.mul(5 / Math.PI))
      .sub(6);
    return np
      .square(bend)
      .add(np.cos(x).mul(10 * (1 - 1 / (8 * Math.PI))))
      .add(10);
  },
});

/** Six-hump camel: (4 − 2.1x² + x⁴/3) x² + xy + 4 (y² − 1) y², minimum −1.0316 at two of its six local minima. */
export const sixHumpCamel = ofPlane("six-hump camel", {
  domain: { lower: [-3, -2], upper: [3, 2] },
  minimum: {
    value: -1.0316284534898774,
    at: [
      [0.08984201368301331, -0.7126564032704135],
      [-0.08984201368301331, 0.7126564032704135],
    ],
  },
  value: ([x = 0, y = 0]) => (4 - 2.1 * x * x + x ** 4 / 3) * x * x + x * y + 4 * (y * y - 1) * y * y,
  loss(point) {
    const [x, y] = coordinates(point) as [np.Array, np.Array];
    const x2 = np.square(x.ref);
    const y2 = np.square(y.ref);
    const humps = np
      .square(x2.ref)
      .mul(1 / 3)
      .sub(x2.ref.mul(2.1))
      .add(4)
      .mul(x2);
    return humps.add(x.mul(y)).add(y2.ref.sub(1).mul(y2).mul(4));
  },
});

/** McCormick: sin(x + y) + (x − y)² − 1.5x + 2.5y + 1, minimum −√3/2 − π/3 at (½ − π/3, −½ − π/3). */
export const mccormick = ofPlane("McCormick", {
  domain: { lower: [-1.5, -3], upper: [4, 4] },
  minimum: {
    value: -Math.sqrt(3) / 2 - Math.PI / 3,
    at: [[0.5 - Math.PI / 3, -0.5 - Math.PI / 3]],
  },
  value: ([x = 0, y = 0]) => Math.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1,
  loss(point) {
    const [x, y] = coordinates(point) as [np.Array, np.Array];
    const slope = y.ref.mul(2.5).sub(x.ref.mul(1.5)).add(1);
    return np
      .sin(x.ref.add(y.ref))
      .add(np.square(x.sub(y)))
      .add(slope);
  },
});
