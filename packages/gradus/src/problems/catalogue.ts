import type { z } from "../core/options.ts";
import { federatedImbalance, federatedImbalanceOptions } from "./bilevel/federated-imbalance.ts";
import { hyperCleaning, hyperCleaningOptions } from "./bilevel/hyper-cleaning.ts";
import { llc, llcOptions } from "./bilevel/llc.ts";
import { llsc, llscOptions } from "./bilevel/llsc.ts";
import { mlpClassifier, mlpOptions } from "./classifiers.ts";
import { absoluteQuadratic, absoluteQuadraticOptions } from "./composite/absolute-quadratic.ts";
import { portfolio, portfolioOptions } from "./composite/portfolio.ts";
import { tvDeblurring, tvDeblurringOptions } from "./composite/tv-deblurring.ts";
import { tvDenoising, tvDenoisingOptions } from "./composite/tv-denoising.ts";
import { conditionedLogistic } from "./conditioned-logistic.ts";
import { collectionSummaries, constrainedCollection } from "./constrained/collection.ts";
import { syntheticConstrainedLogistic, syntheticLogisticOptions } from "./constrained/constrained-logistic.ts";
import { ellipticControl, ellipticControlOptions } from "./constrained/elliptic-control.ts";
import {
  planarTeacher,
  planarTeacherOptions,
  pointsInBox,
  pointsInBoxOptions,
  shieldedFeatures,
  shieldedFeaturesOptions,
  thresholdedTeacher,
  thresholdedTeacherOptions,
} from "./convex-networks/relu-samples.ts";
import { counterfactualMiniature, counterfactualMiniatureOptions } from "./counterfactual-miniature.ts";
import { dampedWave, dampedWaveOptions } from "./damped-wave.ts";
import { diffgradF1, diffgradF2, diffgradF3 } from "./diffgrad-functions.ts";
import { catchGame, catchGameOptions } from "./environments/catch-game.ts";
import { bilinearGame, bilinearGameOptions } from "./games/bilinear-game.ts";
import { gridOfGaussians, gridOfGaussiansOptions } from "./games/grid-of-gaussians.ts";
import { ringOfGaussians, ringOfGaussiansOptions } from "./games/ring-of-gaussians.ts";
import { groupArithmetic, groupArithmeticOptions } from "./group-arithmetic/group-arithmetic.ts";
import { independentFeatures, independentFeaturesOptions } from "./group-arithmetic/independent-features.ts";
import { imitation, imitationOptions } from "./imitation.ts";
import { randomFeatures, randomFeaturesOptions } from "./interpolation/random-features.ts";
import { twoLayerRegression, twoLayerRegressionOptions } from "./interpolation/two-layer-regression.ts";
import { separableLogistic, separableLogisticOptions } from "./linear-classification.ts";
import { linearStudent, linearStudentOptions } from "./linear-student.ts";
import { logCosh, logCoshOptions } from "./log-cosh.ts";
import { logSumExp, logSumExpOptions } from "./log-sum-exp.ts";
import { lossScaleConflict, lossScaleConflictOptions } from "./multi-task/loss-scale-conflict.ts";
import { multiTaskToy1, multiTaskToy2, multiTaskToyOptions } from "./multi-task/toys.ts";
import { singleIndex, singleIndexOptions } from "./planted/single-index-model.ts";
import { tensorPca, tensorPcaOptions } from "./planted/tensor-pca.ts";
import {
  poweredChebyshev,
  poweredChebyshevOptions,
  poweredRosenbrock,
  poweredRosenbrockOptions,
} from "./powered-norm.ts";
import { quadratic } from "./quadratic.ts";
import { recoveryMiniature, recoveryMiniatureOptions } from "./recovery-miniature.ts";
import { adaptiveCoverage, adaptiveCoverageOptions } from "./robots/adaptive-coverage.ts";
import { holdTheLine, holdTheLineOptions } from "./robots/hold-the-line.ts";
import { persistentCoverage, persistentCoverageOptions } from "./robots/persistent-coverage.ts";
import { terrainSurveillance, terrainSurveillanceOptions } from "./robots/terrain-surveillance.ts";
import { scalarStudent, scalarStudentOptions } from "./scalar-student.ts";
import { geometric } from "./spectrum.ts";
import { studentTeacher, studentTeacherOptions } from "./student-teacher.ts";
import { tanhTeacher, tanhTeacherOptions } from "./tanh-teacher.ts";
import { shiftedTemplates } from "./templates.ts";
import * as many from "./test-functions/any-dimension.ts";
import { canyon, canyonOptions } from "./test-functions/canyon.ts";
import { planeOptions, testFunctionOptions } from "./test-functions/definition.ts";
import * as plane from "./test-functions/plane.ts";
import { shiftedAckley, shiftedOptions, shiftedRastrigin, shiftedRastriginOptions } from "./test-functions/shifted.ts";
import * as toys from "./test-functions/toys.ts";

