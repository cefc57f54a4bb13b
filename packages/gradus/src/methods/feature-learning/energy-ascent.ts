import { type numpy as np, random } from "@jax-js/jax";
import { OptionError } from "../../core/errors.ts";
import { type Iteration, named } from "../../core/method.ts";
import { positive, readOptions, z } from "../../core/options.ts";
import { type HasFeatureEnergy, type HasInitial, requireCapabilities } from "../../core/problem.ts";
import { compile } from "../../engine/compile.ts";
import { fromArray, fromRows, type Matrix, toArray } from "../../engine/linear-algebra/matrix.ts";
import { seedFor } from "../../engine/random.ts";
import { newtonSchulz, orthogonalizeOptions } from "../../transforms/orthogonalize.ts";

export const energyAscentOptions = z.object({
  /** h > 0. Default 1, which converges in 10 to 20 steps on all pairs of a group. */
  stepSize: positive().default(1),
  /** D: "gradient", each node's own, normalised; or "muon", the orthogonalised gradient of all. Default "gradient". */
  rule: z.enum(["gradient", "muon"], "must be 'gradient' or 'muon'").default("gradient"),
  /** Of Muon's Newton-Schulz iterations. Default "reference" (official code). */
  coefficients: orthogonalizeOptions.shape.coefficients.unwrap().default("reference"),
  /** Rows of the first W, in place of the problem's own start. */
  start: z
    .custom<readonly (readonly number[])[]>((value) => Array.isArray(value), "must be rows of numbers")
    .optional(),
});

export type EnergyAscentOptions = z.input<typeof energyAscentOptions>;

/** Nodes on their spheres, with what is known of them. */
export type EnergyAscentState = { step: number; W: Matrix; energies: Float64Array; gradient: Matrix };

/**
 * Independent feature learning: hidden nodes climb their energies on the unit sphere, all at once.
 *
 *     D_j = ∇E(w_j)/‖∇E(w_j)‖,   or D = NS(∇E(w_1), …, ∇E(w_K)) with Muon
 *     w_j ← w_j + h D_j,  w_j ← w_j/‖w_j‖
 *
 * It is what gradient flow with weight decay does to a hidden layer once the top layer has fitted what it can: by itself a
 * node ends at one irreducible representation of the group. With Muon nodes lean away from where others are, and K nodes
 * find more different features. The objective is −mean E. A node whose gradient is 0 stays.
 *
 * Cost per step: an energy with its gradient for all nodes, O(n K); Muon adds 15 matrix products. Memory: three copies of W.
 * In float64 on the host, Newton-Schulz in the engine.
 *
 * @throws {OptionError} if an option is unknown or outside its range, or `start` does not fit the problem.
 * @throws {CapabilityError} if the problem has no `featureEnergy` or no `initial`.
 * @source Y. Tian, Provable Scaling Laws of Feature Emergence, 2025, arXiv 2509.21519, theorem 1 and section 5.3. The unit step
 * with normalisation in place of the flow is ours.
 * @example
 * const { answer } = await minimize(independentFeatures({ nodes: 22 }), energyAscent({ rule: "muon", stepSize: 0.3 }), { steps: 40 });
 */
export function energyAscent(options: EnergyAscentOptions = {}) {
  const { stepSize, rule, coefficients, start } = readOptions("energy-ascent", energyAscentOptions, options);
  return named(
    "energy-ascent",
    (problem: HasInitial<np.Array> & HasFeatureEnergy): Iteration<EnergyAscentState, np.Array> => {
      requireCapabilities("energy-ascent", problem, ["initial", "featureEnergy"]);
      const orthogonal = compile((G: np.Array) => newtonSchulz(G, { coefficients }));
      const at = (step: number, W: Matrix): EnergyAscentState => ({ step, W, ...problem.featureEnergy(W) });
      const directionOf = async (gradient: Matrix): Promise<Matrix> => {
        if (rule === "gradient") return unitColumns(gradient);
        const factor = orthogonal(toArray(gradient));
        const result = await fromArray(factor);
        factor.dispose();
        return result;
      };
      return {
        async init(seed) {
          if (start) return at(0, unitColumns(startFrom(start, problem.inputs)));
          const W = problem.initial(random.key(seedFor(seed, "initial")));
          const host = await fromArray(W);
          W.dispose();
          return at(0, unitColumns(host));
        },
        async step({ step, W, gradient }) {
          const D = await directionOf(gradient);
          return at(step + 1, unitColumns({ ...W, data: W.data.map((w, i) => w + stepSize * D.data[i]!) }));
        },
        measure: ({ step, energies }) => ({
          objective: -energies.reduce((sum, energy) => sum + energy, 0) / energies.length,
          calls: { gradient: step + 1 },
        }),
        answer: ({ W }) => toArray(W),
        dispose: () => orthogonal.dispose(),
      };
    },
  );
}

function startFrom(rows: readonly (readonly number[])[], inputs: number): Matrix {
  if (rows.length !== inputs) {
    throw new OptionError(`energy-ascent: start must have ${inputs} rows, one for each input, got ${rows.length}`);
  }
  return fromRows(rows);
}

/** Each column divided by its length; a column of zeros stays. */
function unitColumns(A: Matrix): Matrix {
  const squares = new Float64Array(A.columns);
  for (const [i, value] of A.data.entries()) squares[i % A.columns]! += value * value;
  const lengths = squares.map((square) => (square > 0 ? Math.sqrt(square) : 1));
  return { ...A, data: A.data.map((value, i) => value / lengths[i % A.columns]!) };
}
