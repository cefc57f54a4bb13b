import { numpy as np } from "@jax-js/jax";
import { count, readOptions, z } from "../core/options.ts";
import type {
  HasBatches,
  HasInitial,
  HasLoss,
  HasMetrics,
  HasName,
  HasPredictions,
  HasRollouts,
} from "../core/problem.ts";
import { generator, seedFor } from "../engine/random.ts";
import {
  actor,
  imitationDynamics,
  type Policy,
  type PolicyKind,
  policyKinds,
  startPolicy,
  stateSize,
} from "./imitation-dynamics.ts";
import type { Batch } from "./samples.ts";

export const imitationOptions = z.object({
  /** What learns: features to actions, "linear" (with bias, from 0) or "tanh" (6-16-2, without biases). Default "linear". */
  policy: z.enum(policyKinds, "must be 'linear' or 'tanh'").default("linear"),
  /** Steps of the environment in one batch. Default 100. */
  steps: count().default(100),
  /** Steps after which the environment starts anew. Default 50. */
  restart: count().default(50),
  /** Seed of the dynamics. Default 0. */
  seed: z.int("must be a whole number ≥ 0").min(0, "must be a whole number ≥ 0").default(0),
});

export type ImitationOptions = z.input<typeof imitationOptions>;

/** Where the environment stands: its state, steps made in all, and the seed of what is still to be drawn. */
export type ImitationWorld = { state: Float64Array; step: number; seed: number };

/** A problem of imitation: its batches are of the expert's making, its roll-outs of the learner's. */
export type Imitation = HasName &
  HasInitial<Policy> &
  HasLoss<Policy, Batch> &
  HasBatches<Batch> &
  HasPredictions<Policy, Batch> &
  HasRollouts<Policy, Batch, ImitationWorld> &
  HasMetrics<Policy>;

/** Steps of the learner's own that the metric looks at. */
const measuredSteps = 1000;

/**
 * Imitation of an expert who steers a noisy system: the loss is ‖π(s) − a‖², a being what the expert does at s.
 *
 *     s' = A s + B clip(a, −3, 3) + 0.1 N(0, 1),   s ∈ R⁶, a ∈ R²;   s = 2 N(0, 1) every 50 steps
 *     A = Q diag(0.5 … 1) Qᵀ,  B = N(0, 1)/√6,  K = B⁺ A/2;   the expert: a = −1.5 tanh(K s)
 *     the policy sees s · (1 … 0.1), spaced geometrically
 *
 * `rollOut` lets the policy act for 100 steps and labels the states with the expert's actions: online imitation, in which
 * the samples depend on the parameters. `batches` are of states that the expert visits itself (behavioural cloning).
 * Metric: ownLoss, the loss on states that the policy visits. float64.
 *
 * @throws {OptionError} if an option is unknown or outside its range.
 * @source The kind of experiment: Lavington et al. 2023, arXiv 2302.02607; online imitation: S. Ross, G. Gordon,
 * D. Bagnell, A Reduction of Imitation Learning, 2011, arXiv 1011.0686 (β = 0). The system: [reconstructed].
 * @example
 * const { trace } = await minimize(imitation({ policy: "tanh" }), sso({ innerSteps: 10 }), { steps: 50 });
 */
export function imitation(options: ImitationOptions = {}): Imitation {
  const { policy: kind, steps, restart, seed } = readOptions("imitation", imitationOptions, options);
  const dynamics = imitationDynamics(seed);
  const { features, expert, follow } = dynamics;

  /** Acts `count` times; without a policy the expert does. */
  function act(world: ImitationWorld, count: number, own?: (features: Float64Array) => Float64Array) {
    // What is drawn depends on where the world stands alone, so that a saved one goes on as if it had not been saved.
    const random = generator(seedFor(world.seed, "environment", world.step));
    const inputs = new Float64Array(count * stateSize);
    const targets: number[] = [];
    let state = world.state;
    for (let i = 0; i < count; i++) {
      if ((world.step + i) % restart === 0) state = random.normals(stateSize).map((x) => 2 * x);
      const seen = features(state);
      const right = expert(state);
      inputs.set(seen, i * stateSize);
      targets.push(...right);
      state = follow(state, own ? own(seen) : right, random.normals(stateSize));
    }
    const batch: Batch = {
      inputs: np.array(inputs, { shape: [count, stateSize], dtype: np.float64 }),
      targets: np.array(Float64Array.from(targets), { shape: [count, targets.length / count], dtype: np.float64 }),
    };
    return { batch, world: { ...world, state, step: world.step + count } };
  }

  const start = (seed: number): ImitationWorld => ({ state: new Float64Array(stateSize), step: 0, seed });
  const { predict } = policies[kind];
  const lossOfPrediction = (predictions: np.Array, { inputs, targets }: Batch) => {
    inputs.dispose();
    return np.square(predictions.sub(targets)).sum(1).mean();
  };
  const loss = (params: Policy, batch: Batch) => lossOfPrediction(predict(params, batch.inputs.ref), batch);
  const roll = async (params: Policy, world: ImitationWorld, count: number) =>
    act(world, count, await actor(kind, params));

  return {
    name: `imitation, ${kind} policy`,
    initial: (key) => {
      key.dispose();
      return startPolicy(kind, seed);
    },
    predict,
    inputsOf({ inputs, targets }) {
      targets.dispose();
      return inputs;
    },
    lossOfPrediction,
    predictionSmoothness: 2,
    loss,
    batches: (seed) => (index) => act(start(seedFor(seed, "expert", index)), steps).batch,
    start,
    rollOut: (params, world) => roll(params, world, steps),
    async metrics(answer) {
      const { batch } = await roll(answer, start(seedFor(seed, "metrics")), measuredSteps);
      const own = answer.map((array) => array.ref);
      return { ownLoss: (await loss(own, batch).data())[0]! };
    },
  };
}

const policies: Record<PolicyKind, { predict(params: Policy, inputs: np.Array): np.Array }> = {
  linear: { predict: ([W, b], X) => np.matmul(X, W!).add(b!) },
  tanh: { predict: ([W1, W2], X) => np.matmul(np.tanh(np.matmul(X, W1!)), W2!) },
};