/** A problem as the command and the studio know it: by name, with options as plain data. */
export type ProblemEntry = {
  /** Makes the problem. @throws {OptionError} if an option is unknown or outside its range. */
  create(options?: object): object | Promise<object>;
  /** The options, with ranges and defaults, where there are any. */
  options?: z.ZodObject;
  /** What it is, in one line. */
  summary: string;
  kind:
    | "test function"
    | "regression"
    | "classification"
    | "language"
    | "game"
    | "environment"
    | "multi-task"
    | "constrained"
    | "robots"
    | "network input"
    | "composite"
    | "bilevel"
    | "hidden direction";
  /** What it offers to methods: the names of its members. */
  capabilities: readonly string[];
};

const blackBox = ["initial", "loss", "evaluate", "minimum"] as const;

type Make = (options?: never) => object;

const entry = (
  kind: ProblemEntry["kind"],
  make: Make,
  summary: string,
  capabilities: readonly string[],
  options?: z.ZodObject,
): ProblemEntry => ({
  create: make as ProblemEntry["create"],
  ...(options && { options }),
  summary,
  kind,
  capabilities,
});

const ofPlane = (make: Make, summary: string, ...others: string[]) =>
  entry("test function", make, summary, [...blackBox, ...others], planeOptions);

/** A function of any dimension, in `dimension` unless told otherwise. */
const ofDimension = (
  make: (options: { dimension?: number }) => object,
  dimension: number,
  summary: string,
  ...others: string[]
) =>
  entry(
    "test function",
    (options?: object) => make({ dimension, ...options }),
    summary,
    [...blackBox, ...others],
    testFunctionOptions,
  );

const constrainedPrograms = Object.fromEntries(
  Object.entries(constrainedCollection).map(([name, make]) => [
    name.toLowerCase(),
    entry("constrained", make, collectionSummaries[name]!, ["initial", "loss", "constraints", "metrics", "minimum"]),
  ]),
);

