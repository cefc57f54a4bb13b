import { z } from "zod";
import { OptionError } from "../../core/errors.ts";
import { type Iteration, named } from "../../core/method.ts";
import { count, positive, readOptions } from "../../core/options.ts";
import { type HasReluTraining, requireCapabilities } from "../../core/problem.ts";
import { checkReluTraining, type ReluParams, type ReluTraining } from "../../core/relu-training.ts";
import { apply, applyTransposed, type Matrix, zeros } from "../../engine/linear-algebra/matrix.ts";
import { largestEigenvalue } from "../../engine/linear-algebra/power-iteration.ts";
import { type Generator, generator, seedFor } from "../../engine/random.ts";
import { lassoGap } from "./certificate.ts";
import { hiddenOutputs, networkOfLasso, toParams } from "./relu-network.ts";

export const sampledConvexProgramOptions = z.object({
  /** N: so many sampled neurons, or a d × N matrix with a neuron a column (of length 1, else β weights them differently). Default 300. */
  neurons: z
    .union(
      [count(), z.custom<Matrix>((value) => typeof value === "object" && value !== null && "columns" in value)],
      "must be a whole number ≥ 1 or a matrix of neurons",
    )
    .default(300),
  /** t > 0: the step. Default 1/(L ‖R‖²), at which the objective never rises without acceleration. */
  step: positive().optional(),
  /** Steps from the last iterate ("none", ISTA) or with Nesterov's look-ahead ("fista"). Default "fista" [reconstructed]. */
  acceleration: z.enum(["none", "fista"], "must be 'none' or 'fista'").default("fista"),
});

export type SampledConvexProgramOptions = z.input<typeof sampledConvexProgramOptions>;

export type SampledConvexProgramState = {
  step: number;
  /** The sampled hidden weights, d × N. */
  U: Matrix;
  /** t, the step. */
  stepSize: number;
  alpha: Float64Array;
  previous: Float64Array;
  /** Of FISTA: t_k. */
  inertia: number;
};

/**
 * `neurons` hidden vectors, uniform on the unit sphere, as columns. The first of more are the same, so samples are nested.
 */
export function sampleNeurons(features: number, neurons: number, random: Pick<Generator, "normals">): Matrix {
  const U = zeros(features, neurons);
  for (let j = 0; j < neurons; j++) {
    const direction = random.normals(features);
    const length = Math.hypot(...direction);
    for (let l = 0; l < features; l++) U.data[l * neurons + j] = direction[l]! / length;
  }
  return U;
}

/** sign(x) (|x| − t)₊, entry by entry. */
const softThreshold = (x: Float64Array, t: number): Float64Array =>
  x.map((value) => (value > t ? value - t : value < -t ? value + t : 0));

/**
 * The sampled convex program: training of the outer weights of sampled neurons, a lasso without constraints.
 *
 *     u_i uniform on the unit sphere,  R = (XU)₊,   min_α ℓ(Rα, y) + β ‖α‖₁
 *     α ← soft(α − t Rᵀ∇ℓ(Rα, y), tβ),   t = 1/(L ‖R‖²)
 *     network: hidden weights u_i √|α_i|, outer weights sign(α_i) √|α_i|
 *
 * The dual of training, max_ν −ℓ*(ν) subject to |νᵀ(Xu)₊| ≤ β for all ‖u‖ ≤ 1, with N of its constraints kept: the
 * optimum is an upper bound of training's, and falls as neurons are added. The network's objective is the lasso's.
 * Reports `gap`, the distance to a lower bound of the lasso's own optimum. Neurons that no sample activates stay 0; where
 * none is activated (X = 0) so do all, and the run has finished.
 *
 * Cost per step: 2 products with R, 4nN operations, counted as one gradient; once 2dnN and a power iteration. Memory:
 * (n + d + 4) N numbers. Float64 on the host.
 *
 * @throws {OptionError} if an option is unknown or outside its range, neurons are not of the problem's dimension, the loss
 * has kinks, or data are malformed.
 * @throws {CapabilityError} if the problem has no `reluTraining`.
 * @source Y. Bai, T. Gautam, S. Sojoudi, 2022, arXiv 2201.01965, SCP [reconstructed]; A. Beck, M. Teboulle, A Fast
 * Iterative Shrinkage-Thresholding Algorithm, 2009, eqs. (4.1)-(4.3).
 * @example
 * const { answer } = await minimize(planarTeacher(), sampledConvexProgram({ neurons: 1000 }), { steps: 2000 });
 */
