import type { Method } from "../core/method.ts";
import type { z } from "../core/options.ts";
import { aipod, aipodOptions } from "./bilevel/aipod.ts";
import { fedavg, fedavgOptions } from "./bilevel/fedavg.ts";
import { gam, gamOptions } from "./bilevel/gam.ts";
import { lvHba, lvHbaOptions } from "./bilevel/lv-hba.ts";
import { chambollePock, chambollePockOptions } from "./composite/chambolle-pock.ts";
import { fista, fistaOptions } from "./composite/fista.ts";
import { mAgs, mAgsOptions } from "./composite/m-ags.ts";
import { mSgs, mSgsOptions } from "./composite/m-sgs.ts";
import { proxSgd, proxSgdOptions } from "./composite/prox-sgd.ts";
import { proximalGradient, proximalGradientOptions } from "./composite/proximal-gradient.ts";
import { restartedFista, restartedFistaOptions } from "./composite/restarted-fista.ts";
import { rfAsgs, rfAsgsOptions } from "./composite/rf-asgs.ts";
import { rfSgs, rfSgsOptions } from "./composite/rf-sgs.ts";
import { smoothedApg, smoothedApgOptions } from "./composite/smoothed-apg.ts";
import { adaSketchNewton, adaSketchNewtonOptions } from "./constrained/ada-sketch-newton.ts";
import { adaptiveGmresL1Sqp, adaptiveGmresL1SqpOptions } from "./constrained/adaptive-gmres-l1-sqp.ts";
import { augmentedLagrangian, augmentedLagrangianOptions } from "./constrained/augmented-lagrangian.ts";
import { gmresL1Sqp, gmresL1SqpOptions } from "./constrained/gmres-l1-sqp.ts";
import { newtonKkt, newtonKktOptions } from "./constrained/newton-kkt.ts";
import { projectedGradient, projectedGradientOptions } from "./constrained/projected-gradient.ts";
import { convexReluAdmm, convexReluAdmmOptions } from "./convex-networks/convex-relu-admm.ts";
import { reluDescent, reluDescentOptions } from "./convex-networks/relu-descent.ts";
import { robustConvexRelu, robustConvexReluOptions } from "./convex-networks/robust-convex-relu.ts";
import { sampledConvexProgram, sampledConvexProgramOptions } from "./convex-networks/sampled-convex-program.ts";
import { annealedLangevin, annealedLangevinOptions } from "./derivative-free/annealed-langevin.ts";
import { attacksOnly, attacksOnlyOptions } from "./derivative-free/attacks-only.ts";
import { cao } from "./derivative-free/cao.ts";
import { caoOptions } from "./derivative-free/cao-options.ts";
import { cmaEs, cmaEsOptions } from "./derivative-free/cma-es.ts";
import { consensus } from "./derivative-free/consensus.ts";
import { consensusHopping, consensusHoppingOptions } from "./derivative-free/consensus-hopping.ts";
import { consensusMemory, consensusMemoryOptions } from "./derivative-free/consensus-memory.ts";
import { consensusOptions } from "./derivative-free/consensus-options.ts";
import { differentialEvolution, differentialEvolutionOptions } from "./derivative-free/differential-evolution.ts";
import { directSearch, directSearchOptions } from "./derivative-free/direct-search.ts";
import { hybridAttack, hybridAttackOptions } from "./derivative-free/hybrid-attack.ts";
import { meshAdaptiveSearch, meshAdaptiveSearchOptions } from "./derivative-free/mesh-adaptive-search.ts";
import { minimizingMovement, minimizingMovementOptions } from "./derivative-free/minimizing-movement.ts";
import { nelderMead, nelderMeadOptions } from "./derivative-free/nelder-mead.ts";
import { particleSwarm, particleSwarmOptions } from "./derivative-free/particle-swarm.ts";
import { randomLineSearch, randomLineSearchOptions } from "./derivative-free/random-line-search.ts";
import { randomLocalSearch, randomLocalSearchOptions } from "./derivative-free/random-local-search.ts";
import { randomSearch, randomSearchOptions } from "./derivative-free/random-search.ts";
import { simulatedAnnealing, simulatedAnnealingOptions } from "./derivative-free/simulated-annealing.ts";
import { spsa, spsaOptions } from "./derivative-free/spsa.ts";
import { energyAscent, energyAscentOptions } from "./feature-learning/energy-ascent.ts";
import { adabelief, adabeliefOptions } from "./first-order/adabelief.ts";
import { adadelta, adadeltaOptions } from "./first-order/adadelta.ts";
import { adafactor, adafactorOptions } from "./first-order/adafactor.ts";
import { adagrad, adagradOptions } from "./first-order/adagrad.ts";
import { adam, adamOptions } from "./first-order/adam.ts";
import { adamax, adamaxOptions } from "./first-order/adamax.ts";
import { adamw, adamwOptions } from "./first-order/adamw.ts";
import { amAdamw, amAdamwOptions } from "./first-order/am-adamw.ts";
import { amSgd, amSgdOptions } from "./first-order/am-sgd.ts";
import { amsgrad, amsgradOptions } from "./first-order/amsgrad.ts";
import { dal, dalOptions } from "./first-order/dal.ts";
import { diffgrad, diffgradOptions } from "./first-order/diffgrad.ts";
import { emaSgd, emaSgdOptions } from "./first-order/ema-sgd.ts";
import { fastGradient, fastGradientOptions } from "./first-order/fast-gradient.ts";
import { gd, gdOptions } from "./first-order/gd.ts";
import { lamb, lambOptions } from "./first-order/lamb.ts";
import { lars, larsOptions } from "./first-order/lars.ts";
import { lbfgs, lbfgsOptions } from "./first-order/lbfgs.ts";
import { lion, lionOptions } from "./first-order/lion.ts";
import { muon, muonOptions } from "./first-order/muon.ts";
import { nadam, nadamOptions } from "./first-order/nadam.ts";
import { polyakSgd, polyakSgdOptions } from "./first-order/polyak-sgd.ts";
import { radam, radamOptions } from "./first-order/radam.ts";
import { rmsprop, rmspropOptions } from "./first-order/rmsprop.ts";
import { scalarAdagrad, scalarAdagradOptions } from "./first-order/scalar-adagrad.ts";
import { sgd, sgdOptions } from "./first-order/sgd.ts";
import { sls, slsOptions } from "./first-order/sls.ts";
import { consensusOptimization, consensusOptimizationOptions } from "./games/consensus-optimization.ts";
import { gameDescent } from "./games/game-descent.ts";
import { gameDescentOptions } from "./games/game-options.ts";
import { odeGan, odeGanOptions } from "./games/ode-gan.ts";
import {
  symplecticGradientAdjustment,
  symplecticGradientAdjustmentOptions,
} from "./games/symplectic-gradient-adjustment.ts";
import { langevinAverage, langevinAverageOptions } from "./langevin/langevin-average.ts";
import { onlineSphericalSgd, onlineSphericalSgdOptions } from "./langevin/online-spherical-sgd.ts";
import { partialTrace, partialTraceOptions } from "./langevin/partial-trace.ts";
import { smoothedSphericalSgd, smoothedSphericalSgdOptions } from "./langevin/smoothed-spherical-sgd.ts";
import { sphericalGd, sphericalGdOptions } from "./langevin/spherical-gd.ts";
import { sphericalSgdAverage, sphericalSgdAverageOptions } from "./langevin/spherical-sgd-average.ts";
import { alignedMtl, alignedMtlOptions } from "./multi-task/aligned-mtl.ts";
import { cagrad, cagradOptions } from "./multi-task/cagrad.ts";
import { famo, famoOptions } from "./multi-task/famo.ts";
import { graddrop, graddropOptions } from "./multi-task/graddrop.ts";
import { imtlG, imtlGOptions } from "./multi-task/imtl-g.ts";
import { linearScalarisation, linearScalarisationOptions } from "./multi-task/linear-scalarisation.ts";
import { mgda, mgdaOptions } from "./multi-task/mgda.ts";
import { nashMtl, nashMtlOptions } from "./multi-task/nash-mtl.ts";
import { pcgrad, pcgradOptions } from "./multi-task/pcgrad.ts";
import { samGs, samGsOptions } from "./multi-task/sam-gs.ts";
import { curlDescent, curlDescentOptions } from "./plasticity/curl-descent.ts";
import { directFeedbackAlignment, directFeedbackAlignmentOptions } from "./plasticity/direct-feedback-alignment.ts";
import { dqn, dqnOptions } from "./reinforcement/dqn.ts";
import { cubicNewton, cubicNewtonOptions } from "./second-order/cubic-newton.ts";
import { empiricalFisher, empiricalFisherOptions } from "./second-order/empirical-fisher.ts";
import { gaussNewton, gaussNewtonOptions } from "./second-order/gauss-newton.ts";
import {
  gradientRegularizedNewton,
  gradientRegularizedNewtonOptions,
} from "./second-order/gradient-regularized-newton.ts";
import { levenbergMarquardt, levenbergMarquardtOptions } from "./second-order/levenberg-marquardt.ts";
import { newton, newtonOptions } from "./second-order/newton.ts";
import { superUniversalNewton, superUniversalNewtonOptions } from "./second-order/super-universal-newton.ts";
import { sven, svenOptions } from "./second-order/sven.ts";
import { sso, ssoOptions } from "./surrogate/sso.ts";
import { bcdCao, bcdCaoOptions } from "./swarm/bcd-cao.ts";
import { greedyTeam, greedyTeamOptions } from "./swarm/greedy-team.ts";
import { lloyd, lloydOptions } from "./swarm/lloyd.ts";
import { randomWaypoint, randomWaypointOptions } from "./swarm/random-waypoint.ts";
import { schwager, schwagerOptions } from "./swarm/schwager.ts";

