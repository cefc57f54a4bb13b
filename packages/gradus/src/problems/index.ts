export { type ConditionedLogistic, conditionedLogistic } from "./conditioned-logistic.ts";
export { type DiffgradFunction, diffgradF1, diffgradF2, diffgradF3 } from "./diffgrad-functions.ts";
export { type Activation, convolutional, type Layer, linear, type Network, perceptron } from "./networks.ts";
export { type Quadratic, quadratic } from "./quadratic.ts";
export { type Batch, minibatches, type Samples, sampleCount, standardize, wholeBatch } from "./samples.ts";
export {
  crossEntropy,
  type Fit,
  type FullBatch,
  fullBatch,
  logisticLoss,
  type Model,
  type Supervised,
  type SupervisedParts,
  squaredError,
  supervised,
} from "./supervised.ts";
export { shiftedTemplates } from "./templates.ts";
export {
  ackley,
  beale,
  booth,
  himmelblau,
  matyas,
  rastrigin,
  rosenbrock,
  sphere,
  styblinskiTang,
  type TestFunction,
  type TestFunctionOptions,
  zakharov,
} from "./test-functions.ts";
