import { numpy as np } from "@jax-js/jax";
import { type Program, power, product, programOf, type SolvedProgram, square, sum } from "./definition.ts";

/*
 * Problems with equality constraints from Hock and Schittkowski's collection, by their numbers there, with its starting
 * points and least values. f* that are not closed forms are given to the digits of the collection.
 */

const solved = (program: Program, minimum: SolvedProgram["minimum"]) => (): SolvedProgram => ({
  ...programOf(program),
  minimum,
});

/** (1 − x₁)² where x₂ = x₁². @source W. Hock, K. Schittkowski, Test Examples for Nonlinear Programming Codes, 1981, 6. */
export const hs6 = solved(
  {
    name: "HS6",
    start: [-1.2, 1],
    f: (x) => square(x(1).sub(1)),
    c: [
      (x) =>
        x(2)
          .sub(square(x(1)))
          .mul(10),
    ],
  },
  { value: 0, at: [[1, 1]] },
);

/** log(1 + x₁²) − x₂ on a closed curve. @source W. Hock, K. Schittkowski, 1981, 7. */
export const hs7 = solved(
  {
    name: "HS7",
    start: [2, 2],
    f: (x) => np.log(square(x(1)).add(1)).sub(x(2)),
    c: [(x) => sum(square(square(x(1)).add(1)), square(x(2))).sub(4)],
  },
  { value: -Math.sqrt(3), at: [[0, Math.sqrt(3)]] },
);

/** A convex quadratic on a plane. @source W. Hock, K. Schittkowski, 1981, 28. */
export const hs28 = solved(
  {
    name: "HS28",
    start: [-4, 1, 1],
    f: (x) => sum(square(x(1).add(x(2))), square(x(2).add(x(3)))),
    c: [(x) => sum(x(1), x(2).mul(2), x(3).mul(3)).sub(1)],
  },
  { value: 0, at: [[0.5, -0.5, 0.5]] },
);

/** A product of four numbers. @source W. Hock, K. Schittkowski, 1981, 40. */
export const hs40 = solved(
  {
    name: "HS40",
    start: [0.8, 0.8, 0.8, 0.8],
    f: (x) => product(x(1), x(2), x(3), x(4)).neg(),
    c: [
      (x) => sum(power(x(1), 3), square(x(2))).sub(1),
      (x) => square(x(1)).mul(x(4)).sub(x(3)),
      (x) => square(x(4)).sub(x(2)),
    ],
  },
  { value: -0.25, at: [[2 ** (-1 / 3), 2 ** (-1 / 2), 2 ** (-11 / 12), 2 ** (-1 / 4)]] },
);

/** The distance from (1, 2, 3, 4) to a circle. @source W. Hock, K. Schittkowski, 1981, 42. */
export const hs42 = solved(
  {
    name: "HS42",
    start: [1, 1, 1, 1],
    f: (x) => sum(...[1, 2, 3, 4].map((i) => square(x(i).sub(i)))),
    c: [(x) => x(1).sub(2), (x) => sum(square(x(3)), square(x(4))).sub(2)],
  },
  { value: 28 - 10 * Math.SQRT2, at: [[2, 2, 0.6 * Math.SQRT2, 0.8 * Math.SQRT2]] },
);

/** A quadratic with two linear constraints. @source W. Hock, K. Schittkowski, 1981, 48. */
export const hs48 = solved(
  {
    name: "HS48",
    start: [3, 5, -3, 2, -2],
    f: (x) => sum(square(x(1).sub(1)), square(x(2).sub(x(3))), square(x(4).sub(x(5)))),
    c: [
      (x) => sum(x(1), x(2), x(3), x(4), x(5)).sub(5),
      (x) =>
        x(3)
          .sub(sum(x(4), x(5)).mul(2))
          .add(3),
    ],
  },
  { value: 0, at: [[1, 1, 1, 1, 1]] },
);

/** A chain of differences, one to the fourth power. @source W. Hock, K. Schittkowski, 1981, 50. */
export const hs50 = solved(
  {
    name: "HS50",
    start: [35, -31, 11, 5, -5],
    f: (x) => sum(square(x(1).sub(x(2))), square(x(2).sub(x(3))), power(x(3).sub(x(4)), 4), square(x(4).sub(x(5)))),
    c: [1, 2, 3].map((i) => (x) => sum(x(i), x(i + 1).mul(2), x(i + 2).mul(3)).sub(6)),
  },
  { value: 0, at: [[1, 1, 1, 1, 1]] },
);

/** A quadratic with three linear constraints. @source W. Hock, K. Schittkowski, 1981, 51. */
export const hs51 = solved(
  {
    name: "HS51",
    start: [2.5, 0.5, 2, -1, 0.5],
    f: (x) => sum(square(x(1).sub(x(2))), square(x(2).add(x(3)).sub(2)), square(x(4).sub(1)), square(x(5).sub(1))),
    c: [(x) => x(1).add(x(2).mul(3)).sub(4), (x) => sum(x(3), x(4)).sub(x(5).mul(2)), (x) => x(2).sub(x(5))],
  },
  { value: 0, at: [[1, 1, 1, 1, 1]] },
);

