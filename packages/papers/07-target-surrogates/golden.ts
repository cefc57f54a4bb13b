import { numpy as np } from "@jax-js/jax";
import {
  armijoDescent,
  crossEntropy,
  disposeState,
  exponentialDecay,
  type Fit,
  type HasBatches,
  type HasInitial,
  type HasPredictions,
  type HasSampleRows,
  type InnerMinimiser,
  type OuterRule,
  scaleByLearningRate,
  sso,
  targetAdagrad,
  targetLineSearch,
  transformedDescent,
  trees,
} from "gradus";
import type { GoldenCase } from "../src/golden/runner.ts";

type Config = GoldenCase["config"];
type Batch = { inputs: np.Array; targets: np.Array };
type Problem = HasInitial<np.Array[]> & HasPredictions<np.Array[], Batch> & HasBatches<Batch> & HasSampleRows;

/** One case of kind `sso-run`: the method along the listed batches. */
export async function actual(testCase: GoldenCase) {
  if (testCase["kind"] !== "sso-run") throw new RangeError(`unknown kind '${testCase["kind"]}'`);
  const { batches, config } = testCase;
  const problem = problemOf(testCase);
  const method = sso({
    innerSteps: config.m,
    ...(config.eta !== undefined && { targetRate: config.eta }),
    outer: outerOf(config),
    inner: innerOf(config),
    gradientTolerance: config.gtol ?? 1e-6,
  });
  const iteration = method(problem);
  let state = await iteration.init(0);
  const steps = [];
  for (const _ of batches) {
    state = await iteration.step(state);
    const { params, surrogate, innerSteps, reports } = state;
    steps.push({
      theta: params.map((array) => array.ref.js()),
      surrogate,
      inner_steps: innerSteps,
      // The format writes 1 where there is no such number.
      alpha: reports["alpha"] ?? 1,
      target_step: reports["targetStep"] ?? 1,
    });
  }
  const whole = rowsOf(testCase, [...testCase["X"].keys()]);
  const answer = iteration.answer(state);
  const predictions = problem.predict(answer, problem.inputsOf(trees.ref(whole)));
  const loss = problem.lossOfPrediction(predictions, whole);
  disposeState(state);
  iteration.dispose?.();
  return { steps, final_mean_loss: loss.item() };
}

function outerOf({
  outer,
  T,
  eps,
  ...config
}: Config): "constant" | "sqrt" | "adagrad-diagonal" | "newton" | OuterRule {
  switch (outer) {
    case "const":
      return "constant";
    case "sqrt":
    case "newton":
      return outer;
    case "adagrad-diag":
      return "adagrad-diagonal";
    case "exp":
      return exponentialDecay({ steps: T });
    case "adagrad":
      return targetAdagrad({ epsilon: eps });
    case "sls":
      return targetLineSearch({
        initial: config.eta0,
        expand: config.outer_expand,
        c: config.outer_c,
        backtrack: config.outer_backtrack,
        smallest: config.eta_min,
        largest: config.eta_max,
        scale: config.eta_scale,
      });
    default:
      throw new RangeError(`unknown outer rule '${outer}'`);
  }
}

function innerOf(config: Config): InnerMinimiser {
  switch (config.inner) {
    case "gd":
      return transformedDescent("gradient", scaleByLearningRate(config.alpha));
    case "armijo":
      return armijoDescent({
        c: config.c,
        backtrack: config.backtrack,
        expand: config.expand,
        initial: config.alpha0,
        reset: config.reset,
        smallest: config.alpha_min,
      });
    default:
      throw new RangeError(`unknown inner method '${config.inner}'`);
  }
}

const matrix = (rows: number[][]) => np.array(rows, { dtype: np.float64 });

function rowsOf({ X, y }: GoldenCase, rows: number[]): Batch {
  return {
    inputs: matrix(rows.map((i) => X[i])),
    targets: np.array(
      rows.map((i) => y[i]),
      { dtype: np.float64 },
    ),
  };
}

const models: Record<string, (params: np.Array[], inputs: np.Array) => np.Array> = {
  linear: ([W], X) => np.matmul(X, W!),
  "linear+bias": ([W, b], X) => np.matmul(X, W!).add(b!),
  "two-layer tanh": ([W1, W2], X) => np.matmul(np.tanh(np.matmul(X, W1!)), W2!),
  "two-layer linear": ([W1, W2], X) => np.matmul(np.matmul(X, W1!), W2!),
};

const fits: Record<string, (classes: number) => Fit["loss"]> = {
  sq: () => (z, y) => np.square(z.sub(y)).sum(1).mean(),
  logistic: () => (z, y) => np.logaddexp(z.ref, 0).sub(z.mul(y)).sum(1).mean(),
  softmax: (classes) => crossEntropy(classes).loss,
};

function problemOf(testCase: GoldenCase): Problem {
  const { model, loss, theta0, X, batches } = testCase;
  const predict = models[model];
  if (predict === undefined) throw new RangeError(`unknown model '${model}'`);
  const makeFit = fits[loss];
  if (makeFit === undefined) throw new RangeError(`unknown loss '${loss}'`);
  const fit = makeFit(theta0.at(-1)[0].length ?? theta0.at(-1).length);
  return {
    initial(key) {
      key.dispose();
      return theta0.map((values: number[]) => np.array(values, { dtype: np.float64 }));
    },
    predict,
    inputsOf({ inputs, targets }) {
      targets.dispose();
      return inputs;
    },
    lossOfPrediction(predictions, { inputs, targets }) {
      inputs.dispose();
      return fit(predictions, targets);
    },
    batches: () => (index) => rowsOf(testCase, batches[index % batches.length]),
    sampleCount: X.length,
    batchRows: () => (index) => Int32Array.from(batches[index % batches.length]),
  };
}