export function sampledConvexProgram(options: SampledConvexProgramOptions = {}) {
  const { neurons, step, acceleration } = readOptions("sampled-convex-program", sampledConvexProgramOptions, options);
  return named(
    "sampled-convex-program",
    (problem: HasReluTraining): Iteration<SampledConvexProgramState, ReluParams> => {
      requireCapabilities("sampled-convex-program", problem, ["reluTraining"]);
      const training = problem.reluTraining;
      checkReluTraining("sampled-convex-program", training);
      const { X, y, beta, loss } = training;
      const L = loss.smoothness(X.rows);
      if (!Number.isFinite(L)) {
        throw new OptionError(
          `sampled-convex-program: the loss must have no kinks, got '${loss.name}' (take 'smoothed-hinge')`,
        );
      }
      const hidden = remembered(X);

      return {
        async init(seed) {
          const U =
            typeof neurons === "number"
              ? sampleNeurons(X.columns, neurons, generator(seedFor(seed, "neurons")))
              : neurons;
          if (U.rows !== X.columns) {
            throw new OptionError(`sampled-convex-program: neurons must have ${X.columns} entries, got ${U.rows}`);
          }
          const R = hidden(U);
          const alpha = new Float64Array(U.columns);
          return { step: 0, U, stepSize: step ?? (await safeStep(R, L)), alpha, previous: alpha, inertia: 1 };
        },

        step(state) {
          const R = hidden(state.U);
          const { alpha, previous, stepSize, inertia } = state;
          const isFast = acceleration === "fista";
          const next = isFast ? (1 + Math.sqrt(1 + 4 * inertia ** 2)) / 2 : 1;
          // Before the first step α_{−1} = α_0.
          const momentum = isFast && state.step > 0 ? (state.inertia - 1) / next : 0;
          const at = momentum === 0 ? alpha : alpha.map((a, i) => a + momentum * (a - previous[i]!));
          const gradient = applyTransposed(R, loss.gradient(apply(R, at), y));
          const moved = at.map((a, i) => a - stepSize * gradient[i]!);
          return {
            ...state,
            step: state.step + 1,
            alpha: softThreshold(moved, stepSize * beta),
            previous: alpha,
            inertia: next,
          };
        },

        measure({ step: steps, U, alpha }) {
          const R = hidden(U);
          const objective = lassoObjective(training, R, alpha);
          return {
            objective,
            calls: { gradient: steps },
            gap: lassoGap(training, R, alpha),
            neurons: alpha.filter((a) => a !== 0).length,
          };
        },

        answer: ({ U, alpha }) => toParams(networkOfLasso(U, alpha)),

        finished: ({ U }) => (hidden(U).data.every((r) => r === 0) ? "no sample activates a neuron" : undefined),
      };
    },
  );
}

const lassoObjective = ({ y, beta, loss }: ReluTraining, R: Matrix, alpha: Float64Array): number =>
  loss.value(apply(R, alpha), y) + beta * alpha.reduce((sum, a) => sum + Math.abs(a), 0);

/** 1/(L ‖R‖²), a little less for what the power iteration leaves open; 1 where R is 0 and nothing will move. */
async function safeStep(R: Matrix, L: number): Promise<number> {
  const { value } = await largestEigenvalue((alpha) => applyTransposed(R, apply(R, alpha)), R.columns);
  return value > 0 ? 1 / (L * value * (1 + 1e-5)) : 1;
}

/** R = (XU)₊ of the last U asked for: it follows from the state and is not kept in it. */
function remembered(X: Matrix) {
  let last: { U: Float64Array; R: Matrix } | undefined;
  return (U: Matrix): Matrix => {
    if (last?.U !== U.data) last = { U: U.data, R: hiddenOutputs(U, X) };
    return last.R;
  };
}