/** Every problem that needs no data file, by its name in commands, tables and charts. */
export const problemCatalogue: Readonly<Record<string, ProblemEntry>> = {
  sphere: ofDimension(many.sphere, 2, "Σ x²", "residuals"),
  rosenbrock: ofDimension(many.rosenbrock, 2, "a curved valley", "residuals"),
  "rosenbrock-20": ofDimension(many.rosenbrock, 20, "a curved valley in 20 dimensions", "residuals"),
  "powell-singular": ofDimension(many.powellSingular, 4, "a minimum with a singular Hessian", "residuals"),
  "zakharov-10": ofDimension(many.zakharov, 10, "one minimum, badly conditioned"),
  "styblinski-tang": ofDimension(many.styblinskiTang, 2, "four minima, one of them lowest"),
  "ackley-2": ofDimension(many.ackley, 2, "a funnel under waves"),
  "ackley-20": ofDimension(many.ackley, 20, "a funnel under waves in 20 dimensions"),
  "rastrigin-2": ofDimension(many.rastrigin, 2, "a grid of traps"),
  "rastrigin-20": ofDimension(many.rastrigin, 20, "a grid of traps in 20 dimensions"),
  "griewank-10": ofDimension(many.griewank, 10, "a wide bowl under a product of waves"),
  "levy-10": ofDimension(many.levy, 10, "waves whose height grows with the distance"),
  canyon: entry("test function", canyon as Make, "a gorge under waves with a wall across", blackBox, canyonOptions),
  "shifted-rastrigin": entry(
    "test function",
    shiftedRastrigin as Make,
    "a grid of lower traps, about any point",
    blackBox,
    shiftedRastriginOptions,
  ),
  "shifted-ackley": entry(
    "test function",
    shiftedAckley as Make,
    "a funnel under waves, about any point",
    blackBox,
    shiftedOptions,
  ),
  beale: ofPlane(plane.beale, "a narrow valley between steep corners", "residuals"),
  booth: ofPlane(plane.booth, "a quadratic of two squares", "residuals"),
  matyas: ofPlane(plane.matyas, "a narrow bowl"),
  himmelblau: ofPlane(plane.himmelblau, "four minima of 0", "residuals"),
  "goldstein-price": ofPlane(plane.goldsteinPrice, "four minima, values over six orders of magnitude"),
  branin: ofPlane(plane.branin, "three minima, one valley"),
  "six-hump-camel": ofPlane(plane.sixHumpCamel, "six minima, two of them lowest"),
  mccormick: ofPlane(plane.mccormick, "a tilted bowl under a wave"),
  "absolute-sum": ofPlane(toys.absoluteSum, "|x| + |y|"),
  "absolute-valley": ofPlane(toys.absoluteValley, "|x + y| + |x − y|/10"),
  "absolute-scaled": ofPlane(toys.absoluteScaled, "|x|/10 + |y|"),
  "quadratic-valley": ofPlane(toys.quadraticValley, "(x + y)² + (x − y)²/10", "residuals"),
  "quadratic-scaled": ofPlane(toys.quadraticScaled, "x²/10 + y²/2", "residuals"),
  "diffgrad-f1": entry("test function", diffgradF1 as Make, "two parabolas, one of them a trap", [
    "initial",
    "loss",
    "minimum",
  ]),
  "diffgrad-f2": entry("test function", diffgradF2 as Make, "a wave on a cubic beside a cliff", [
    "initial",
    "loss",
    "minimum",
  ]),
  "diffgrad-f3": entry("test function", diffgradF3 as Make, "a cusp between ramps", ["initial", "loss", "minimum"]),
  "quadratic-50": entry(
    "test function",
    () => quadratic({ eigenvalues: geometric(1, 1e4, 50) }),
    "a quadratic in 50 dimensions, condition 1e4",
    blackBox,
  ),
  "multi-task-toy-1": entry(
    "multi-task",
    multiTaskToy1 as Make,
    "two tasks in the plane with one best compromise",
    [...blackBox, "taskLosses"],
    multiTaskToyOptions,
  ),
  "multi-task-toy-2": entry(
    "multi-task",
    multiTaskToy2 as Make,
    "two tasks in the plane with two best compromises and a saddle between",
    [...blackBox, "taskLosses"],
    multiTaskToyOptions,
  ),
  "loss-scale-conflict": entry(
    "multi-task",
    lossScaleConflict as Make,
    "a network with a head for each of three tasks whose losses differ in scale",
    ["initial", "loss", "taskLosses", "isShared", "predict", "metrics"],
    lossScaleConflictOptions,
  ),
  "logistic-100": entry("regression", () => conditionedLogistic(), "synthetic logistic regression, condition 100", [
    "initial",
    "loss",
    "minimum",
  ]),
  "log-cosh": entry(
    "test function",
    logCosh as Make,
    "a sum of eight log cosh of linear functions, with ridge, in four dimensions",
    ["initial", "loss"],
    logCoshOptions,
  ),
  "log-sum-exp": entry(
    "test function",
    logSumExp as Make,
    "a smooth maximum of 100 linear functions in 100 dimensions",
    ["initial", "loss", "minimum", "exponents"],
    logSumExpOptions,
  ),
  "separable-logistic": entry(
    "regression",
    separableLogistic as Make,
    "logistic regression of classes that a plane parts: the infimum 0 is not attained",
    ["initial", "loss", "sampleLosses", "exponents"],
    separableLogisticOptions,
  ),
  "powered-rosenbrock": entry(
    "test function",
    poweredRosenbrock as Make,
    "Rosenbrock's valley, to the fifth power of its residuals' norm",
    ["initial", "loss", "minimum", "normed"],
    poweredRosenbrockOptions,
  ),
  "powered-chebyshev": entry(
    "test function",
    poweredChebyshev as Make,
    "a curved path in 50 dimensions with many stationary points",
    ["initial", "loss", "minimum", "normed"],
    poweredChebyshevOptions,
  ),
  "damped-wave": entry(
    "regression",
    dampedWave as Make,
    "a perceptron 1-16-16-16-1 on a damped wave",
    ["initial", "loss", "batches", "predict", "residuals", "metrics"],
    dampedWaveOptions,
  ),
  "tanh-teacher": entry(
    "regression",
    tanhTeacher as Make,
    "a perceptron 6-16-16-1 with tanh on all samples of a smooth teacher",
    ["initial", "loss", "predict", "residuals", "metrics"],
    tanhTeacherOptions,
  ),
  "student-teacher": entry(
    "regression",
    studentTeacher as Make,
    "a network of two layers learns a smaller-weighted one of its own kind",
    ["initial", "loss", "layers", "minimum", "metrics"],
    studentTeacherOptions,
  ),
  "linear-student": entry(
    "regression",
    linearStudent as Make,
    "a linear network beside the linear teacher that it learns, by the expected loss",
    ["initial", "loss", "minimum"],
    linearStudentOptions,
  ),
  "scalar-student": entry(
    "test function",
    scalarStudent as Make,
    "two weights in a row: a saddle between two branches of solutions",
    ["initial", "loss", "minimum"],
    scalarStudentOptions,
  ),
  imitation: entry(
    "regression",
    imitation as Make,
    "a policy that learns what an expert does to a noisy system",
    ["initial", "loss", "batches", "predict", "rollOut", "metrics"],
    imitationOptions,
  ),
  "templates-mlp": entry(
    "classification",
    (options?: object) => mlpClassifier({ name: "shifted templates", ...shiftedTemplates(0) }, options),
    "a perceptron on 1500 synthetic 8 × 8 images of ten classes",
    ["initial", "loss", "batches", "predict", "residuals", "metrics"],
    mlpOptions,
  ),
  "group-arithmetic": entry(
    "classification",
    groupArithmetic as Make,
    "a network of two layers that learns a group's products from some of its pairs, and may grok",
    ["initial", "loss", "metrics"],
    groupArithmeticOptions,
  ),
  "independent-features": entry(
    "classification",
    independentFeatures as Make,
    "hidden nodes that climb their energies to features of a group, each on its own",
    ["initial", "loss", "featureEnergy"],
    independentFeaturesOptions,
  ),
  "ring-of-gaussians": entry(
    "game",
    ringOfGaussians as Make,
    "a GAN in the plane",
    ["initial", "playerLosses", "batches", "metrics"],
    ringOfGaussiansOptions,
  ),
  "grid-of-gaussians": entry(
    "game",
    gridOfGaussians as Make,
    "a GAN in the plane, of sixteen modes",
    ["initial", "playerLosses", "batches", "metrics"],
    gridOfGaussiansOptions,
  ),
  "bilinear-game": entry(
    "game",
    bilinearGame as Make,
    "two damped players circling an equilibrium",
    ["initial", "playerLosses"],
    bilinearGameOptions,
  ),
  catch: entry(
    "environment",
    catchGame as Make,
    "a falling ball and a paddle",
    ["initial", "predict", "environment"],
    catchGameOptions,
  ),
  "hold-the-line": entry(
    "robots",
    holdTheLine as Make,
    "robots that spread along an unknown curve",
    ["initial", "world", "evaluate"],
    holdTheLineOptions,
  ),
  "adaptive-coverage": entry(
    "robots",
    adaptiveCoverage as Make,
    "robots that cover a density which they learn",
    ["initial", "world", "field"],
    adaptiveCoverageOptions,
  ),
  "terrain-surveillance": entry(
    "robots",
    terrainSurveillance as Make,
    "flying robots that watch hilly ground",
    ["initial", "world", "evaluate"],
    terrainSurveillanceOptions,
  ),
  "persistent-coverage": entry(
    "robots",
    persistentCoverage as Make,
    "robots that refill what decays",
    ["initial", "world"],
    persistentCoverageOptions,
  ),
  "recovery-miniature": entry(
    "network input",
    recoveryMiniature as Make,
    "the mixture of random images that a random network takes for the first of them",
    ["initial", "loss", "evaluate", "network", "minimum"],
    recoveryMiniatureOptions,
  ),
  "counterfactual-miniature": entry(
    "network input",
    counterfactualMiniature as Make,
    "the least change of a random map's code that makes another path the cheaper one",
    ["initial", "loss", "evaluate", "network"],
    counterfactualMiniatureOptions,
  ),
  ...constrainedPrograms,
  "constrained-logistic": entry(
    "constrained",
    syntheticConstrainedLogistic as Make,
    "logistic regression on a sphere with ten linear constraints",
    ["initial", "loss", "constraints", "initialMultipliers", "metrics"],
    syntheticLogisticOptions,
  ),
  "elliptic-control": entry(
    "constrained",
    ellipticControl as Make,
    "control of a Poisson equation on a grid",
    ["initial", "loss", "constraints", "initialMultipliers", "metrics"],
    ellipticControlOptions,
  ),
  "absolute-quadratic": entry(
    "composite",
    absoluteQuadratic as Make,
    "a quadratic, a mean of absolute values, and a strongly convex part",
    ["initial", "smoothPart", "simplePart", "nonsmoothPart", "saddlePart"],
    absoluteQuadraticOptions,
  ),
  portfolio: entry(
    "composite",
    portfolio as Make,
    "shares of assets: variance and shortfall over scenarios",
    ["initial", "smoothPart", "simplePart", "nonsmoothPart", "saddlePart"],
    portfolioOptions,
  ),
  "tv-deblurring": entry(
    "composite",
    tvDeblurring as Make,
    "a blurred, noisy signal with few jumps",
    ["initial", "smoothPart", "simplePart", "nonsmoothPart", "saddlePart", "metrics"],
    tvDeblurringOptions,
  ),
  "tv-denoising": entry(
    "composite",
    tvDenoising as Make,
    "a noisy image of flat shapes",
    ["initial", "smoothPart", "simplePart", "saddlePart", "metrics"],
    tvDenoisingOptions,
  ),
  "planar-teacher": entry(
    "regression",
    planarTeacher as Make,
    "a ReLU network on 20 samples of a teacher in the plane, whose global optimum can be had",
    ["initial", "loss", "metrics", "reluTraining"],
    planarTeacherOptions,
  ),
  "thresholded-teacher": entry(
    "classification",
    thresholdedTeacher as Make,
    "a ReLU network on 150 labels of a thresholded teacher in ten dimensions",
    ["initial", "loss", "metrics", "reluTraining"],
    thresholdedTeacherOptions,
  ),
  "shielded-features": entry(
    "classification",
    shieldedFeatures as Make,
    "a ReLU network on 120 labels of which an adversary can blur all features but one",
    ["initial", "loss", "metrics", "reluTraining"],
    shieldedFeaturesOptions,
  ),
  "points-in-box": entry(
    "classification",
    pointsInBox as Make,
    "a ReLU network on 30 points in the plane that an adversary may move",
    ["initial", "loss", "metrics", "reluTraining"],
    pointsInBoxOptions,
  ),
  "random-features": entry(
    "regression",
    randomFeatures as Make,
    "as many random features as noisy samples: the interpolation threshold of double descent",
    ["initial", "loss", "predict", "residuals", "metrics"],
    randomFeaturesOptions,
  ),
  "two-layer-regression": entry(
    "regression",
    twoLayerRegression as Make,
    "a small network with about as many parameters as noisy samples",
    ["initial", "loss", "predict", "residuals", "metrics"],
    twoLayerRegressionOptions,
  ),
  llc: entry(
    "bilevel",
    llc as Make,
    "a toy whose lower level is merely convex, with many solutions and one coupled equality",
    ["initial", "bilevel", "minimum", "metrics"],
    llcOptions,
  ),
  llsc: entry(
    "bilevel",
    llsc as Make,
    "a toy whose lower level projects on an affine set that moves",
    ["initial", "bilevel", "metrics"],
    llscOptions,
  ),
  "hyper-cleaning": entry(
    "bilevel",
    hyperCleaning as Make,
    "weights for samples of which many have the wrong label, for a support vector machine",
    ["initial", "bilevel", "metrics"],
    hyperCleaningOptions,
  ),
  "federated-imbalance": entry(
    "bilevel",
    federatedImbalance as Make,
    "a loss for classes of unequal size, tuned over clients that see few of them",
    ["initial", "bilevel", "clients", "metrics"],
    federatedImbalanceOptions,
  ),
  "tensor-pca": entry(
    "hidden direction",
    tensorPca as Make,
    "a direction hidden in a noisy tensor",
    ["initial", "loss", "sphereGradients", "partialTrace", "planted", "metrics"],
    tensorPcaOptions,
  ),
  "single-index": entry(
    "hidden direction",
    singleIndex as Make,
    "a direction on which labels depend by a Hermite polynomial",
    ["initial", "loss", "sphereGradients", "ridgeLoss", "partialTrace", "planted", "metrics"],
    singleIndexOptions,
  ),
};