/** A method as the command and the studio know it: by name, with options as plain data. */
export type CatalogueEntry = {
  /** Makes the method. @throws {OptionError} if an option is unknown or outside its range. */
  create(options?: object): Method<never, unknown, unknown>;
  /** The options, with ranges and defaults. */
  options: z.ZodObject;
  /** What it is, in one line. */
  summary: string;
  /** Where it comes from: authors, year, arXiv id. */
  source: string;
  /** The capabilities that a problem must offer; "evaluate or loss" where one of them is enough. */
  needs: readonly string[];
  family: string;
};

const firstOrder = (create: CatalogueEntry["create"], options: z.ZodObject, summary: string, source: string) => ({
  create,
  options,
  summary,
  source,
  needs: ["initial", "loss"],
  family: "first-order",
});

const ofResiduals = (create: CatalogueEntry["create"], options: z.ZodObject, summary: string, source: string) => ({
  create,
  options,
  summary,
  source,
  needs: ["initial", "residuals"],
  family: "second-order",
});

const ofHessian = (create: CatalogueEntry["create"], options: z.ZodObject, summary: string, source: string) => ({
  ...firstOrder(create, options, summary, source),
  family: "second-order",
});

const ofConstraints = (create: CatalogueEntry["create"], options: z.ZodObject, summary: string, source: string) => ({
  ...firstOrder(create, options, summary, source),
  needs: ["initial", "loss", "constraints"],
  family: "constrained",
});

