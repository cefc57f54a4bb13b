import { numpy as np, random } from "@jax-js/jax";
import type { z } from "zod";
import { type Iteration, named } from "../../core/method.ts";
import { fraction, nonnegative, positive, readOptions, z as schema } from "../../core/options.ts";
import {
  type HasBatches,
  type HasInitial,
  type HasLoss,
  type HasSampleRows,
  requireCapabilities,
} from "../../core/problem.ts";
import { compile, valueAndGradient } from "../../engine/compile.ts";
import { seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import { roundingUnit } from "../../transforms/lbfgs.ts";
import { cachedStream } from "../batch-stream.ts";
import { searchArmijo } from "./armijo.ts";

export const slsOptions = schema.object({
  /** c in [0, 1): the decrease asked for. Default 0.5 (official code of target-based surrogates). */
  c: fraction().default(0.5),
  /** What a step that fails is multiplied by, in [0, 1). Default 0.9 (the same code). */
  backtrack: fraction().default(0.9),
  /** What the last step is multiplied by before each search, > 0. Default 2^(B/n) (Vaswani et al. 2019, section 6). */
  expand: positive().optional(),
  /** α₀ > 0: the step before the first. Default 1 (official code of target-based surrogates). */
  initial: positive().default(1),
  /** Below this a step is taken without a test. Default 1e-6 (the same code). */
  smallest: nonnegative().default(1e-6),
});

export type SlsOptions = z.input<typeof slsOptions>;

/** The state of a run: parameters, objective and gradient at them on the next batch, and the last step. */
export type SlsState<P> = {
  step: number;
  seed: number;
  gradientCalls: number;
  lossCalls: number;
  params: P;
  value: number;
  squaredNorm: number;
  gradient: P;
  alpha: number;
};

type SlsProblem<P, B> = HasInitial<P> & HasLoss<P, B> & Partial<HasBatches<B> & HasSampleRows>;

/**
 * SLS, stochastic line search: gradient descent whose step satisfies Armijo's rule on the batch at hand.
 *
 *     a ← α · 2^(B/n);  while f_t(θ − a g) > f_t(θ) − c a ‖g‖²:  a ← 0.9 a
 *     θ ← θ − a g,  α ← a
 *
 * Where the model can fit its data it converges as fast as gradient descent does with the right step size, with nothing to
 * tune. Otherwise it follows each batch and comes to rest around a minimum, not at it. Where the problem does not tell n
 * the factor is 2. On a problem without batches the run has finished where the gradient is 0. In float32 a value may exceed
 * its bound by four units of rounding.
 *
 * Cost per step: one gradient, and a loss for each step size tried; memory: one gradient. Reports the step size.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @throws {CapabilityError} if the problem has no `loss` or no `initial`.
 * @source S. Vaswani et al., Painless Stochastic Gradient: Interpolation, Line-Search, and Convergence Rates, 2019,
 * arXiv 1905.09997, algorithm 1; defaults from the official code of target-based surrogates, 2023.
 * @example
 * const { answer } = await minimize(dampedWave(), sls(), { steps: 100 });
 */
export function sls(options: SlsOptions = {}) {
  const settings = readOptions("sls", slsOptions, options);
  return named("sls", <P extends Tree, B = undefined>(problem: SlsProblem<P, B>) => {
    requireCapabilities("sls", problem, ["initial", "loss"]);
    return iterate(settings, problem);
  });
}

function iterate<P extends Tree, B>(
  { c, backtrack, expand, initial, smallest }: z.output<typeof slsOptions>,
  problem: SlsProblem<P, B>,
): Iteration<SlsState<P>, P> {
  const lossOn = (params: P, batch: Tree[]) => problem.loss(params, batch[0] as B);
  const evaluate = compile((params: P, batch: Tree[]) => {
    const [value, gradient] = valueAndGradient(lossOn)(params, batch);
    return [gradient, np.stack([value, tree.squaredNorm(tree.ref(gradient))])] as const;
  });
  const trial = compile((params: P, gradient: P, alpha: np.Array, batch: Tree[]) => {
    const next = tree.subtract(params, tree.scale(gradient, alpha));
    alpha.dispose();
    return [next, lossOn(tree.ref(next), batch)] as const;
  });
  const stream = cachedStream(problem);
  const at = async (params: P, batch: Tree[]) => {
    const [gradient, pair] = evaluate(tree.ref(params), batch);
    const [value, squaredNorm] = await pair.data();
    return { params, gradient, value: value! as number, squaredNorm: squaredNorm! as number };
  };
  const factor = (batch: Tree[]): number => {
    if (expand !== undefined) return expand;
    const rows = tree.leaves<np.Array>(batch)[0]?.shape[0];
    return rows === undefined || problem.sampleCount === undefined ? 2 : 2 ** (rows / problem.sampleCount);
  };

  return {
    async init(seed) {
      const params = problem.initial(random.key(seedFor(seed, "initial")));
      const point = await at(params, stream.batch(seed, 0));
      return { step: 0, seed, gradientCalls: 1, lossCalls: 0, ...point, alpha: initial };
    },
    async step({ step, seed, gradientCalls, lossCalls, params, value, squaredNorm, gradient, alpha }) {
      const batch = stream.batch(seed, step);
      const dtype = tree.dtypeOf(params);
      let next: P | undefined;
      let trials = 0;
      const valueAt = async (a: number): Promise<number> => {
        if (next) tree.dispose(next);
        trials++;
        const length = np.array(a, { dtype });
        const [there, valueThere] = trial(tree.ref(params), tree.ref(gradient), length, tree.ref(batch));
        next = there;
        return (await valueThere.data())[0]!;
      };
      const slack = dtype === np.float64 ? 0 : 4 * roundingUnit(dtype) * Math.abs(value);
      const first = alpha * factor(batch);
      const found = await searchArmijo(valueAt, { first, value, squaredNorm, c, backtrack, smallest, slack });
      if (!found.isAccepted) await valueAt(found.alpha);
      tree.dispose([params, gradient, batch]);
      return {
        step: step + 1,
        seed,
        gradientCalls: gradientCalls + 1,
        lossCalls: lossCalls + trials,
        ...(await at(next!, stream.batch(seed, step + 1))),
        alpha: found.alpha,
      };
    },
    measure: ({ step, gradientCalls, lossCalls, value, squaredNorm, alpha }) => ({
      objective: value,
      calls: { gradient: gradientCalls, ...(lossCalls > 0 && { loss: lossCalls }) },
      gradientNorm: Math.sqrt(squaredNorm),
      ...(step > 0 && { stepSize: alpha }),
    }),
    answer: ({ params }) => tree.ref(params),
    finished: ({ squaredNorm }) => (squaredNorm === 0 && !problem.batches ? "the gradient is 0" : undefined),
    dispose() {
      stream.dispose();
      evaluate.dispose();
      trial.dispose();
    },
  };
}
