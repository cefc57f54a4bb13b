export {
  type FederatedImbalance,
  type FederatedImbalanceOptions,
  federatedImbalance,
} from "./bilevel/federated-imbalance.ts";
export { type HyperCleaningOptions, hyperCleaning } from "./bilevel/hyper-cleaning.ts";
export { type Llc, type LlcOptions, llc } from "./bilevel/llc.ts";
export { type Llsc, type LlscOptions, llsc } from "./bilevel/llsc.ts";
export type { BilevelPoint } from "./bilevel/point.ts";
export {
  type QuadraticBilevel,
  type QuadraticBilevelParts,
  type QuadraticForm,
  quadraticBilevel,
} from "./bilevel/quadratic-bilevel.ts";
export { type SplitMachineOptions, splitMachine, splitMachineOptions } from "./bilevel/split-machine.ts";
export { type TracedLevels, tracedBilevel } from "./bilevel/traced-bilevel.ts";
export { type SvmData, type WeightedSvm, type WeightedSvmOptions, weightedSvm } from "./bilevel/weighted-svm.ts";
export { type BlackBoxOptions, blackBox, blackBoxOptions, type PointFunction } from "./black-box.ts";
export { type Bounds, withBounds } from "./bounds.ts";
export { type ProblemEntry, problemCatalogue } from "./catalogue.ts";
export {
  type CharacterBatch,
  type CharacterModel,
  type CharacterModelOptions,
  type CharacterProblem,
  characterModel,
} from "./character-model.ts";
export { type CnnOptions, cnnClassifier, type MlpOptions, mlpClassifier } from "./classifiers.ts";
export {
  type AbsoluteQuadraticOptions,
  absoluteQuadratic,
  type CompositeInstance,
  type SampledComposite,
} from "./composite/absolute-quadratic.ts";
export {
  differences,
  differencesTransposed,
  imageDifferences,
  imageDifferencesTransposed,
} from "./composite/differences.ts";
export { type PortfolioOptions, portfolio } from "./composite/portfolio.ts";
export { type TvDeblurring, type TvDeblurringOptions, tvDeblurring } from "./composite/tv-deblurring.ts";
export { type GreyImage, type TvDenoising, type TvDenoisingOptions, tvDenoising } from "./composite/tv-denoising.ts";
export { type ConditionedLogistic, conditionedLogistic } from "./conditioned-logistic.ts";
export { bt2, bt3, bt5, bt9, bt10 } from "./constrained/boggs-tolle.ts";
export { constrainedCollection } from "./constrained/collection.ts";
export {
  type ConstrainedLogisticOptions,
  constrainedLogistic,
  type SyntheticLogisticOptions,
  syntheticConstrainedLogistic,
  type TwoClasses,
} from "./constrained/constrained-logistic.ts";
export type { ConstrainedProblem, SolvedProgram } from "./constrained/definition.ts";
export { type EllipticControlOptions, ellipticControl } from "./constrained/elliptic-control.ts";
export {
  genhs28,
  hs6,
  hs7,
  hs28,
  hs40,
  hs42,
  hs48,
  hs50,
  hs51,
  hs52,
  hs77,
  hs78,
  hs79,
  hs100lnp,
} from "./constrained/hock-schittkowski.ts";
export { type PolynomialProgramOptions, polynomialProgram } from "./constrained/polynomial-program.ts";
export { type ReluProblem, type ReluProblemParts, reluProblem, withBias } from "./convex-networks/relu-problem.ts";
export {
  type PlanarTeacherOptions,
  type PointsInBoxOptions,
  planarTeacher,
  pointsInBox,
  type ShieldedFeaturesOptions,
  shieldedFeatures,
  type ThresholdedTeacherOptions,
  thresholdedTeacher,
} from "./convex-networks/relu-samples.ts";
export { type CounterfactualMiniatureOptions, counterfactualMiniature } from "./counterfactual-miniature.ts";
export {
  type DampedWaveOptions,
  dampedWave,
  dampedWaveSamples,
  meanSquare,
  waveNetwork,
} from "./damped-wave.ts";
export { type DiffgradFunction, diffgradF1, diffgradF2, diffgradF3 } from "./diffgrad-functions.ts";
export { type ActingProblem, type CatchGameOptions, type CatchScene, catchGame } from "./environments/catch-game.ts";
export { type BilinearGameOptions, bilinearGame } from "./games/bilinear-game.ts";
export { type GridOfGaussiansOptions, gridOfGaussians } from "./games/grid-of-gaussians.ts";
export type { GanBatch, GanPlayers, MixtureGan } from "./games/mixture-gan.ts";
export { type DuelLoss, type DuelParts, type PolynomialGame, polynomialGame } from "./games/polynomial-game.ts";
export { type RingOfGaussiansOptions, ringOfGaussians } from "./games/ring-of-gaussians.ts";
export {
  type GroupArithmeticOptions,
  groupArithmetic,
  type PairNetwork,
  type PairProblem,
  type PairProblemParts,
  pairProblemOf,
} from "./group-arithmetic/group-arithmetic.ts";
export type { HiddenActivation } from "./group-arithmetic/hidden-activation.ts";
export {
  type IndependentFeatures,
  type IndependentFeaturesOptions,
  independentFeatures,
} from "./group-arithmetic/independent-features.ts";
export { type PairEnergyParts, pairEnergyOf } from "./group-arithmetic/pair-energy.ts";
export { type PairSamples, pairSamples, pairsOf, splitPairs } from "./group-arithmetic/pair-samples.ts";
export type { PairLoss } from "./group-arithmetic/pair-scores.ts";
export { type Imitation, type ImitationOptions, type ImitationWorld, imitation } from "./imitation.ts";
export type { Policy } from "./imitation-dynamics.ts";
export {
  type FeatureActivation,
  featureMap,
  type RandomLayerOptions,
  randomLayer,
} from "./interpolation/feature-map.ts";
export {
  type FeatureRegression,
  type FeatureRegressionOptions,
  featureRegression,
  featuresOf,
  type HasFeatures,
  type SampledFeatureRegression,
} from "./interpolation/feature-regression.ts";
export { oneHotSquares, valueSquares } from "./interpolation/half-squares.ts";
export {
  type FeatureModelOptions,
  type RandomFeaturesOptions,
  randomFeatureModel,
  randomFeatures,
} from "./interpolation/random-features.ts";
export {
  type TwoLayerRegressionOptions,
  twoLayerNetwork,
  twoLayerRegression,
} from "./interpolation/two-layer-regression.ts";
export {
  type LabelledRows,
  type LinearClassification,
  logisticOf,
  type SeparableLogisticOptions,
  separableLogistic,
  softmaxOf,
} from "./linear-classification.ts";
export { type LinearStudent, type LinearStudentOptions, linearStudent } from "./linear-student.ts";
export { type LogCosh, type LogCoshData, type LogCoshOptions, logCosh, logCoshOf } from "./log-cosh.ts";
export { type LogSumExp, type LogSumExpData, type LogSumExpOptions, logSumExp, logSumExpOf } from "./log-sum-exp.ts";
export {
  type LossScaleConflictOptions,
  lossScaleConflict,
  type NumberSource,
} from "./multi-task/loss-scale-conflict.ts";
export {
  type HeadTask,
  type ManyHeaded,
  type ManyHeadedParts,
  type ManyHeadedProblem,
  manyHeaded,
} from "./multi-task/many-headed.ts";
export { type MultiTaskToy, type MultiTaskToyOptions, multiTaskToy1, multiTaskToy2 } from "./multi-task/toys.ts";
export { type Activation, convolutional, type Layer, linear, type Network, perceptron } from "./networks.ts";
export {
  type Constraints,
  type DifferentiableNetwork,
  type PenalisedNetwork,
  type PenalisedParts,
  penalise,
  type Score,
} from "./penalised-network.ts";
export { hermite } from "./planted/hermite.ts";
export {
  type SingleIndex,
  type SingleIndexOptions,
  type SingleIndexParts,
  singleIndex,
  singleIndexOf,
} from "./planted/single-index-model.ts";
export {
  type TensorPca,
  type TensorPcaOptions,
  type TensorPcaParts,
  tensorPca,
  tensorPcaOf,
} from "./planted/tensor-pca.ts";
export {
  type PoweredNorm,
  type PoweredNormParts,
  poweredChebyshev,
  poweredLinear,
  poweredNormOf,
  poweredRosenbrock,
} from "./powered-norm.ts";
export type { Precision } from "./precision.ts";
export { type Quadratic, type QuadraticOptions, quadratic } from "./quadratic.ts";
export type { LabelledParts } from "./recipe.ts";
export { type RecoveryMiniatureOptions, recoveryMiniature } from "./recovery-miniature.ts";
export { linearRegression, logisticRegression, type RegressionOptions, softmaxRegression } from "./regression.ts";
export {
  type AdaptiveCoverage,
  type AdaptiveCoverageOptions,
  adaptiveCoverage,
  type LearnedScene,
} from "./robots/adaptive-coverage.ts";
export { type HoldTheLineOptions, holdTheLine, type LineScene } from "./robots/hold-the-line.ts";
export {
  type CoverageScene,
  type PersistentCoverage,
  type PersistentCoverageOptions,
  persistentCoverage,
} from "./robots/persistent-coverage.ts";
export type { RobotWorld, StaticWorld } from "./robots/team-world.ts";
export {
  type TerrainScene,
  type TerrainSurveillance,
  type TerrainSurveillanceOptions,
  terrainSurveillance,
} from "./robots/terrain-surveillance.ts";
export {
  type Batch,
  minibatches,
  minibatchRows,
  type Samples,
  sampleCount,
  standardize,
  wholeBatch,
} from "./samples.ts";
export { type ScalarStudent, type ScalarStudentOptions, scalarStudent } from "./scalar-student.ts";
export { geometric } from "./spectrum.ts";
export {
  type StudentActivation,
  type StudentBatch,
  type StudentTeacher,
  type StudentTeacherOptions,
  type StudentTeacherParts,
  studentTeacher,
  studentTeacherOf,
  type TwoLayerRows,
  type TwoLayers,
  twoLayers,
} from "./student-teacher.ts";
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
export { type TanhTeacherOptions, tanhTeacher } from "./tanh-teacher.ts";
export { shiftedTemplates } from "./templates.ts";
export {
  ackley,
  griewank,
  levy,
  powellSingular,
  rastrigin,
  rosenbrock,
  sphere,
  styblinskiTang,
  zakharov,
} from "./test-functions/any-dimension.ts";
export { type CanyonOptions, canyon } from "./test-functions/canyon.ts";
export type {
  Domain,
  PlaneOptions,
  SumOfSquares,
  TestFunction,
  TestFunctionOptions,
} from "./test-functions/definition.ts";
export {
  beale,
  booth,
  branin,
  goldsteinPrice,
  himmelblau,
  matyas,
  mccormick,
  sixHumpCamel,
} from "./test-functions/plane.ts";
export {
  type ShiftedOptions,
  type ShiftedRastriginOptions,
  shiftedAckley,
  shiftedRastrigin,
} from "./test-functions/shifted.ts";
export {
  absoluteScaled,
  absoluteSum,
  absoluteValley,
  quadraticScaled,
  quadraticValley,
} from "./test-functions/toys.ts";
export { type TracedOptions, tracedConstraints, tracedNetwork, tracedScore } from "./traced-parts.ts";
