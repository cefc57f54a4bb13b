import { numpy as np } from "@jax-js/jax";
import { type FullBatch, fullBatch, lastRow, linearAlgebra, meanSquare, type Samples, sgd, sso } from "gradus";
import { claim } from "../../src/claim.ts";
import { atMost } from "../../src/criterion.ts";
import { type Experiment, seeds, type TrialContext } from "../../src/experiment.ts";
import { mulberry } from "../../src/setups/mulberry.ts";
import { largest, type Measurements, measured } from "../../src/statistic.ts";
import { tiltedLabels } from "./tilted-labels.ts";

const { addScaled, apply, minimumNormSolution, norm } = linearAlgebra;
type Matrix = linearAlgebra.Matrix;

const rates = [0.1, 0.5, 2];

/** Least squares from a random start; its metric is how far the predictions are off `expected`, relative to its norm. */
function leastSquares(X: Matrix, y: Float64Array, start: Float64Array, expected: Float64Array): FullBatch<np.Array> {
  const train: Samples = { inputs: X.data, shape: [X.columns], targets: y };
  const problem = fullBatch({
    name: "least squares",
    model: {
      initial(key) {
        key.dispose();
        return np.array(start.slice() as Float64Array<ArrayBuffer>, { dtype: np.float64 });
      },
      predict: (w, inputs) => np.dot(inputs, w),
    },
    fit: meanSquare,
    train,
    dtype: np.float64,
  });
  return {
    ...problem,
    async metrics(answer) {
      const w = Float64Array.from(await answer.ref.data());
      return { deviation: norm(addScaled(apply(X, w), -1, expected)) / norm(expected) };
    },
  };
}

async function deviations(context: TrialContext, rows: number, columns: number): Promise<Measurements> {
  const random = mulberry(context.seed);
  const free: Matrix = { rows, columns, data: random.normals(rows * columns) };
  // The last column is the sum of the first two.
  const bound = { ...free, data: free.data.slice() };
  for (let i = 0; i < rows; i++) {
    bound.data[i * columns + columns - 1] = bound.data[i * columns]! + bound.data[i * columns + 1]!;
  }
  const y = random.normals(rows);
  const start = random.normals(columns);
  const measurements: Measurements = {};
  for (const [name, X] of Object.entries({ "full rank": free, "deficient rank": bound })) {
    for (const eta of rates) {
      const z = apply(X, start);
      const moved = addScaled(z, -2 * eta, addScaled(z, -1, y));
      const projected = apply(X, minimumNormSolution(X, moved));
      const label = { contender: `η = ${eta}`, setting: name };
      const method = sso({ targetRate: eta, inner: "least-squares" });
      const trace = await context.run(label, leastSquares(X, y, start, projected), method, { steps: 1 });
      measurements[`projection, ${name}, η = ${eta}`] = lastRow(trace).extra["deviation"]!;
    }
  }

  const labels = tiltedLabels(context.seed);
  const steps = 20;
  const descent = await context.run({ contender: "SGD", setting: "one step" }, labels, sgd({ learningRate: 5 }), {
    steps,
  });
  for (const eta of [0.1, 10]) {
    const method = sso({ targetRate: eta, innerSteps: 1, inner: sgd({ learningRate: 5 }) });
    const trace = await context.run({ contender: `SSO, η = ${eta}`, setting: "one step" }, labels, method, { steps });
    measurements[`one step, η = ${eta}`] = Math.max(
      ...trace.rows.map(({ objective }, i) => Math.abs(objective / descent.rows[i]!.objective - 1)),
    );
  }
  return measurements;
}

const experiment = (rows: number, columns: number, trialSeeds: number[]): Experiment => ({
  setup:
    `Least squares on ${rows} samples with ${columns} features, independent or one the sum of two others, one step of SSO with ` +
    `exact least squares inside, η = ${rates.join(", ")}: its predictions are held against z − ηG, projected by singular values ` +
    "on what the model can predict. And 20 steps of SSO with one inner step of gradient descent at rate 5, η = 0.1 and 10, on " +
    "batches of ill-conditioned labels: losses are held against those of SGD at rate 5.",
  trials: seeds(...trialSeeds),
  trial: (context) => deviations(context, rows, columns),
  criteria: [
    {
      measures: "predictions after an exact step, relative deviation from the projected step",
      statistic: largest(
        ...["full rank", "deficient rank"].flatMap((name) =>
          rates.map((eta) => measured(`projection, ${name}, η = ${eta}`)),
        ),
      ),
      holds: atMost(1e-10),
    },
    {
      measures: "loss with one inner step, relative deviation from SGD",
      statistic: largest(...[0.1, 10].map((eta) => measured(`one step, η = ${eta}`))),
      holds: atMost(1e-10),
    },
  ],
});

export const projection = claim({
  id: "projection",
  says: "SSO is projected stochastic gradient descent in output space; with one inner step of gradient descent it is SGD.",
  source: "abstract",
  quick: experiment(40, 6, [0, 1, 2]),
  full: experiment(400, 40, [0, 1, 2, 3, 4]),
});
