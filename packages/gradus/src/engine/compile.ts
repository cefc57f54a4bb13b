import { valueAndGrad as jaxValueAndGrad, jit, type numpy as np } from "@jax-js/jax";
import { fuseKernels } from "./fusion/fuse.ts";
import { reuseKernelInstances } from "./instances.ts";
import type { Tree } from "./tree.ts";

// biome-ignore lint/suspicious/noExplicitAny: the engine's own types cannot express tuples of trees.
type TreeFunction = (...trees: any[]) => unknown;

/** A compiled function; `dispose` frees the arrays it captured. */
export type Compiled<F extends TreeFunction> = F & { dispose(): void };

/** `jit` for functions from trees to trees. Build once per problem: tracing costs up to a second for a network. */
export function compile<F extends TreeFunction>(f: F): Compiled<F> {
  reuseKernelInstances();
  fuseKernels();
  return jit(f as never) as unknown as Compiled<F>;
}

/** Value and gradient with respect to the first argument. Traceable; consumes its arguments. */
export const valueAndGradient = <P extends Tree, Rest extends unknown[]>(
  f: (params: P, ...rest: Rest) => np.Array,
): ((params: P, ...rest: Rest) => [np.Array, P]) => jaxValueAndGrad(f as never) as never;
