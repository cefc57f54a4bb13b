import { type Program, power, product, programOf, type SolvedProgram, square, sum } from "./definition.ts";

/*
 * Problems with equality constraints of Boggs and Tolle, as CUTEst has them. f* that are not closed forms are given to the
 * digits of the collection.
 */

const solved = (program: Program, minimum: SolvedProgram["minimum"]) => (): SolvedProgram => ({
  ...programOf(program),
  minimum,
});

/** A fourth power on a curved surface, from far away. @source P. T. Boggs, J. W. Tolle, 1989, problem 2 (CUTEst BT2). */
export const bt2 = solved(
  {
    name: "BT2",
    start: [10, 10, 10],
    f: (x) => sum(square(x(1).sub(1)), square(x(1).sub(x(2))), power(x(2).sub(x(3)), 4)),
    c: [(x) => sum(x(1).mul(square(x(2)).add(1)), power(x(3), 4)).sub(4 + 3 * Math.SQRT2)],
  },
  { value: 0.0325682026 },
);

/** A quadratic with three linear constraints; CUTEst notes 4.09301056 for its least value, which is 176/43. @source P. T. Boggs, J. W. Tolle, 1989, problem 3 (CUTEst BT3). */
export const bt3 = solved(
  {
    name: "BT3",
    start: [20, 20, 20, 20, 20],
    f: (x) => sum(square(x(1).sub(x(2))), square(x(2).add(x(3)).sub(2)), square(x(4).sub(1)), square(x(5).sub(1))),
    c: [(x) => x(1).add(x(2).mul(3)), (x) => sum(x(3), x(4)).sub(x(5).mul(2)), (x) => x(2).sub(x(5))],
  },
  { value: 176 / 43, at: [[-33 / 43, 11 / 43, 27 / 43, -5 / 43, 11 / 43]] },
);

/** A concave quadratic on a circle in space. @source P. T. Boggs, J. W. Tolle, 1989, problem 5 (CUTEst BT5, HS63). */
export const bt5 = solved(
  {
    name: "BT5",
    start: [2, 2, 2],
    f: (x) =>
      sum(square(x(1)), square(x(2)).mul(2), square(x(3)), product(x(1), x(2)), product(x(1), x(3)))
        .neg()
        .add(1000),
    c: [
      (x) => sum(square(x(1)), square(x(2)), square(x(3))).sub(25),
      (x) => sum(x(1).mul(8), x(2).mul(14), x(3).mul(7)).sub(56),
    ],
  },
  { value: 961.7151721 },
);

/** A coordinate between two curves with slacks. @source P. T. Boggs, J. W. Tolle, 1989, problem 9 (CUTEst BT9, HS39). */
export const bt9 = solved(
  {
    name: "BT9",
    start: [2, 2, 2, 2],
    f: (x) => x(1).neg(),
    c: [
      (x) =>
        x(2)
          .sub(power(x(1), 3))
          .sub(square(x(3))),
      (x) =>
        square(x(1))
          .sub(x(2))
          .sub(square(x(4))),
    ],
  },
  { value: -1, at: [[1, 1, 0, 0]] },
);

/** A coordinate where two curves meet. @source P. T. Boggs, J. W. Tolle, 1989, problem 10 (CUTEst BT10). */
export const bt10 = solved(
  {
    name: "BT10",
    start: [2, 2],
    f: (x) => x(1).neg(),
    c: [(x) => x(2).sub(power(x(1), 3)), (x) => square(x(1)).sub(x(2))],
  },
  { value: -1, at: [[1, 1]] },
);