/** The same with other coefficients. @source W. Hock, K. Schittkowski, 1981, 52. */
export const hs52 = solved(
  {
    name: "HS52",
    start: [2, 2, 2, 2, 2],
    f: (x) =>
      sum(square(x(1).mul(4).sub(x(2))), square(x(2).add(x(3)).sub(2)), square(x(4).sub(1)), square(x(5).sub(1))),
    c: [(x) => x(1).add(x(2).mul(3)), (x) => sum(x(3), x(4)).sub(x(5).mul(2)), (x) => x(2).sub(x(5))],
  },
  { value: 1859 / 349, at: [[-33 / 349, 11 / 349, 180 / 349, -158 / 349, 11 / 349]] },
);

/** Powers up to the sixth under a sine. @source W. Hock, K. Schittkowski, 1981, 77. */
export const hs77 = solved(
  {
    name: "HS77",
    start: [2, 2, 2, 2, 2],
    f: (x) =>
      sum(
        square(x(1).sub(1)),
        square(x(1).sub(x(2))),
        square(x(3).sub(1)),
        power(x(4).sub(1), 4),
        power(x(5).sub(1), 6),
      ),
    c: [
      (x) => sum(square(x(1)).mul(x(4)), np.sin(x(4).sub(x(5)))).sub(2 * Math.SQRT2),
      (x) => sum(x(2), power(x(3), 4).mul(square(x(4)))).sub(8 + Math.SQRT2),
    ],
  },
  { value: 0.24150513 },
);

/** A product of five numbers. @source W. Hock, K. Schittkowski, 1981, 78. */
export const hs78 = solved(
  {
    name: "HS78",
    start: [-2, 1.5, 2, -1, -1],
    f: (x) => product(x(1), x(2), x(3), x(4), x(5)),
    c: [
      (x) => sum(...[1, 2, 3, 4, 5].map((i) => square(x(i)))).sub(10),
      (x) => product(x(2), x(3)).sub(product(x(4), x(5)).mul(5)),
      (x) => sum(power(x(1), 3), power(x(2), 3)).add(1),
    ],
  },
  { value: -2.91970041 },
);

/** A chain of differences with nonlinear constraints. @source W. Hock, K. Schittkowski, 1981, 79. */
export const hs79 = solved(
  {
    name: "HS79",
    start: [2, 2, 2, 2, 2],
    f: (x) =>
      sum(
        square(x(1).sub(1)),
        square(x(1).sub(x(2))),
        square(x(2).sub(x(3))),
        power(x(3).sub(x(4)), 4),
        power(x(4).sub(x(5)), 4),
      ),
    c: [
      (x) => sum(x(1), square(x(2)), power(x(3), 3)).sub(2 + 3 * Math.SQRT2),
      (x) =>
        sum(x(2), x(4))
          .sub(square(x(3)))
          .add(2 - 2 * Math.SQRT2),
      (x) => product(x(1), x(5)).sub(2),
    ],
  },
  { value: 0.0787768209 },
);

/** HS100 with the two inequalities that are active as equations. @source CUTEst, HS100LNP, 1995; Hock and Schittkowski, 1981, 100. */
export const hs100lnp = solved(
  {
    name: "HS100LNP",
    start: [1, 2, 0, 4, 0, 1, 1],
    f: (x) =>
      sum(
        square(x(1).sub(10)),
        square(x(2).sub(12)).mul(5),
        power(x(3), 4),
        square(x(4).sub(11)).mul(3),
        power(x(5), 6).mul(10),
        square(x(6)).mul(7),
        power(x(7), 4),
        product(x(6), x(7)).mul(-4),
        x(6).mul(-10),
        x(7).mul(-8),
      ),
    c: [
      (x) =>
        sum(square(x(1)).mul(2), power(x(2), 4).mul(3), x(3), square(x(4)).mul(4), x(5).mul(5))
          .neg()
          .add(127),
      (x) =>
        sum(
          square(x(1)).mul(-4),
          square(x(2)).neg(),
          product(x(1), x(2)).mul(3),
          square(x(3)).mul(-2),
          x(6).mul(-5),
          x(7).mul(11),
        ),
    ],
  },
  { value: 680.6300573 },
);

/** Sums of neighbours with linear constraints, in ten variables. @source CUTEst, GENHS28 with n = 10, 1995. */
export const genhs28 = solved(
  {
    name: "GENHS28",
    start: [-4, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    f: (x) => sum(...Array.from({ length: 9 }, (_, i) => square(x(i + 1).add(x(i + 2))))),
    c: Array.from({ length: 8 }, (_, i) => (x) => sum(x(i + 1), x(i + 2).mul(2), x(i + 3).mul(3)).sub(1)),
  },
  { value: 0.927173 },
);
