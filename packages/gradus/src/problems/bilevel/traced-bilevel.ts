import { numpy as np } from "@jax-js/jax";
import type { Bilevel, ByLevel, LevelFunction, LowerConstraints } from "../../core/bilevel.ts";
import { compile, valueAndGradient } from "../../engine/compile.ts";

/** Functions of x and y, written with array functions of the engine; each consumes its arguments. */
export type TracedLevels = Pick<Bilevel, "sizes" | "joint" | "upperSet" | "lowerSet" | "solveLower"> & {
  /** F(x, y), a number. */
  upper: (x: np.Array, y: np.Array) => np.Array;
  /** f(x, y), a number. */
  lower: (x: np.Array, y: np.Array) => np.Array;
  /** g(x, y), a vector of `count` entries. */
  constraints?: Pick<LowerConstraints, "count" | "kind"> & { values: (x: np.Array, y: np.Array) => np.Array };
};

const toArray = (values: Float64Array) => np.array(values.slice(), { dtype: np.float64 });
const read = async (array: np.Array) => Float64Array.from((await array.data()) as ArrayLike<number>);

/**
 * Two levels from three functions: all six gradients come by automatic differentiation, in float64, compiled at their first
 * use. There are no second derivatives: methods that need them say so.
 *
 * A product with the constraints' transposed Jacobian costs a forward and a backward pass.
 * @example
 * const bilevel = tracedBilevel({
 *   sizes: { x: 2, y: 2 },
 *   upper: (x, y) => np.square(x.sub(1)).sum().add(np.square(y).sum()),
 *   lower: (x, y) => np.square(y.sub(x)).sum(),
 * });
 */
export function tracedBilevel({ upper, lower, constraints, ...rest }: TracedLevels): Bilevel & { dispose(): void } {
  const made: { dispose(): void }[] = [];
  const keep = <T extends { dispose(): void }>(compiled: T): T => {
    made.push(compiled);
    return compiled;
  };
  const level = (f: (x: np.Array, y: np.Array) => np.Array): LevelFunction => {
    const value = keep(compile(f));
    const both = keep(compile(valueAndGradient(({ x, y }: { x: np.Array; y: np.Array }) => f(x, y))));
    return {
      value: async (x, y) => (await read(value(toArray(x), toArray(y))))[0]!,
      async gradient(x, y) {
        const [result, gradient] = both({ x: toArray(x), y: toArray(y) });
        result.dispose();
        return readBoth(gradient);
      },
    };
  };
  const constrained = ({ count, kind, values: g }: NonNullable<TracedLevels["constraints"]>): LowerConstraints => {
    const values = keep(compile(g));
    const product = keep(
      compile(valueAndGradient(({ x, y }: { x: np.Array; y: np.Array }, w: np.Array) => g(x, y).mul(w).sum())),
    );
    return {
      count,
      kind,
      values: async (x, y) => read(values(toArray(x), toArray(y))),
      async pullBack(x, y, multipliers) {
        const [result, gradient] = product({ x: toArray(x), y: toArray(y) }, toArray(multipliers));
        result.dispose();
        return readBoth(gradient);
      },
    };
  };
  return {
    ...rest,
    upper: level(upper),
    lower: level(lower),
    ...(constraints && { constraints: constrained(constraints) }),
    dispose() {
      for (const compiled of made) compiled.dispose();
    },
  };
}

const readBoth = async ({ x, y }: { x: np.Array; y: np.Array }): Promise<ByLevel> => ({
  x: await read(x),
  y: await read(y),
});
