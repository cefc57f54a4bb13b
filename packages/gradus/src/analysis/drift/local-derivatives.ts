import { grad, jvp, numpy as np, vmap } from "@jax-js/jax";
import type { HasLoss } from "../../core/problem.ts";
import { type Compiled, compile, valueAndGradient } from "../../engine/compile.ts";
import { hessianTimes } from "../../engine/derivatives.ts";
import type { Matrix } from "../../engine/linear-algebra/matrix.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";

// biome-ignore lint/suspicious/noExplicitAny: the engine's own types cannot express trees.
type Any = any;

/** Derivatives of a loss E at a point: what there is of them follows from what was asked. */
export type LocalDerivatives = {
  gradient: Float64Array;
  /** H g. */
  image: Float64Array;
  /** H² g. */
  secondImage: Float64Array;
  /** (D³E)[g, g]: the gradient of vᵀ H v at v = g, which is held fixed. */
  third: Float64Array;
  hessian: Matrix;
};

export type Asked = "image" | "secondImage" | "third" | "hessian";

export type DerivativesAt<Names extends Asked> = {
  at(x: Float64Array): Promise<Pick<LocalDerivatives, "gradient" | Names>>;
  /** Frees the program. Whoever asks later pays for it anew. */
  dispose(): void;
};

/**
 * Compiles the gradient and other derivatives that are asked for into one program from vectors to vectors. The parameters
 * are shaped like `like` (borrowed, and only at the first call), or a float64 vector where there is none.
 */
export function localDerivatives<P extends Tree, Names extends Asked = never>(
  { loss }: HasLoss<P>,
  asked: readonly Names[],
  like?: P,
): DerivativesAt<Names> {
  const asks = (name: Asked) => (asked as readonly Asked[]).includes(name);
  const dtype = like === undefined ? np.float64 : tree.dtypeOf(like);
  // Shapes are all that is needed of `like`, which its owner may free.
  const shapes = like === undefined ? undefined : tree.zerosLike(like);
  const onVector = (x: np.Array) => loss((shapes === undefined ? x : tree.fromVector(x, shapes)) as P, undefined);
  const times = (x: np.Array, v: np.Array) => hessianTimes(onVector, x, v, undefined);
  const curvatureAlong = (v: np.Array) => (x: np.Array) => {
    const slope = (y: np.Array) => second((jvp as Any)(onVector, [y], [v.ref]));
    return second((jvp as Any)(slope, [x], [v.ref]));
  };

  const trace = (x: np.Array) => {
    const [value, gradient] = valueAndGradient(onVector)(x.ref);
    value.dispose();
    const results: Record<string, np.Array> = {};
    if (asks("image") || asks("secondImage")) {
      const image = times(x.ref, gradient.ref);
      if (asks("secondImage")) results["secondImage"] = times(x.ref, image.ref);
      if (asks("image")) results["image"] = image;
      else image.dispose();
    }
    if (asks("third")) {
      results["third"] = (grad as Any)(curvatureAlong(gradient))(x.ref);
    }
    if (asks("hessian")) {
      const units = np.eye(x.size, undefined, { dtype });
      results["hessian"] = (vmap as Any)(times, [null, 0])(x.ref, units);
    }
    x.dispose();
    return { gradient, ...results };
  };

  let program: Compiled<typeof trace> | undefined;
  return {
    async at(x) {
      program ??= compile(trace);
      const data = dtype === np.float64 ? x.slice() : Float32Array.from(x);
      const results = program(np.array(data, { dtype })) as Record<string, np.Array>;
      const entries = Object.entries(results).map(async ([name, array]) => {
        const values = Float64Array.from(await array.data());
        return [name, name === "hessian" ? { rows: x.length, columns: x.length, data: values } : values] as const;
      });
      return Object.fromEntries(await Promise.all(entries)) as LocalDerivatives;
    },
    dispose() {
      program?.dispose();
      program = undefined;
    },
  };
}

/** The tangent of a value and its tangent. */
function second([value, tangent]: [np.Array, np.Array]): np.Array {
  value.dispose();
  return tangent;
}