const multiTask = (create: CatalogueEntry["create"], options: z.ZodObject, summary: string, source: string) => ({
  create,
  options,
  summary,
  source,
  needs: ["initial", "taskLosses"],
  family: "multi-task",
});

/** A method without a derivative of the objective; `needs` says by what it asks, besides a start. */
const derivativeFree =
  (needs: "evaluate" | "network") =>
  (create: CatalogueEntry["create"], options: z.ZodObject, summary: string, source: string) => ({
    create,
    options,
    summary,
    source,
    needs: ["initial", needs],
    family: "derivative-free",
  });

const ofBlackBox = derivativeFree("evaluate");
const ofNetwork = derivativeFree("network");

const ofWorld = (
  create: CatalogueEntry["create"],
  options: z.ZodObject,
  summary: string,
  source: string,
  ...others: string[]
) => ({ ...ofBlackBox(create, options, summary, source), needs: ["initial", "world", ...others] });

const composite = (
  create: CatalogueEntry["create"],
  options: z.ZodObject,
  summary: string,
  source: string,
  ...others: string[]
) => ({
  create,
  options,
  summary,
  source,
  needs: ["initial", "smoothPart", "simplePart", ...others],
  family: "composite",
});

const ofValues = (create: CatalogueEntry["create"], options: z.ZodObject, summary: string, source: string) => ({
  create,
  options,
  summary,
  source,
  needs: ["evaluate or loss"],
  family: "derivative-free",
});

const ofReluTraining = (create: CatalogueEntry["create"], options: z.ZodObject, summary: string, source: string) => ({
  create,
  options,
  summary,
  source,
  needs: ["reluTraining"],
  family: "convex-network",
});
const bilevel = (
  create: CatalogueEntry["create"],
  options: z.ZodObject,
  summary: string,
  source: string,
  ...others: string[]
) => ({ create, options, summary, source, needs: ["initial", "bilevel", ...others], family: "bilevel" });

/** A method that moves on the unit sphere; `needs` say by what it asks. */
const ofSphere = (
  create: CatalogueEntry["create"],
  options: z.ZodObject,
  summary: string,
  source: string,
  ...needs: string[]
) => ({ create, options, summary, source, needs, family: "sampling" });

const ofGame = (create: CatalogueEntry["create"], options: z.ZodObject, summary: string, source: string) => ({
  create,
  options,
  summary,
  source,
  needs: ["initial", "playerLosses"],
  family: "games",
});

