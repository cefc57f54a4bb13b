import { random } from "@jax-js/jax";
import { type Iteration, type Method, named } from "../../core/method.ts";
import { type HasInitial, type HasLoss, type HasRollouts, requireCapabilities } from "../../core/problem.ts";
import { compile, valueAndGradient } from "../../engine/compile.ts";
import { seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import type { StandaloneOptimizer } from "../../transforms/optimizer.ts";

/** What a learner remembers from round to round. */
type Memory = { [name: string]: unknown };

/** Learns from one batch after the other. */
export type OnlineLearner<P, B> = {
  /** Before the first round. Borrows the parameters. */
  init(params: P): Memory;
  /** One update, with one call of the gradient. Consumes all three. */
  step(params: P, memory: Memory, batch: B): Promise<{ params: P; memory: Memory }>;
  dispose(): void;
};

/** A problem in which the parameters act. */
export type OnlineProblem<P, B, World> = HasInitial<P> & HasLoss<P, B> & HasRollouts<P, B, World>;

/** The state of a run: parameters, what they have just brought about, and their loss on it. */
export type OnlineState<P, B, World> = {
  round: number;
  environmentSteps: number;
  params: P;
  memory: Memory;
  batch: B;
  world: World;
  value: number;
};

/**
 * Online learning: the parameters act, their loss on what they brought about counts, then they learn from it, once.
 *
 *     batch_t = what θ_t brings about;   regret grows by h_t(θ_t);   θ_{t+1} = update(θ_t, batch_t)
 *
 * The world goes on from round to round. The objective of a state is the loss of its parameters on their own batch, before
 * they learn from it; its mean over rounds is the online loss.
 *
 * Cost per step: that of the learner, one roll-out, and one loss. Counts gradients (one a round) and environment steps.
 *
 * @throws {CapabilityError} if the problem has no `initial`, `loss`, `start` or `rollOut`.
 * @source S. Ross, G. Gordon, D. Bagnell, 2011, arXiv 1011.0686, without aggregation; J. W. Lavington et al. 2023.
 * @example
 * const method = learnOnline("SSO, online", sso({ innerSteps: 10 }).learner);
 * const { trace } = await minimize(imitation(), method, { steps: 50 });
 */
export function learnOnline<P extends Tree, B, World>(
  name: string,
  learnerFor: (problem: OnlineProblem<P, B, World> & never) => OnlineLearner<P, B>,
): Method<OnlineProblem<P, B, World>, OnlineState<P, B, World>, P> {
  return named(name, (problem: OnlineProblem<P, B, World>): Iteration<OnlineState<P, B, World>, P> => {
    requireCapabilities(name, problem, ["initial", "loss", "start", "rollOut"]);
    const learner = learnerFor(problem as never);
    const lossOn = compile((params: P, batch: Tree) => problem.loss(params, batch as B));
    const look = async (params: P, world: World) => {
      const seen = await problem.rollOut(params, world);
      const value: number = (await lossOn(tree.ref(params), tree.ref(seen.batch as Tree)).data())[0]!;
      return { ...seen, value };
    };
    const rows = (batch: B): number => tree.leaves<{ shape: number[] }>(batch as never)[0]!.shape[0]!;
    return {
      async init(seed) {
        const params = problem.initial(random.key(seedFor(seed, "initial")));
        const seen = await look(params, problem.start(seedFor(seed, "world")));
        return { round: 0, environmentSteps: rows(seen.batch), params, memory: learner.init(params), ...seen };
      },
      async step({ round, environmentSteps, params, memory, batch, world }) {
        const next = await learner.step(params, memory, batch);
        const seen = await look(next.params, world);
        return {
          round: round + 1,
          environmentSteps: environmentSteps + rows(seen.batch),
          params: next.params,
          memory: next.memory,
          ...seen,
        };
      },
      measure: ({ round, environmentSteps, value }) => ({
        objective: value,
        calls: { gradient: round, environmentStep: environmentSteps },
      }),
      answer: ({ params }) => tree.ref(params),
      dispose() {
        learner.dispose();
        lossOn.dispose();
      },
    };
  });
}

/** Any optimizer as a learner: one step along the gradient of each batch. */
export const descentLearner =
  (optimizer: StandaloneOptimizer) =>
  <P extends Tree, B>(problem: HasLoss<P, B>): OnlineLearner<P, B> => {
    const gradientOn = compile((params: P, batch: Tree) => {
      const [value, gradient] = valueAndGradient(problem.loss)(params, batch as B);
      value.dispose();
      return gradient;
    });
    return {
      init: (params) => optimizer.init(params),
      async step(params, memory, batch) {
        const gradient = gradientOn(tree.ref(params), batch as Tree);
        const [next, state] = optimizer.step(gradient, memory as ReturnType<typeof optimizer.init>, params);
        return { params: next as P, memory: state };
      },
      dispose: gradientOn.dispose,
    };
  };
