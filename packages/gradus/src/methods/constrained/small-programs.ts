import { numpy as np } from "@jax-js/jax";
import type { HasName } from "../../core/problem.ts";
import type { EqualityConstrained } from "./kkt-programs.ts";

/* Programs for the tests of this room. */

export type Program = HasName & EqualityConstrained<np.Array>;

const vector = (values: readonly number[]) => np.array(Float64Array.from(values), { dtype: np.float64 });

export function program(
  name: string,
  start: readonly number[],
  f: (x: np.Array) => np.Array,
  c: (x: np.Array) => np.Array[],
): Program {
  return {
    name,
    initial(key) {
      key.dispose();
      return vector(start);
    },
    loss: f,
    constraints(x) {
      const parts = np.stack(c(x.ref));
      x.dispose();
      return parts;
    },
  };
}

const entry = (x: np.Array, i: number) => x.ref.slice(i);
/** Frees what is not needed any more, as the last of the parts. */
const last = (x: np.Array) => {
  x.dispose();
  return [] as never[];
};

/** ½ ‖x − a‖² with linear constraints: solved by one Newton step. */
export const projection = program(
  "projection",
  [5, -3, 2],
  (x) =>
    np
      .square(x.sub(vector([1, 2, 3])))
      .sum()
      .mul(0.5),
  (x) => [x.sum().sub(1)],
);

/** x² + 1 = 0 has no solution. */
export const infeasible = program(
  "infeasible",
  [2, 1],
  (x) => np.square(x).sum(),
  (x) => [np.square(entry(x, 0)).add(1), ...last(x)],
);

/** x₁ = 0 and x₁ = 1 at once: dependent and inconsistent. */
export const contradictory = program(
  "contradictory",
  [0.5, 1],
  (x) => np.square(x).sum(),
  (x) => [entry(x, 0), entry(x, 0).sub(1), ...last(x)],
);

/** The same constraint twice: dependent gradients, multipliers that are not unique. */
export const repeated = program(
  "repeated",
  [3, 1],
  (x) => np.square(x).sum(),
  (x) => [x.ref.sum().sub(1), x.ref.sum().mul(2).sub(2), ...last(x)],
);

/** (x₁² + x₂² − 1)² = 0: the constraint's gradient vanishes at every feasible point. */
export const squared = program(
  "squared",
  [2, 1],
  (x) => entry(x, 0).add(x.slice(1)),
  (x) => [np.square(np.square(x).sum().sub(1))],
);

/** −x₁² with x₂ = 0: falls for ever, and faster and faster. */
export const unbounded = program(
  "unbounded",
  [1, 1],
  (x) => np.square(x.slice(0)).neg(),
  (x) => [x.slice(1)],
);

/** x₁ with x₂ = 0: falls for ever at a constant slope. */
export const slope = program(
  "slope",
  [1, 1],
  (x) => x.slice(0),
  (x) => [x.slice(1)],
);

/** As many constraints as unknowns: a system of equations with one solution. */
export const equations = program(
  "equations",
  [2, 2],
  (x) => np.square(x).sum(),
  (x) => [np.square(entry(x, 0)).sub(1), np.multiply(entry(x, 0), entry(x, 1)).sub(2), ...last(x)],
);

/** More constraints than unknowns. */
export const overdetermined = program(
  "overdetermined",
  [2],
  (x) => np.square(x).sum(),
  (x) => [x.ref.sum().sub(1), x.ref.sum().mul(3).sub(3), ...last(x)],
);

/** The least value of f is on the constraint: the multiplier is 0. */
export const inactive = program(
  "inactive",
  [3, -2],
  (x) => np.square(x).sum(),
  (x) => [np.exp(entry(x, 0)).sub(1).add(entry(x, 1)), ...last(x)],
);

/** log x₁, which is not a number for x₁ < 0, and a first step that leads there. */
export const cliff = program(
  "cliff",
  [0.1, 3],
  (x) => np.log(entry(x, 0)).neg().add(np.square(x).sum()),
  (x) => [entry(x, 0).sub(entry(x, 1)), ...last(x)],
);
