import type { z } from "zod";
import { count, positive, readOptions, z as schema } from "../../core/options.ts";
import type { RatedNetwork } from "../../core/problem.ts";

/** What an attack is made of, for every method that attacks. */
export const attackOptions = schema.object({
  /** One step of the sign of the gradient, or several. Default "FGSM" (official code). */
  attack: schema.enum(["FGSM", "PGD"], "must be 'FGSM' or 'PGD'").default("FGSM"),
  /** L: "linear" is uᵀz (the paper's statement); "crossEntropy" has u for labels (what the official code's attack computes). */
  loss: schema.enum(["linear", "crossEntropy"], "must be 'linear' or 'crossEntropy'").default("linear"),
  /** Steps of PGD. Default 10 (official code). */
  attackSteps: count().default(10),
  /** α: a step of PGD in a box of side 1. Default 1/8, which reaches the whole ball [reconstructed]; official code 2/255. */
  attackStepSize: positive().default(1 / 8),
});

const directionOptions = attackOptions.extend({
  /** r > 0: no entry of the direction is larger. Default 1. */
  radius: positive().default(1),
});

export type AttackDirectionOptions = z.input<typeof directionOptions>;

/** A direction, how many vector-Jacobian products it took, and what went wrong where something did. */
export type AttackDirection = { direction: Float64Array; products: number; failure?: string };

/** Chooses d with ‖d‖_∞ ≤ r that should move the outputs of a network at x along the gradient of their rating. */
export type Attack = (network: RatedNetwork, x: Float64Array, radius: number) => Promise<AttackDirection>;

/**
 * An adversarial attack as a search direction: d that moves the outputs of a network along the gradient of their rating.
 *
 *     u = ∂F/∂outputs,  z = Φ(x + d) − Φ(x),  both without the outputs that F ignores
 *     linear:        L = uᵀ z,                       w = u
 *     crossEntropy:  L = Σ u_j log softmax(z)_j,      w = u − (Σ u_j) softmax(z)
 *     g(δ) = 2 r J(x + d)ᵀ w,  d = 2 r (δ − ½)
 *     FGSM:  δ = clip(½ + ½ sign g(½))
 *     PGD:   δ ← clip(δ + α sign g(δ)), `attackSteps` times from δ = ½
 *
 * FGSM is the exact maximiser of the linearized L over the ball. PGD moves at most 2 r α attackSteps in an entry: with
 * the official code's α = 2/255 and ten steps 0.157 r. Entries with a zero gradient stay. Where a vector-Jacobian
 * product is not finite, the direction is zero and `failure` says so.
 *
 * Cost: for FGSM one vector-Jacobian product and one forward pass, for PGD `attackSteps` products, with "crossEntropy"
 * a forward pass more each. Memory: n + m numbers.
 *
 * @throws {OptionError} if an option is unknown or outside its range; whatever the network throws.
 * @source P.-Y. Bouchet, T. Vidal, Optimization by Directional Attacks, 2025, arXiv 2510.01461, and its official code;
 * FGSM: I. Goodfellow, J. Shlens, C. Szegedy, 2014, arXiv 1412.6572; PGD: A. Madry et al., 2017, arXiv 1706.06083.
 * @example
 * const { direction } = await attackDirection(recoveryMiniature().network, new Float64Array(50), { radius: 0.1 });
 */
export async function attackDirection(
  network: RatedNetwork,
  x: Float64Array,
  options: AttackDirectionOptions = {},
): Promise<AttackDirection> {
  const { radius, ...settings } = readOptions("attackDirection", directionOptions, options);
  return attackWith(settings)(network, x, radius);
}

/** The attack with these settings, for methods that have read them already. */
export const attackWith =
  ({ attack, loss, attackSteps, attackStepSize }: z.output<typeof attackOptions>): Attack =>
  async (network, x, r) => {
    const y = await network.outputs(x);
    const { gradient: u } = await network.rate(y);
    const kept = u.map((_, j) => Number(!network.ignored?.includes(j)));
    const [steps, alpha] = attack === "FGSM" ? [1, 1 / 2] : [attackSteps, attackStepSize];

    let delta = new Float64Array(x.length).fill(1 / 2);
    for (let step = 0; step < steps; step++) {
      const at = step === 0 ? x : x.map((value, i) => value + 2 * r * (delta[i]! - 1 / 2));
      const w =
        loss === "linear"
          ? u.map((value, j) => value * kept[j]!)
          : softLabelWeights(u, kept, y, await network.outputs(at));
      const g = await network.pullBack(at, w);
      if (!g.every(Number.isFinite)) {
        const failure = "a vector-Jacobian product is not finite";
        return { direction: new Float64Array(x.length), products: step + 1, failure };
      }
      delta = delta.map((value, i) => Math.min(1, Math.max(0, value + alpha * Math.sign(g[i]!))));
    }
    return { direction: delta.map((value) => 2 * r * (value - 1 / 2)), products: steps };
  };

/** w = u − (Σ u) softmax(z), z = y(x + d) − y(x), over the outputs that are kept; 0 at the others. */
function softLabelWeights(u: Float64Array, kept: Float64Array, y: Float64Array, moved: Float64Array): Float64Array {
  const z = moved.map((value, j) => value - y[j]!);
  const highest = z.reduce((most, value, j) => (kept[j] ? Math.max(most, value) : most), Number.NEGATIVE_INFINITY);
  const exponentials = z.map((value, j) => (kept[j] ? Math.exp(value - highest) : 0));
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  const mass = u.reduce((sum, value, j) => sum + value * kept[j]!, 0);
  return u.map((value, j) => kept[j]! * (value - (mass * exponentials[j]!) / total));
}
