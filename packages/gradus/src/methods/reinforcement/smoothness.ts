import { lax, type numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import type { ScalarOrSchedule } from "../../core/options.ts";
import type { HasPredictions } from "../../core/problem.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import { type ScaleByAdamOptions, scaleByAdam } from "../../transforms/adam.ts";
import { chain } from "../../transforms/chain.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import {
  initialSpectralState,
  powerIteration,
  type SpectralState,
  spectralNorm,
  spectralValue,
} from "../../transforms/spectral-norm.ts";
import { spectralProduct, spectralSchedule } from "../../transforms/spectral-schedule.ts";
import type { Transformation } from "../../transforms/transformation.ts";

/** How a network of values is kept smooth: not; in itself; in its outputs; or in the optimizer. */
export const smoothnessKinds = ["none", "spectralNorm", "divOut", "divGrad", "mulEps", "divStep"] as const;
export type Smoothness = (typeof smoothnessKinds)[number];

/** A network with one matrix whose largest singular value σ is followed. */
export type SmoothNetwork<P> = {
  /** What is known of σ before the first update; nothing where the network itself is left as it is. Borrows. */
  init(params: P, key: np.Array): SpectralState[];
  /** One power iteration, where the network is trained. Traceable; consumes the state, borrows the parameters. */
  follow(params: P, state: SpectralState[]): SpectralState[];
  /** Outputs for rows of inputs. Traceable; consumes inputs, borrows the rest. */
  predict(params: P, state: SpectralState[], inputs: np.Array): np.Array;
};

/**
 * Where, among a tree's leaves, its matrix number `layer` is, counted from the end where that is negative.
 * @throws {OptionError} if there is none.
 */
function placeOf(owner: string, layer: number, params: Tree): number {
  const places = tree.leaves<np.Array>(params).flatMap((leaf, i) => (leaf.ndim === 2 ? [i] : []));
  const place = places.at(layer);
  if (place !== undefined) return place;
  throw new OptionError(`${owner}: the network has ${places.length} matrices and no layer ${layer}`);
}

const matrixOf = (owner: string, layer: number, params: Tree): np.Array =>
  tree.leaves<np.Array>(params)[placeOf(owner, layer, params)]!;

/** A network as it is, with its matrix `layer` normalised, or with its outputs divided by that matrix's σ. */
export function smoothNetwork<P extends Tree>(
  owner: string,
  smoothness: Smoothness,
  layer: number,
  { predict }: Pick<HasPredictions<P, unknown>, "predict">,
): SmoothNetwork<P> {
  const follows = smoothness === "spectralNorm" || smoothness === "divOut";
  return {
    init(params, key) {
      const matrix = matrixOf(owner, layer, params);
      if (follows) return [initialSpectralState(key, matrix)];
      key.dispose();
      return [];
    },
    follow: (params, state) => state.map((own) => powerIteration(matrixOf(owner, layer, params), own)),
    predict(params, [state], inputs) {
      if (state === undefined) return predict(tree.ref(params), inputs);
      const matrix = matrixOf(owner, layer, params);
      if (smoothness === "divOut") {
        return predict(tree.ref(params), inputs).div(lax.stopGradient(spectralValue(matrix, state)));
      }
      const place = placeOf(owner, layer, params);
      const [leaves, definition] = tree.flatten<np.Array>(params);
      const normalised = leaves.map((leaf, i) => (i === place ? spectralNorm(leaf, state) : leaf.ref));
      return predict(tree.unflatten(definition, normalised) as P, inputs);
    },
  };
}

/** Adam, with a spectral schedule where smoothness is the optimizer's business. */
export function smoothOptimizer(
  owner: string,
  smoothness: Smoothness,
  layer: number,
  { learningRate, ...moments }: ScaleByAdamOptions & { learningRate: ScalarOrSchedule },
): Transformation {
  if (smoothness === "none" || smoothness === "spectralNorm" || smoothness === "divOut") {
    return chain(scaleByAdam(moments), scaleByLearningRate(learningRate)) as Transformation;
  }
  const rho = spectralProduct((params) => [matrixOf(owner, layer, params)]);
  return spectralSchedule({ ...moments, learningRate, mode: smoothness, rho }) as Transformation;
}
