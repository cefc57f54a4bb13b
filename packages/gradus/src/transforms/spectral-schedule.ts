import { numpy as np, random } from "@jax-js/jax";
import { flag, readOptions, type ScalarOrSchedule, valueAt, z } from "../core/options.ts";
import type { Tree } from "../engine/tree.ts";
import * as tree from "../engine/tree.ts";
import { type ScaleByAdamOptions, scaleByAdam } from "./adam.ts";
import { numbersOf } from "./inner.ts";
import { scaleByLearningRate } from "./learning-rate.ts";
import { chooseLeaves, keep, type Mask, put } from "./selection.ts";
import { initialSpectralState, powerIteration, type SpectralState, spectralValue } from "./spectral-norm.ts";
import { transformation } from "./transformation.ts";

/** What follows a network's roughness ρ: it sees the parameters at each update and keeps what it needs in its own state. */
export interface RoughnessTracker {
  /** Borrows the parameters. */
  init(params: Tree): Tree;
  /** ρ, a scalar, and the next state. Traceable; consumes the state, borrows the parameters. */
  track(params: Tree, state: Tree): [np.Array, Tree];
}

/**
 * Follows the product of the largest singular values of some of the parameters' matrices by one power iteration an update.
 *
 * @param matrices picks them from the parameters (moves arrays, owns none).
 * @param seed decides where the iterations start. Default 0.
 * @example
 * const hidden = spectralProduct((params) => [(params as { layers: { weight: np.Array }[] }).layers[1]!.weight]);
 */
export function spectralProduct(matrices: (params: Tree) => np.Array[], seed = 0): RoughnessTracker {
  return {
    init: (params) => matrices(params).map((matrix, i) => initialSpectralState(random.key(seed + i), matrix)),
    track(params, states) {
      const next = matrices(params).map((matrix, i) => powerIteration(matrix, (states as SpectralState[])[i]!));
      const values = matrices(params).map((matrix, i) => spectralValue(matrix, next[i]!));
      return [values.reduce((product, value) => product.mul(value)), next];
    },
  };
}

/** Where ρ enters Adam. */
export type SpectralMode = "divGrad" | "mulEps" | "divStep";

const spectralScheduleOptions = z.object({
  /** Where ρ enters: the gradient is divided by it, ε multiplied, or the step divided. */
  mode: z.enum(["divGrad", "mulEps", "divStep"], "must be 'divGrad', 'mulEps' or 'divStep'"),
  /** max(ρ, 1) in place of ρ. Default true for divGrad and divStep (official code), false for mulEps. */
  floorOne: flag().optional(),
});

export type SpectralScheduleOptions = z.input<typeof spectralScheduleOptions> &
  ScaleByAdamOptions & {
    /** ρ: a tracker (`spectralProduct`), a number, or a schedule of the count of updates made before. */
    rho: RoughnessTracker | ScalarOrSchedule;
    learningRate: ScalarOrSchedule;
    /** Arrays that divGrad and divStep reach. Default: all (the thesis); the official code has those that ρ is of. */
    only?: Mask;
  };

/**
 * Adam with a spectral schedule: what normalising a network would have done to the optimizer, done to the optimizer alone.
 *
 *     divGrad:  g ← g/ρ before Adam's moments
 *     mulEps:   u = m̂/(√v̂ + ρ ε)
 *     divStep:  α ← α/ρ
 *
 * ρ is the product of tracked singular values. While ρ is constant divGrad and mulEps are the same:
 * (m/ρ)/(√v/ρ + ε) = m/(√v + ρ ε). mulEps acts only where ε is not negligible against √v: with ε = 1e-8 it does nothing.
 * Reconstructed: divGrad of the whole gradient; the code divides that of the tracked layers, each by its own ρ.
 *
 * State: two arrays per parameter and the tracker's. Cost beside Adam: one power iteration a tracked matrix.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source F. Gogianu, T. Berariu, M. Rosca, C. Clopath, L. Busoniu, R. Pascanu, Spectral Normalisation for Deep Reinforcement
 * Learning: an Optimisation Perspective, 2021, arXiv 2105.05246, section 5, and its official code.
 * @example
 * const optimizer = descend("divGrad", spectralSchedule({ mode: "divGrad", rho: 2, learningRate: 1e-3, epsilon: 3e-4 }));
 */
export function spectralSchedule({ rho, learningRate, only, ...options }: SpectralScheduleOptions) {
  const { mode, floorOne, ...moments } = options;
  const settings = readOptions("spectralSchedule", spectralScheduleOptions, { mode, floorOne });
  const isFloored = settings.floorOne ?? mode !== "mulEps";
  const adam = scaleByAdam(moments);
  const descent = scaleByLearningRate(learningRate);
  const tracker = typeof rho === "object" ? rho : undefined;

  /** The chosen arrays over ρ, which it borrows. */
  const divided = (updates: Tree, divisor: np.Array, params: Tree): Tree => {
    const over = (part: Tree) => tree.map((x) => x.div(divisor.ref), part);
    if (only === undefined) return over(updates);
    const isChosen = chooseLeaves("spectralSchedule: only", "boolean", only, params);
    return put(updates, isChosen, over(keep(updates, isChosen)));
  };

  return transformation({
    init: (params) => ({ adam: adam.init(params), tracked: tracker ? tracker.init(params) : [], rho: np.ones([]) }),
    numbers: (update) => ({
      adam: numbersOf(adam, update) as ReturnType<NonNullable<typeof adam.numbers>>,
      descent: descent.numbers!(update),
      rho: tracker ? 1 : valueAt(rho as ScalarOrSchedule, update - 1),
    }),
    update(gradient, state, params, { numbers, ...context }) {
      const [value, tracked] = tracker ? tracker.track(params, state.tracked) : [numbers.rho.ref, state.tracked];
      const factor = isFloored ? np.maximum(value, 1) : value;
      state.rho.dispose();
      const into = mode === "divGrad" ? divided(gradient, factor, params) : gradient;
      const epsilon = mode === "mulEps" ? numbers.adam.epsilon.ref.mul(factor.ref) : numbers.adam.epsilon.ref;
      const [direction, nextAdam] = adam.update(into, state.adam, params, {
        ...context,
        numbers: { ...numbers.adam, epsilon },
      });
      epsilon.dispose();
      const [step] = descent.update(direction, [], params, { ...context, numbers: numbers.descent });
      const updates = mode === "divStep" ? divided(step, factor, params) : step;
      return [updates, { adam: nextAdam, tracked, rho: factor.astype(np.float32) }];
    },
    report: ({ rho }) => ({ rho: rho.ref }),
    reportNumbers: (update) => descent.reportNumbers!(update),
  });
}
