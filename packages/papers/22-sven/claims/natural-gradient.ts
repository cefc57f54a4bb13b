import { numpy as np } from "@jax-js/jax";
import {
  type HasInitial,
  type HasMetrics,
  type HasName,
  type HasResiduals,
  lastRow,
  linearAlgebra,
  sven,
} from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { mulberry } from "../../src/setups/mulberry.ts";
import { largest, type Measurements, measured } from "../../src/statistic.ts";

const { apply, innerProducts, norm, solve, transpose } = linearAlgebra;
type Matrix = linearAlgebra.Matrix;

const kappas = [1, 1.5, 2];
const eta = 0.5;

type Problem = HasName & HasInitial<np.Array> & HasResiduals<np.Array> & Partial<HasMetrics<np.Array>>;

const vector = (values: Float64Array) => np.array(values.slice(), { dtype: np.float64 });

/** r = √2 (A x − b), so that the losses are squares: with more unknowns than rows it can be brought to zero. */
const linearSystem = (A: Matrix, b: Float64Array): Problem => ({
  name: "linear system",
  initial(key) {
    key.dispose();
    return np.zeros([A.columns], { dtype: np.float64 });
  },
  residuals: (x) => np.dot(linearAlgebra.toArray(A), x).sub(vector(b)).mul(Math.SQRT2),
});

/** r = √2 (tanh(A x) − b) with more rows than unknowns, from x = 0; the metric holds the answer against `expected`. */
const saturated = (A: Matrix, b: Float64Array, expected: Float64Array): Problem => ({
  ...linearSystem(A, b),
  name: "tanh of a linear system",
  residuals: (x) =>
    np
      .tanh(np.dot(linearAlgebra.toArray(A), x))
      .sub(vector(b))
      .mul(Math.SQRT2),
  async metrics(answer) {
    const x = Float64Array.from(await answer.ref.data());
    return { deviation: norm(linearAlgebra.addScaled(x, -1, expected)) / norm(expected) };
  },
});

/**
 * Natural gradient descent for the losses ℓ = (tanh(A x) − b)² at x = 0, by the formula: −η F⁻¹ g with g = Σ R_a ∂R_a and
 * F = Σ ∂R_a ∂R_aᵀ, R = ℓ^(κ/2).
 */
function naturalStep(A: Matrix, b: Float64Array, kappa: number): Float64Array {
  const R = b.map((target) => Math.abs(target) ** kappa);
  // At 0 the slope of tanh is 1, so ∂ℓ_a = −2 b_a A_a.
  const slopes = b.map((target) => (kappa / 2) * (target * target) ** (kappa / 2 - 1) * -2 * target);
  const data = A.data.map((value, i) => value * slopes[Math.floor(i / A.columns)]!);
  const columns = transpose({ ...A, data });
  const gradient = apply(columns, R);
  return linearAlgebra.scaled(solve(innerProducts(columns, columns), gradient)!, -eta);
}

async function deviations(context: TrialContext, { rows, unknowns }: { rows: number; unknowns: number }) {
  const random = mulberry(context.seed);
  const matrix = (m: number, n: number): Matrix => ({ rows: m, columns: n, data: random.normals(m * n) });
  const measurements: Measurements = {};
  const A = matrix(rows, unknowns);
  const b = random.normals(rows);
  const tall = matrix(unknowns, rows);
  const targets = random.normals(unknowns);
  for (const kappa of kappas) {
    const label = { contender: `κ = ${kappa}` };
    const exact = { kappa, rank: unknowns, rtol: 0, learningRate: eta };

    const wide = await context.run(
      { ...label, setting: "fewer samples than parameters" },
      linearSystem(A, b),
      sven(exact),
      {
        steps: 10,
      },
    );
    const factors = wide.rows.slice(1).map(({ objective }, i) => Math.sqrt(objective / wide.rows[i]!.objective));
    measurements[`decay, κ = ${kappa}`] = Math.max(...factors.map((factor) => Math.abs(factor - (1 - eta / kappa))));

    const problem = saturated(tall, targets, naturalStep(tall, targets, kappa));
    const one = await context.run({ ...label, setting: "more samples than parameters" }, problem, sven(exact), {
      steps: 1,
    });
    measurements[`natural gradient, κ = ${kappa}`] = lastRow(one).extra["deviation"]!;
  }
  return measurements;
}

const experiment = (size: { rows: number; unknowns: number }, trials: number): Experiment => ({
  setup:
    `Random normal systems in float64, all singular values kept, η = ${eta}, κ = ${kappas.join(", ")}. Fewer samples than ` +
    `parameters: ten steps on ${size.rows} linear equations in ${size.unknowns} unknowns, each of which should shrink every ` +
    `residual by 1 − η/κ. More: one step on ${size.unknowns} samples of tanh with ${size.rows} parameters, held against ` +
    "natural gradient descent with F = Σ ∂R ∂Rᵀ, solved by LU.",
  trials: seeds(...Array.from({ length: trials }, (_, i) => i + 1)),
  trial: (context) => deviations(context, size),
  criteria: [
    {
      measures: "decay of the residuals, deviation from 1 − η/κ",
      statistic: largest(...kappas.map((kappa) => measured(`decay, κ = ${kappa}`))),
      holds: atMost(1e-10),
    },
    {
      measures: "step, relative deviation from natural gradient descent",
      statistic: largest(...kappas.map((kappa) => measured(`natural gradient, κ = ${kappa}`))),
      holds: atMost(1e-10),
    },
  ],
});

export const naturalGradient = claim({
  id: "natural-gradient",
  says: "With fewer parameters than samples Sven is natural gradient descent; with more it solves all linearized losses at once.",
  source: "abstract",
  quick: experiment({ rows: 6, unknowns: 12 }, 3),
  full: experiment({ rows: 60, unknowns: 200 }, 5),
  reading:
    "For κ = 2 the matrix is the empirical Fisher matrix of the losses up to scale, and the gradient that of Σ ℓ²/2; other κ " +
    "weight the samples otherwise.",
});
