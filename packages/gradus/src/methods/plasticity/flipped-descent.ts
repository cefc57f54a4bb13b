import type { numpy as np } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { type Iteration, named } from "../../core/method.ts";
import { flag, positiveOrSchedule, z } from "../../core/options.ts";
import {
  type HasBatches,
  type HasInitial,
  type HasLayers,
  type HasLoss,
  requireCapabilities,
} from "../../core/problem.ts";
import type { Tree } from "../../engine/tree.ts";
import { chain } from "../../transforms/chain.ts";
import { fixNorms as keepNorms } from "../../transforms/fix-norms.ts";
import { scaleByLearningRate } from "../../transforms/learning-rate.ts";
import { masked } from "../../transforms/masked.ts";
import { type StandaloneOptimizer, standalone } from "../../transforms/optimizer.ts";
import { type SignEntries, type Signs, scaleBySigns } from "../../transforms/signs.ts";
import type { Transformation } from "../../transforms/transformation.ts";
import { outputAxis } from "../../transforms/units.ts";
import { type DescentState, iterateDescent } from "../descend.ts";
import { ascentBy, type Feedback, type LayeredProblem } from "./error-feedback.ts";

/*
 * Descent in which the rule of some neurons has its sign flipped, along the gradient or what stands for it.
 */

/** A share of neurons. */
export const share = () => z.number("must be in [0, 1]").min(0, "must be in [0, 1]").max(1, "must be in [0, 1]");

export const flipOptions = {
  /** Step size η > 0 of a batch, a number or a schedule. Default 0.1 (official code: for the whole training set). */
  learningRate: positiveOrSchedule().default(0.1),
  /** S: a factor in [−1, 1] for each layer, neuron or weight, in place of fraction, side and layer. */
  signs: z.custom<Signs>((value) => ["number", "object", "function"].includes(typeof value)).optional(),
  /** Which synapses share a sign: those out of a neuron (presynaptic) or into it. Default "presynaptic" (all figures). */
  side: z.enum(["presynaptic", "postsynaptic"], "must be 'presynaptic' or 'postsynaptic'").default("presynaptic"),
  /** Where neurons are flipped: "readout", the last matrix; "all" matrices; or an array's path. Default "readout" (Figure 5). */
  layer: z.string("must be 'readout', 'all' or a path").default("readout"),
  /** Which axis of a matrix its outputs lie along: 0, as in the paper, or −1, as in this library's perceptrons. Default 0. */
  outputAxis: outputAxis(),
  /** Give each matrix its first Frobenius norm back after each step. Default false (the official code: true). */
  fixNorms: flag().default(false),
};

/** A descent with flips: a method for any problem with a loss, and an `init`/`update` pair for a loop of one's own. */
export interface FlippedDescent extends StandaloneOptimizer {
  <P extends Tree, B = undefined>(
    problem: HasInitial<P> & HasLoss<P, B> & Partial<HasBatches<B> & HasLayers<P, B>>,
  ): Iteration<DescentState<P>, P>;
}

type Flips = z.output<z.ZodObject<typeof flipOptions>> & { fraction: number };

/**
 * Descent along what the feedback tells, with flips.
 * @throws {OptionError} if signs are given beside a fraction.
 */
export function flippedDescent(name: string, flips: Flips, feedback: Feedback): FlippedDescent {
  const transformation = flippedSteps(name, flips);
  const method = <P extends Tree, B>(problem: LayeredProblem<P, B> & Partial<HasBatches<B>>) => {
    requireCapabilities(name, problem, ["initial", "loss"]);
    return iterateDescent(transformation, problem, ascentBy(name, problem, feedback));
  };
  return Object.assign(named(name, method), standalone(transformation)) as unknown as FlippedDescent;
}

function flippedSteps(owner: string, { learningRate, fixNorms, signs, ...flipped }: Flips): Transformation {
  const flips = signs === undefined ? flipNeurons(owner, flipped) : scaleBySigns(signs);
  return chain(
    flips,
    scaleByLearningRate(learningRate),
    ...(fixNorms ? [masked(keepNorms(), (_, array) => array.ndim >= 2)] : []),
  );
}

type FlippedNeurons = Pick<Flips, "fraction" | "side" | "layer" | "outputAxis">;

/** Flips the first neurons of some layers. */
function flipNeurons(owner: string, { fraction, side, layer, outputAxis }: FlippedNeurons): Transformation {
  const signsOf = (array: np.Array): SignEntries => {
    const isOfOutputs = side === "postsynaptic";
    const axis = (outputAxis === 0) === isOfOutputs ? 0 : array.ndim - 1;
    // Of a convolution's weights, outputs × inputs × places, the inputs come second.
    const along = array.ndim > 2 && outputAxis === 0 && !isOfOutputs ? 1 : axis;
    const neurons = array.shape[along]!;
    const count = Math.round(fraction * neurons);
    const signs = Array.from({ length: neurons }, (_, i): SignEntries => (i < count ? -1 : 1));
    const nested = (depth: number, value: SignEntries): SignEntries =>
      depth === 0 ? value : [nested(depth - 1, value)];
    return nested(
      along,
      signs.map((sign) => nested(array.ndim - 1 - along, sign)),
    );
  };
  const choose = (params: Tree): Signs => {
    const paths: string[] = [];
    // Asked for each array in turn: what is flipped depends on which matrix is the last.
    scaleBySigns((path, array) => {
      if (array.ndim >= 2) paths.push(path);
      return 1;
    }).init(params);
    const isKnown = layer === "readout" || layer === "all" || paths.includes(layer);
    if (!isKnown) {
      throw new OptionError(
        `${owner}: layer must be 'readout', 'all' or the path of a matrix (${paths.join(", ") || "there is none"}), got '${layer}'`,
      );
    }
    const isFlipped = (path: string) => layer === "all" || path === (layer === "readout" ? paths.at(-1) : layer);
    return (path, array) => (array.ndim >= 2 && isFlipped(path) ? signsOf(array) : 1);
  };
  return {
    init: (params) => scaleBySigns(choose(params)).init(params),
    update: (updates, state, params, context) => {
      const { numbers: _, ...rest } = context;
      return scaleBySigns(choose(params)).update(updates, state as [], params, { ...rest, numbers: {} });
    },
  };
}
