import { type Iteration, named } from "../../core/method.ts";
import { count, fraction, positive, readOptions, z } from "../../core/options.ts";
import { requireCapabilities } from "../../core/problem.ts";
import { generator, seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import { adamMoments } from "../../transforms/adam.ts";
import { type ActedProblem, type Learner, type LearnerState, qLearner } from "./q-learner.ts";
import { emptyReplay, type Replay, remember, sample, widthOf } from "./replay.ts";
import { smoothnessKinds } from "./smoothness.ts";

const share = () => z.number("must be in [0, 1]").min(0, "must be in [0, 1]").max(1, "must be in [0, 1]");

export const dqnOptions = adamMoments.extend({
  /** Adam's step size α > 0. Default 2.5e-4 (official code, MinAtar). */
  learningRate: positive().default(2.5e-4),
  /** Adam's ε > 0. Default 3.125e-4 (official code, MinAtar). */
  epsilon: positive().default(3.125e-4),
  /** γ in [0, 1). Default 0.99 (official code). */
  discount: fraction().default(0.99),
  /** Transitions an update. Default 32 (official code). */
  batchSize: count().default(32),
  /** Steps in the environment an update. Default 4 (official code). */
  updateEvery: count().default(4),
  /** Steps after which the target network is a copy of the trained one. Default 4000 (official code, MinAtar). */
  targetEvery: count().default(4000),
  /** Transitions that are remembered. Default 100,000 (official code). */
  replaySize: count().default(100_000),
  /** Steps before the first update. Default 1000. */
  learningStarts: count().default(1000),
  /** Share of random actions at the beginning. Default 1 (official code). */
  explorationStart: share().default(1),
  /** Share of random actions in the end. Default 0.01 (official code). */
  explorationEnd: share().default(0.01),
  /** Steps over which the share of random actions falls evenly. Default 250,000 (official code). */
  explorationSteps: count().default(250_000),
  /** What keeps the values smooth: nothing, the network, its outputs, or the optimizer. Default "none". */
  smoothness: z.enum(smoothnessKinds, `must be one of ${smoothnessKinds.join(", ")}`).default("none"),
  /** The matrix whose largest singular value matters, counted from the last where negative. Default −2 (the paper: SN[-2]). */
  layer: z.int("must be a whole number").default(-2),
  /** Episodes over whose returns the mean is reported. Default 100. */
  window: count().default(100),
});

export type DqnOptions = z.input<typeof dqnOptions>;

/** The state of a run: what is learned, what is remembered, and where the episode stands. */
export type DqnState<P, Scene> = LearnerState<P> & {
  step: number;
  seed: number;
  updates: number;
  replay: Replay;
  scene: Scene;
  observation: Float64Array;
  /** The values of the actions at this observation; none where they were not asked for. */
  values: number[];
  /** Rewards of this episode so far, and returns of the last ones. */
  episodeReturn: number;
  episodes: number;
  returns: number[];
  /** The loss of the last update. */
  loss: number;
};

export type Dqn = <P extends Tree, Scene extends object>(
  problem: ActedProblem<P, Scene>,
) => Iteration<DqnState<P, Scene>, P>;

/**
 * Deep Q-learning: a network learns the value of each action from remembered transitions, and acts by it.
 *
 *     act:     a random action with probability e, else argmax_a Q_θ(s, a); remember (s, a, r, s′)
 *     learn:   θ ← Adam(θ, ∇_θ mean (y − Q_θ(s, a))²),  y = r + γ max_a′ Q_θ⁻(s′, a′),  y = r at an episode's end
 *     target:  θ⁻ ← θ every `targetEvery` steps
 *
 * e falls evenly from `explorationStart` to `explorationEnd`. One step is one step in the environment. `smoothness` is what the
 * paper compares, with σ the largest singular value of one matrix by a power iteration an update:
 *
 *     spectralNorm:  the matrix over σ, differentiated through σ      divOut:   Q over σ, held fixed
 *     divGrad:  the gradient over max(σ, 1)     mulEps:  Adam's ε times σ     divStep:  the step over max(σ, 1)
 *
 * Reported are `meanReturn` over the last episodes (its negative is the objective; 0 before the first episode ends), the
 * episodes, the share of random actions, and the loss of the last update. A loss that is not finite ends the run as diverged.
 *
 * Cost per step: an environment step; per update one gradient on a batch and one pass of the target network. Memory: the
 * parameters four times, and 2 (observation) + actions + 2 numbers a remembered transition. Deterministic given the seed.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or the network has no such layer; {CapabilityError} if the
 * problem has no `environment`, `predict` or `initial`.
 * @source V. Mnih et al., Human-Level Control through Deep Reinforcement Learning, 2015, algorithm 1; F. Gogianu et al., Spectral
 * Normalisation for Deep Reinforcement Learning, 2021, arXiv 2105.05246, and its official code.
 * @example
 * const method = dqn({ learningRate: 3e-3, updateEvery: 1, learningStarts: 100, targetEvery: 200, explorationSteps: 1500 });
 * const { trace } = await minimize(catchGame(), method, { steps: 2000 });
 */
export function dqn(options: DqnOptions = {}): Dqn {
  const settings = readOptions("dqn", dqnOptions, options);
  const { explorationStart, explorationEnd, explorationSteps, window } = settings;
  const explorationAt = (step: number) =>
    explorationStart + (explorationEnd - explorationStart) * Math.min(1, step / explorationSteps);

  return named(
    "dqn",
    <P extends Tree, Scene extends object>(problem: ActedProblem<P, Scene>): Iteration<DqnState<P, Scene>, P> => {
      requireCapabilities("dqn", problem, ["initial", "predict", "environment"]);
      const { environment } = problem;
      const { observationSize, actions } = environment;
      const learner: Learner<P> = qLearner("dqn", problem, settings);

      return {
        init(seed) {
          const scene = environment.reset(generator(seedFor(seed, "first episode")));
          return {
            ...learner.init(seed),
            step: 0,
            seed,
            updates: 0,
            replay: emptyReplay(widthOf(observationSize, actions), settings.replaySize),
            scene,
            observation: environment.observe(scene),
            values: [],
            episodeReturn: 0,
            episodes: 0,
            returns: [],
            loss: 0,
          };
        },

        async step(state) {
          const step = state.step + 1;
          const random = generator(seedFor(state.seed, "step", step));
          const isRandom = random.uniform() < explorationAt(state.step);
          const known =
            isRandom || state.values.length > 0 ? state.values : await learner.values(state, state.observation);
          const action = isRandom ? random.integer(actions) : known.indexOf(Math.max(...known));

          const { scene: after, reward, isOver } = environment.step(state.scene, action, random);
          const next = environment.observe(after);
          const replay = remember(state.replay, { observation: state.observation, action, reward, next, isOver });
          const episodeReturn = state.episodeReturn + reward;
          const scene = isOver ? environment.reset(random) : after;
          const here = {
            ...state,
            step,
            replay,
            scene,
            observation: isOver ? environment.observe(scene) : next,
            values: [],
            episodeReturn: isOver ? 0 : episodeReturn,
            episodes: state.episodes + (isOver ? 1 : 0),
            returns: isOver ? [...state.returns, episodeReturn].slice(-window) : state.returns,
          };
          const isDue = step >= settings.learningStarts && step % settings.updateEvery === 0;
          const learned = isDue
            ? await learner.update(
                here,
                sample(replay, settings.batchSize, random),
                here.observation,
                state.updates + 1,
              )
            : {};
          const trained = { ...here, ...learned, updates: state.updates + (isDue ? 1 : 0) };
          return step % settings.targetEvery === 0 ? { ...trained, ...learner.copyToTarget(trained) } : trained;
        },

        measure({ step, updates, returns, episodes, loss }) {
          const meanReturn = returns.reduce((sum, value) => sum + value, 0) / Math.max(1, returns.length);
          return {
            objective: Number.isFinite(loss) ? -meanReturn : Number.NaN,
            calls: { environmentStep: step, gradient: updates },
            meanReturn,
            episodes,
            exploration: explorationAt(step),
            loss,
          };
        },
        answer: ({ params }) => tree.ref(params),
        dispose: () => learner.dispose(),
      };
    },
  );
}
