import { numpy as np, random } from "@jax-js/jax";
import type { HasEnvironment } from "../../core/environment.ts";
import type { HasInitial, HasPredictions } from "../../core/problem.ts";
import { compile, valueAndGradient } from "../../engine/compile.ts";
import { seedFor } from "../../engine/random.ts";
import type { Tree } from "../../engine/tree.ts";
import * as tree from "../../engine/tree.ts";
import type { SpectralState } from "../../transforms/spectral-norm.ts";
import { applyUpdates, packNumbers, unpackNumbers } from "../../transforms/transformation.ts";
import { type Smoothness, smoothNetwork, smoothOptimizer } from "./smoothness.ts";

/** What is acted in and with what. */
export type ActedProblem<P extends Tree, Scene extends object> = HasInitial<P> &
  Pick<HasPredictions<P, unknown>, "predict"> &
  HasEnvironment<Scene>;

/** What is learned: parameters, what is known of their singular value, the optimizer's state, and the target network. */
export type LearnerState<P> = {
  params: P;
  spectral: SpectralState[];
  inner: Tree;
  target: { params: P; spectral: SpectralState[] };
};

/** The part of Q-learning that works on networks. */
export type Learner<P> = {
  init(seed: number): LearnerState<P>;
  /** The values of the actions at an observation. Borrows the state. */
  values(state: LearnerState<P>, observation: Float64Array): Promise<number[]>;
  /**
   * The state after update number 1, 2, …, on a batch of rows as they are remembered, with the loss before it and the values at
   * an observation after it. Consumes parameters, spectral and optimizer's state.
   */
  update(
    state: LearnerState<P>,
    batch: Float64Array,
    observation: Float64Array,
    update: number,
  ): Promise<Pick<LearnerState<P>, "params" | "spectral" | "inner"> & { loss: number; values: number[] }>;
  /** The trained network as the target. Consumes the target, borrows the rest. */
  copyToTarget(state: LearnerState<P>): Pick<LearnerState<P>, "target">;
  dispose(): void;
};

type LearnerSettings = {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  discount: number;
  batchSize: number;
  smoothness: Smoothness;
  layer: number;
};

/** Compiles what a problem's network has to learn: one program an update, which also tells the values for the next action. */
export function qLearner<P extends Tree>(
  owner: string,
  problem: ActedProblem<P, object>,
  { learningRate, beta1, beta2, epsilon, discount, batchSize, smoothness, layer }: LearnerSettings,
): Learner<P> {
  const { observationSize, actions } = problem.environment;
  const network = smoothNetwork<P>(owner, smoothness, layer, problem);
  const optimizer = smoothOptimizer(owner, smoothness, layer, { learningRate, beta1, beta2, epsilon });

  const evaluate = compile((params: P, spectral: SpectralState[], observation: np.Array) => {
    const values = network.predict(params, spectral, observation.reshape([1, observationSize])).ravel();
    tree.dispose([params, spectral]);
    return values;
  });

  const temporalDifference = valueAndGradient(
    (params: P, spectral: SpectralState[], observations: np.Array, chosen: np.Array, wanted: np.Array) => {
      const values = network.predict(params, spectral, observations).mul(chosen).sum(1);
      tree.dispose([params, spectral]);
      return np.square(values.sub(wanted)).mean();
    },
  );

  const learn = compile(
    (
      params: P,
      before: SpectralState[],
      inner: Tree,
      target: LearnerState<P>["target"],
      packed: np.Array,
      batch: np.Array,
      observation: np.Array,
    ) => {
      const columns = (from: number, to: number) => batch.ref.slice([], [from, to]);
      const next = columns(observationSize, 2 * observationSize);
      const ends = 2 * observationSize + actions;
      const best = network.predict(target.params, target.spectral, next).max(1);
      const [reward, goesOn] = [ends, ends + 1].map((column) => batch.ref.slice([], column)) as [np.Array, np.Array];
      const wanted = reward.add(goesOn.mul(best).mul(discount));
      const spectral = network.follow(params, before);
      const [loss, gradient] = temporalDifference(
        tree.ref(params),
        tree.ref(spectral) as SpectralState[],
        columns(0, observationSize),
        columns(2 * observationSize, ends),
        wanted,
      );
      tree.dispose([target, batch]);
      const [updates, nextInner] = optimizer.update(gradient, inner, params, {
        numbers: unpackNumbers(packed, optimizer.numbers?.(1)),
        value: loss,
      });
      const trained = applyUpdates(params, updates) as P;
      const values = network.predict(trained, spectral, observation.reshape([1, observationSize])).ravel();
      return [trained, spectral, nextInner, np.concatenate([loss.reshape([1]), values])] as const;
    },
  );

  const onDevice = (values: Float64Array, shape: number[], { params }: LearnerState<P>) => {
    const dtype = tree.dtypeOf(params);
    return np.array(dtype === np.float64 ? values.slice() : Float32Array.from(values), { shape, dtype });
  };

  return {
    init(seed) {
      const params = problem.initial(random.key(seedFor(seed, "initial")));
      const spectral = network.init(params, random.key(seedFor(seed, "spectral")));
      const target = { params: tree.ref(params), spectral: tree.ref(spectral) as SpectralState[] };
      return { params, spectral, inner: optimizer.init(params), target };
    },
    async values(state, observation) {
      const { params, spectral } = state;
      const at = onDevice(observation, [observationSize], state);
      return [...(await evaluate(tree.ref(params), tree.ref(spectral) as SpectralState[], at).data())];
    },
    async update(state, batch, observation, update) {
      const [params, spectral, inner, told] = learn(
        state.params,
        state.spectral,
        state.inner,
        tree.ref(state.target),
        packNumbers(optimizer.numbers?.(update), tree.dtypeOf(state.params)),
        onDevice(batch, [batchSize, batch.length / batchSize], state),
        onDevice(observation, [observationSize], state),
      );
      const [loss, ...values] = (await told.data()) as Float32Array;
      return { params, spectral, inner, loss: loss!, values };
    },
    copyToTarget({ params, spectral, target }) {
      tree.dispose(target);
      return { target: { params: tree.ref(params), spectral: tree.ref(spectral) as SpectralState[] } };
    },
    dispose() {
      evaluate.dispose();
      learn.dispose();
    },
  };
}
