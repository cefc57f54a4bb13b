import { numpy as np } from "@jax-js/jax";
import type { HasEvaluate, HasInitial, HasName, HasNetwork, RatedNetwork, Rating } from "../core/problem.ts";

type MaybePromise<T> = T | Promise<T>;

/** Φ: Rⁿ → Rᵐ on the host, with its vector-Jacobian product. Borrows its arguments. */
export type DifferentiableNetwork = Pick<RatedNetwork, "outputs" | "pullBack">;

/** f with its gradient, on the host. Borrows its argument. */
export type Score = { rate(y: Float64Array): MaybePromise<Rating> };

/** c(x, y), met where no entry is positive, with its vector-Jacobian products in x and y. Borrows its arguments. */
export type Constraints = {
  values(x: Float64Array, y: Float64Array): MaybePromise<Float64Array>;
  pullBack(x: Float64Array, y: Float64Array, weights: Float64Array): MaybePromise<{ x: Float64Array; y: Float64Array }>;
};

export type PenalisedParts = {
  name: string;
  /** x₀: where runs begin. */
  start: ArrayLike<number>;
  network: DifferentiableNetwork;
  /** To be made large. */
  f: Score;
  c?: Constraints;
  /** Indices of outputs of the network that f does not depend on: attacks leave them alone. */
  ignored?: readonly number[];
};

/** The best input of a network: to be attacked through `network`, or a black box as `evaluate`. */
export type PenalisedNetwork = HasName & HasInitial<np.Array> & HasEvaluate & HasNetwork;

/**
 * The best input of a network under constraints, as a problem without: violations become outputs that are penalised.
 *
 *     maximise f(Φ(x)) subject to c(x, Φ(x)) ≤ 0   becomes   minimise −F(x),  F = f(y) − ‖z‖²,  z = max(c(x, y), 0)
 *     outputs (y, z),  ∂F/∂outputs = (∇f(y), −2 z)
 *
 * Methods here minimise, the paper maximises: the objective that is reported is −F. Where z = 0 its derivative is 0, so
 * that an attack does not see a constraint until it is violated. The size of c sets the weight of the penalty. Networks
 * and functions written for the engine become parts with `tracedNetwork`, `tracedScore` and `tracedConstraints`.
 *
 * @source P.-Y. Bouchet, T. Vidal, Optimization by Directional Attacks, 2025, arXiv 2510.01461, official code.
 * @example
 * const network = tracedNetwork((x) => np.tanh(x));
 * const f = tracedScore((y) => np.square(y.sub(0.5)).sum().neg());
 * const { answer } = await minimize(penalise({ name: "tanh", start: [0, 0], network, f }), hybridAttack(), { steps: 50 });
 */
export function penalise({ name, start, network, f, c, ignored }: PenalisedParts): PenalisedNetwork {
  const x0 = Float64Array.from(start);
  const rated = c ? extended(network, f, c, x0) : { ...network, rate: f.rate };
  return {
    name,
    dimension: x0.length,
    initial(key) {
      key.dispose();
      return np.array(x0.slice(), { dtype: np.float64 });
    },
    network: { ...rated, ...(ignored && { ignored }) },
    async evaluate(points) {
      const values: number[] = [];
      for (const x of points) values.push(-(await rated.rate(await rated.outputs(x))).value);
      return values;
    },
  };
}

/** The network with violations behind its outputs. */
function extended(network: DifferentiableNetwork, f: Score, c: Constraints, x0: Float64Array): RatedNetwork {
  // How many of the outputs are the network's own: the same at every point.
  let known: number | undefined;
  const own = async () => (known ??= (await network.outputs(x0)).length);
  return {
    async outputs(x) {
      const y = await network.outputs(x);
      // A violation that is not a number stays one, and is seen in F.
      const violations = (await c.values(x, y)).map((value) => (value <= 0 ? 0 : value));
      return Float64Array.of(...y, ...violations);
    },
    async pullBack(x, weights) {
      const y = await network.outputs(x);
      const values = await c.values(x, y);
      const active = weights.slice(y.length).map((weight, i) => (values[i]! > 0 ? weight : 0));
      const throughC = await c.pullBack(x, y, active);
      const ofOutputs = throughC.y.map((value, j) => value + weights[j]!);
      const throughY = await network.pullBack(x, ofOutputs);
      return throughY.map((value, i) => value + throughC.x[i]!);
    },
    async rate(outputs) {
      const count = await own();
      const z = outputs.slice(count);
      const { value, gradient } = await f.rate(outputs.slice(0, count));
      const penalty = z.reduce((sum, zi) => sum + zi * zi, 0);
      return { value: value - penalty, gradient: Float64Array.of(...gradient, ...z.map((zi) => -2 * zi)) };
    },
  };
}