/** Every method by the name it has in commands, tables and charts. */
export const methodCatalogue: Readonly<Record<string, CatalogueEntry>> = {
  sgd: firstOrder(
    sgd,
    sgdOptions,
    "gradient descent, with momentum and Nesterov's look-ahead as options",
    "Robbins and Monro 1951; Polyak 1964",
  ),
  "polyak-sgd": firstOrder(
    polyakSgd,
    polyakSgdOptions,
    "gradient descent with a step as long as the loss over the squared gradient",
    "Polyak 1987; Loizou et al. 2020, arXiv 2002.10542",
  ),
  dal: firstOrder(
    dal,
    dalOptions,
    "gradient descent whose step is as long as its drift from the gradient flow, by one Hessian product",
    "Rosca 2023, arXiv 2310.14036",
  ),
  "ema-sgd": firstOrder(
    emaSgd,
    emaSgdOptions,
    "gradient descent along an average of past gradients",
    "Topollai and Choromanska 2025, arXiv 2510.04988 (baseline)",
  ),
  "am-msgd": firstOrder(
    amSgd,
    amSgdOptions,
    "momentum whose coefficient is found anew at each step from a two-plane model of the loss",
    "Topollai and Choromanska 2025, arXiv 2510.04988",
  ),
  "am-adamw": firstOrder(
    amAdamw,
    amAdamwOptions,
    "AdamW whose momentum is found anew at each step, for each tensor",
    "Topollai and Choromanska 2025, arXiv 2510.04988",
  ),
  adam: firstOrder(
    adam,
    adamOptions,
    "steps along the mean gradient over its root mean square",
    "Kingma and Ba 2014, arXiv 1412.6980",
  ),
  adamw: firstOrder(
    adamw,
    adamwOptions,
    "Adam with decoupled weight decay",
    "Loshchilov and Hutter 2017, arXiv 1711.05101",
  ),
  nadam: firstOrder(nadam, nadamOptions, "Adam with Nesterov's look-ahead", "Dozat 2016"),
  amsgrad: firstOrder(amsgrad, amsgradOptions, "Adam whose denominator never shrinks", "Reddi, Kale and Kumar 2018"),
  adamax: firstOrder(
    adamax,
    adamaxOptions,
    "Adam with a weighted maximum in place of the root mean square",
    "Kingma and Ba 2014, arXiv 1412.6980",
  ),
  radam: firstOrder(radam, radamOptions, "Adam with a rectified warm-up", "Liu et al. 2019, arXiv 1908.03265"),
  adabelief: firstOrder(
    adabelief,
    adabeliefOptions,
    "Adam with the gradient's variance about its mean in place of its square",
    "Zhuang et al. 2020, arXiv 2010.07468",
  ),
  diffgrad: firstOrder(
    diffgrad,
    diffgradOptions,
    "Adam with a friction that is small where the gradient hardly changes",
    "Dubey et al. 2019, arXiv 1909.11015",
  ),
  adagrad: firstOrder(
    adagrad,
    adagradOptions,
    "steps that shrink with the sum of past squared gradients",
    "Duchi, Hazan and Singer 2011",
  ),
  "scalar-adagrad": firstOrder(
    scalarAdagrad,
    scalarAdagradOptions,
    "AdaGrad with one rate for all parameters",
    "Streeter and McMahan 2010; Ward, Wu and Bottou 2018, arXiv 1806.01811",
  ),
  sls: {
    ...firstOrder(
      sls,
      slsOptions,
      "gradient descent with a line search on each batch",
      "Vaswani et al. 2019, arXiv 1905.09997",
    ),
    family: "line-search",
  },
  adadelta: firstOrder(
    adadelta,
    adadeltaOptions,
    "gradients scaled to the size of recent steps",
    "Zeiler 2012, arXiv 1212.5701",
  ),
  rmsprop: firstOrder(
    rmsprop,
    rmspropOptions,
    "gradients divided by their running root mean square",
    "Tieleman and Hinton 2012",
  ),
  lion: firstOrder(lion, lionOptions, "steps along the sign of a momentum", "Chen et al. 2023, arXiv 2302.06675"),
  lars: firstOrder(
    lars,
    larsOptions,
    "heavy ball with steps in proportion to each tensor's norm",
    "You, Gitman and Ginsburg 2017, arXiv 1708.03888",
  ),
  lamb: firstOrder(
    lamb,
    lambOptions,
    "Adam with steps in proportion to each tensor's norm",
    "You et al. 2019, arXiv 1904.00962",
  ),
  muon: firstOrder(muon, muonOptions, "orthogonalized momentum for matrices, AdamW for the rest", "Jordan et al. 2024"),
  adafactor: firstOrder(
    adafactor,
    adafactorOptions,
    "RMSProp with a factored second moment and steps relative to the parameters",
    "Shazeer and Stern 2018, arXiv 1804.04235",
  ),
  lbfgs: {
    ...firstOrder(
      lbfgs,
      lbfgsOptions,
      "quasi-Newton steps from the last few steps and gradients, with a line search",
      "Liu and Nocedal 1989",
    ),
    family: "quasi-newton",
  },
  gd: {
    ...firstOrder(gd, gdOptions, "gradient descent whose step length is searched by backtracking", "Nesterov 2013"),
    family: "line-search",
  },
  "fast-gradient": {
    ...firstOrder(
      fastGradient,
      fastGradientOptions,
      "Nesterov's accelerated gradient method with backtracking",
      "Nesterov 1983; 2013",
    ),
    family: "line-search",
  },
  "gradient-regularized-newton": ofHessian(
    gradientRegularizedNewton,
    gradientRegularizedNewtonOptions,
    "Newton with any approximate Hessian, regularised by the gradient's norm over a searched radius",
    "Semenov, Jaggi and Doikov 2025, arXiv 2506.13710",
  ),
  newton: ofHessian(newton, newtonOptions, "Newton's method with a line search", "Nocedal and Wright 2006"),
  "cubic-newton": ofHessian(
    cubicNewton,
    cubicNewtonOptions,
    "Newton's method with cubic regularization",
    "Nesterov and Polyak 2006",
  ),
  "super-universal-newton": ofHessian(
    superUniversalNewton,
    superUniversalNewtonOptions,
    "Newton's method regularised by a power of the gradient's norm",
    "Doikov, Mishchenko and Nesterov 2022, arXiv 2208.05888",
  ),
  sven: ofResiduals(
    sven,
    svenOptions,
    "the smallest step that solves the linearized losses of a batch, one equation a sample",
    "Bright-Thonney et al. 2026, arXiv 2604.01279",
  ),
  "gauss-newton": ofResiduals(
    gaussNewton,
    gaussNewtonOptions,
    "the smallest step that solves the linearized residuals",
    "Nocedal and Wright 2006, section 10.3; Ben-Israel 1966",
  ),
  "levenberg-marquardt": ofResiduals(
    levenbergMarquardt,
    levenbergMarquardtOptions,
    "Gauss-Newton steps, damped by how well the last one was foretold",
    "Levenberg 1944; Marquardt 1963; Nielsen 1999",
  ),
  "empirical-fisher": ofResiduals(
    empiricalFisher,
    empiricalFisherOptions,
    "natural gradient descent with the outer products of the samples' gradients",
    "Amari 1998; Kunstner, Balles and Hennig 2019, arXiv 1905.12558",
  ),
  sso: {
    create: sso,
    options: ssoOptions,
    summary: "several steps down a surrogate for each gradient with respect to the model's predictions",
    source: "Lavington et al. 2023, arXiv 2302.02607",
    needs: ["initial", "predict"],
    family: "surrogate",
  },
  "energy-ascent": {
    create: energyAscent as unknown as CatalogueEntry["create"],
    options: energyAscentOptions,
    summary: "hidden nodes that climb to features, each by its own gradient or all by Muon's",
    source: "Tian 2025, arXiv 2509.21519",
    needs: ["initial", "featureEnergy"],
    family: "feature learning",
  },
  "curl-descent": {
    ...firstOrder(
      curlDescent,
      curlDescentOptions,
      "gradient descent in which some neurons' updates have their sign flipped",
      "Ninou, Kadmon and Cayco-Gajic 2025, arXiv 2510.02765",
    ),
    family: "plasticity",
  },
  "direct-feedback-alignment": {
    create: directFeedbackAlignment as CatalogueEntry["create"],
    options: directFeedbackAlignmentOptions,
    summary: "errors that reach hidden layers through fixed random matrices",
    source: "Nøkland 2016, arXiv 1609.01596",
    needs: ["initial", "loss", "layers"],
    family: "plasticity",
  },
  "sam-gs": multiTask(
    samGs as CatalogueEntry["create"],
    samGsOptions,
    "task gradients of equal length where lengths disagree, weighted by their momenta where they agree",
    "Borsani et al. 2025, arXiv 2506.06130",
  ),
  "linear-scalarisation": multiTask(
    linearScalarisation as CatalogueEntry["create"],
    linearScalarisationOptions,
    "Adam on the sum of the task losses",
    "Boyd and Vandenberghe 2004, section 4.7.4",
  ),
  pcgrad: multiTask(
    pcgrad as CatalogueEntry["create"],
    pcgradOptions,
    "task gradients without the parts that point against each other",
    "Yu et al. 2020, arXiv 2001.06782",
  ),
  cagrad: multiTask(
    cagrad as CatalogueEntry["create"],
    cagradOptions,
    "near the mean gradient, the direction that serves the worst-off task best",
    "Liu et al. 2021, arXiv 2110.14048",
  ),
  mgda: multiTask(
    mgda as CatalogueEntry["create"],
    mgdaOptions,
    "the shortest vector in the convex hull of the task gradients",
    "Désidéri 2012; Sener and Koltun 2018, arXiv 1810.04650",
  ),
  "imtl-g": multiTask(
    imtlG as CatalogueEntry["create"],
    imtlGOptions,
    "equal projections onto every task's gradient",
    "Liu et al. 2021, Towards Impartial Multi-task Learning",
  ),
  "nash-mtl": multiTask(
    nashMtl as CatalogueEntry["create"],
    nashMtlOptions,
    "the direction on which the tasks agree as in a bargain",
    "Navon et al. 2022, arXiv 2202.01017",
  ),
  graddrop: multiTask(
    graddrop as CatalogueEntry["create"],
    graddropOptions,
    "one sign for each coordinate, picked at random by the tasks' gradients",
    "Chen et al. 2020, arXiv 2010.06808",
  ),
  "aligned-mtl": multiTask(
    alignedMtl as CatalogueEntry["create"],
    alignedMtlOptions,
    "task gradients turned into orthogonal ones of one length",
    "Senushkin et al. 2023, arXiv 2305.19000",
  ),
  famo: multiTask(
    famo as CatalogueEntry["create"],
    famoOptions,
    "weights of the losses that learn to let all fall at one relative rate",
    "Liu et al. 2023, arXiv 2306.03792",
  ),
  cao: ofBlackBox(
    cao,
    caoOptions,
    "the random move that looks best on a polynomial through the last few values",
    "Kosmatopoulos 2009; Renzaglia et al. 2012; as in arXiv 2111.07441",
  ),
  spsa: ofBlackBox(
    spsa,
    spsaOptions,
    "gradient descent with a gradient from two values at a random perturbation",
    "Spall 1992",
  ),
  "random-local-search": ofBlackBox(
    randomLocalSearch,
    randomLocalSearchOptions,
    "random moves, kept if they are better",
    "Rastrigin 1963",
  ),
  "bcd-cao": ofWorld(
    bcdCao,
    bcdCaoOptions,
    "robots that each fit a polynomial to their own share of the team's measured cost",
    "Kapoutsis, Chatzichristofis and Kosmatopoulos 2019, arXiv 2111.07441",
  ),
  "random-waypoint": ofWorld(
    randomWaypoint,
    randomWaypointOptions,
    "robots that go from one random place to another",
    "Johnson and Maltz 1996",
  ),
  "greedy-team": ofWorld(
    greedyTeam,
    greedyTeamOptions,
    "an oracle: robots that try random moves on the true cost, one after another",
    "baseline for Kapoutsis et al. 2019, arXiv 2111.07441",
  ),
  schwager: ofWorld(
    schwager,
    schwagerOptions,
    "robots that learn a density and go to the centroids of their cells",
    "Schwager, Rus and Slotine 2009",
    "field",
  ),
  lloyd: ofWorld(
    lloyd,
    lloydOptions,
    "an oracle: robots that go to the centroids of their cells, the density being known",
    "Lloyd 1982; Cortés et al. 2004",
    "field",
  ),
  "hybrid-attack": ofNetwork(
    hybridAttack,
    hybridAttackOptions,
    "adversarial attacks on a network as search directions, with direct search behind them",
    "Bouchet and Vidal 2025, arXiv 2510.01461",
  ),
  "attacks-only": ofNetwork(
    attacksOnly,
    attacksOnlyOptions,
    "adversarial attacks on a network as search directions, and nothing else",
    "Bouchet and Vidal 2025, arXiv 2510.01461 (baseline)",
  ),
  "direct-search": ofBlackBox(
    directSearch,
    directSearchOptions,
    "a covering point, a search point, a poll of a rotated basis; no derivatives",
    "Bouchet and Vidal 2025, arXiv 2510.01461",
  ),
  "mesh-adaptive-search": ofBlackBox(
    meshAdaptiveSearch,
    meshAdaptiveSearchOptions,
    "polls on a mesh that shrinks faster than the poll; no derivatives",
    "Audet and Dennis 2006",
  ),
  "random-line-search": ofBlackBox(
    randomLineSearch,
    randomLineSearchOptions,
    "three points along each of two random directions; no derivatives",
    "Bouchet and Vidal 2025, arXiv 2510.01461 (baseline)",
  ),
  consensus: ofValues(
    consensus,
    consensusOptions,
    "particles that drift to the mean of their places, weighted by how low they lie",
    "Pinnau et al. 2017; Riedl et al. 2023, arXiv 2306.09778",
  ),
  "consensus-hopping": ofValues(
    consensusHopping,
    consensusHoppingOptions,
    "a fresh cloud around each consensus of the last one",
    "Riedl et al. 2023, arXiv 2306.09778",
  ),
  "consensus-memory": ofValues(
    consensusMemory,
    consensusMemoryOptions,
    "consensus of particles that remember their best, with a gradient drift as an option",
    "Riedl 2022, arXiv 2211.12184",
  ),
  "cma-es": ofValues(
    cmaEs,
    cmaEsOptions,
    "samples from a normal distribution whose covariance learns from the better ones",
    "Hansen 2016, arXiv 1604.00772",
  ),
  "differential-evolution": ofValues(
    differentialEvolution,
    differentialEvolutionOptions,
    "mutants from differences of members replace parents that are no better",
    "Storn and Price 1997",
  ),
  "particle-swarm": ofValues(
    particleSwarm,
    particleSwarmOptions,
    "particles that fly on, drawn to their own best place and to that of all",
    "Kennedy and Eberhart 1995; Clerc and Kennedy 2002",
  ),
  "nelder-mead": ofValues(
    nelderMead,
    nelderMeadOptions,
    "a simplex that is reflected, stretched and shrunk",
    "Nelder and Mead 1965; Lagarias et al. 1998",
  ),
  "simulated-annealing": ofValues(
    simulatedAnnealing,
    simulatedAnnealingOptions,
    "a random walk that goes up less and less often",
    "Kirkpatrick, Gelatt and Vecchi 1983",
  ),
  "random-search": ofValues(randomSearch, randomSearchOptions, "points drawn uniformly from a box", "Brooks 1958"),
  "annealed-langevin": ofValues(
    annealedLangevin,
    annealedLangevinOptions,
    "gradient descent by differences with noise that fades logarithmically",
    "Geman and Hwang 1986; Riedl et al. 2023, arXiv 2306.09778 (baseline)",
  ),
  "minimizing-movement": {
    ...ofValues(
      minimizingMovement,
      minimizingMovementOptions,
      "implicit gradient descent: each step goes to a proximal point",
      "De Giorgi 1993; Riedl et al. 2023, arXiv 2306.09778",
    ),
    needs: ["initial", "loss"],
    family: "second-order",
  },
  "ada-sketch-newton": ofConstraints(
    adaSketchNewton,
    adaSketchNewtonOptions,
    "Newton's method for equality constraints, its system solved by random projections",
    "Hong, Na, Mahoney and Kolar 2023, arXiv 2305.18379",
  ),
  "newton-kkt": ofConstraints(
    newtonKkt,
    newtonKktOptions,
    "Newton's method on the KKT conditions with a line search on the l1 merit function",
    "Nocedal and Wright 2006, chapter 18",
  ),
  "gmres-l1-sqp": ofConstraints(
    gmresL1Sqp,
    gmresL1SqpOptions,
    "sequential quadratic programming whose system is solved until one of two tests is met",
    "Byrd, Curtis and Nocedal 2008",
  ),
  "adaptive-gmres-l1-sqp": ofConstraints(
    adaptiveGmresL1Sqp,
    adaptiveGmresL1SqpOptions,
    "sequential quadratic programming whose inner accuracy adapts",
    "Hong, Na, Mahoney and Kolar 2023, arXiv 2305.18379 (baseline)",
  ),
  "augmented-lagrangian": ofConstraints(
    augmentedLagrangian,
    augmentedLagrangianOptions,
    "the method of multipliers, with Newton steps inside",
    "Hestenes 1969; Powell 1969",
  ),
  "projected-gradient": ofConstraints(
    projectedGradient,
    projectedGradientOptions,
    "gradient steps along the constraints, brought back to them",
    "Rosen 1961",
  ),
  "chambolle-pock": composite(
    chambollePock,
    chambollePockOptions,
    "a primal and a dual step in turn, with extrapolation",
    "Chambolle and Pock 2011, 2016",
    "saddlePart",
  ),
  fista: composite(
    fista,
    fistaOptions,
    "proximal gradient descent with momentum; a structured nonsmooth part is smoothed",
    "Beck and Teboulle 2009",
  ),
  "m-ags": composite(
    mAgs,
    mAgsOptions,
    "accelerated gradient sliding, restarted in phases",
    "Lan and Ouyang 2016, arXiv 1609.04905",
    "saddlePart",
  ),
  "m-sgs": composite(
    mSgs,
    mSgsOptions,
    "stochastic gradient sliding, restarted in phases",
    "Lan 2016, arXiv 1406.0919",
    "nonsmoothPart",
  ),
  "prox-sgd": composite(
    proxSgd,
    proxSgdOptions,
    "a gradient, a subgradient and a proximal step, averaged",
    "Lacoste-Julien, Schmidt and Bach 2012, arXiv 1212.2002",
    "nonsmoothPart",
  ),
  "proximal-gradient": composite(
    proximalGradient,
    proximalGradientOptions,
    "a gradient step and a proximal step",
    "Beck and Teboulle 2009",
  ),
  "restarted-fista": composite(
    restartedFista,
    restartedFistaOptions,
    "FISTA that starts its momentum anew where it points uphill",
    "O'Donoghue and Candès 2015, arXiv 1204.3982",
  ),
  "rf-asgs": composite(
    rfAsgs,
    rfAsgsOptions,
    "accelerated gradient sliding without restarts",
    "Wu, Xu and Zhang 2026, arXiv 2602.04161",
    "saddlePart",
  ),
  "rf-sgs": composite(
    rfSgs,
    rfSgsOptions,
    "stochastic gradient sliding without restarts",
    "Wu, Xu and Zhang 2026, arXiv 2602.04161",
    "nonsmoothPart",
  ),
  "smoothed-apg": composite(
    smoothedApg,
    smoothedApgOptions,
    "accelerated proximal gradient with constant momentum on a smoothed nonsmooth part",
    "Nesterov 2005, 2018",
  ),
  "convex-relu-admm": ofReluTraining(
    convexReluAdmm,
    convexReluAdmmOptions,
    "alternating directions on the convex form of a two-layer ReLU network",
    "Bai, Gautam and Sojoudi 2022, arXiv 2201.01965",
  ),
  "sampled-convex-program": ofReluTraining(
    sampledConvexProgram,
    sampledConvexProgramOptions,
    "a lasso over sampled neurons",
    "Bai, Gautam and Sojoudi 2022, arXiv 2201.01965",
  ),
  "robust-convex-relu": ofReluTraining(
    robustConvexRelu,
    robustConvexReluOptions,
    "convex training of a ReLU network against the worst perturbation, with a certificate",
    "Bai, Gautam and Sojoudi 2022, arXiv 2201.01965",
  ),
  "relu-descent": ofReluTraining(
    reluDescent,
    reluDescentOptions,
    "back-propagation with a heavy ball, on attacked samples if asked for",
    "Bai, Gautam and Sojoudi 2022, arXiv 2201.01965 (baselines)",
  ),
  "lv-hba": bilevel(
    lvHba,
    lvHbaOptions,
    "one loop of gradients for an optimization inside another whose constraints couple both",
    "Yao, Yu, Zeng and Zhang 2024, arXiv 2401.16164",
  ),
  aipod: bilevel(
    aipod,
    aipodOptions,
    "projected steps inside, implicit gradients outside; equality constraints",
    "Xiao, Shen, Yin and Chen 2023, arXiv 2211.07096",
  ),
  gam: bilevel(
    gam,
    gamOptions,
    "implicit gradients at solutions of the inner optimization",
    "Xu and Zhu 2023, arXiv 2302.01970",
  ),
  fedavg: bilevel(
    fedavg,
    fedavgOptions,
    "clients train and their parameters are averaged; the outer optimization is left out",
    "McMahan et al. 2016, arXiv 1602.05629",
    "clients",
  ),
  "langevin-average": ofSphere(
    langevinAverage,
    langevinAverageOptions,
    "Langevin dynamics on the sphere, answered by the average of its iterates or of their outer products",
    "Wei, Damian and Lee 2026, arXiv 2603.06028",
    "sphereGradients or loss",
  ),
  "spherical-sgd-average": ofSphere(
    sphericalSgdAverage,
    sphericalSgdAverageOptions,
    "single-sample descent on the sphere, answered by the average of its iterates or of their outer products",
    "Wei, Damian and Lee 2026, arXiv 2603.06028",
    "ridgeLoss or loss",
    "ridgeLoss or batches",
  ),
  "online-spherical-sgd": ofSphere(
    onlineSphericalSgd,
    onlineSphericalSgdOptions,
    "one pass over the samples on the sphere",
    "Ben Arous, Gheissari and Jagannath 2021, arXiv 2003.10409",
    "ridgeLoss",
  ),
  "smoothed-spherical-sgd": ofSphere(
    smoothedSphericalSgd,
    smoothedSphericalSgdOptions,
    "one pass over the samples on the sphere, on a loss that is averaged around each point",
    "Damian et al. 2023, arXiv 2305.10633",
    "ridgeLoss",
  ),
  "spherical-gd": ofSphere(
    sphericalGd,
    sphericalGdOptions,
    "gradient descent on the sphere",
    "Absil, Mahony and Sepulchre 2008; Richard and Montanari 2014, arXiv 1411.1076",
    "sphereGradients or loss",
  ),
  "partial-trace": ofSphere(
    partialTrace as CatalogueEntry["create"],
    partialTraceOptions,
    "the direction of a tensor's or a sample's partial trace, in closed form",
    "Hopkins et al. 2016, arXiv 1512.02337",
    "partialTrace",
  ),
  "game-descent": ofGame(
    gameDescent,
    gameDescentOptions,
    "two players' gradient descent, the interaction part of its discretisation drift cancelled",
    "Rosca, Wu, Dherin and Barrett 2021, arXiv 2105.13922",
  ),
  "consensus-optimization": ofGame(
    consensusOptimization,
    consensusOptimizationOptions,
    "two players that also make their joint gradient small",
    "Mescheder, Nowozin and Geiger 2017, arXiv 1705.10461",
  ),
  "symplectic-gradient-adjustment": ofGame(
    symplecticGradientAdjustment,
    symplecticGradientAdjustmentOptions,
    "two players that also make each other's gradient small",
    "Balduzzi et al. 2018, arXiv 1802.05642",
  ),
  "ode-gan": ofGame(
    odeGan,
    odeGanOptions,
    "Runge and Kutta's method along the joint field of two players",
    "Qin et al. 2020, arXiv 2010.15040",
  ),
  dqn: {
    create: dqn as CatalogueEntry["create"],
    options: dqnOptions,
    summary: "deep Q-learning, with spectral normalisation or a spectral schedule as options",
    source: "Mnih et al. 2015; Gogianu et al. 2021, arXiv 2105.05246",
    needs: ["initial", "predict", "environment"],
    family: "reinforcement",
  },
};
