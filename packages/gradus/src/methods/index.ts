export { type Aipod, type AipodOptions, type AipodState, aipod } from "./bilevel/aipod.ts";
export { type Fedavg, type FedavgOptions, type FedavgState, type FederatedProblem, fedavg } from "./bilevel/fedavg.ts";
export { type Gam, type GamOptions, type GamState, gam } from "./bilevel/gam.ts";
export type { BilevelAnswer } from "./bilevel/levels.ts";
export { type LvHba, type LvHbaOptions, type LvHbaState, lvHba } from "./bilevel/lv-hba.ts";
export type { Projected, SweepOptions } from "./bilevel/polyhedron.ts";
export { type Projection, projectionOn } from "./bilevel/projection.ts";
export { type ValueFunction, type ValueFunctionOptions, valueFunction } from "./bilevel/proximal-lagrangian.ts";
export { type CatalogueEntry, methodCatalogue } from "./catalogue.ts";
export { type ChambollePock, type ChambollePockOptions, chambollePock } from "./composite/chambolle-pock.ts";
export type {
  CompositeProblem,
  CompositeState,
  SaddleProblem,
  SubgradientProblem,
} from "./composite/composite-iteration.ts";
export { type Fista, type FistaOptions, fista } from "./composite/fista.ts";
export { type MAgs, type MAgsOptions, mAgs } from "./composite/m-ags.ts";
export { type MSgs, type MSgsOptions, mSgs } from "./composite/m-sgs.ts";
export { type ProxSgd, type ProxSgdOptions, proxSgd } from "./composite/prox-sgd.ts";
export {
  type ProximalGradient,
  type ProximalGradientOptions,
  proximalGradient,
} from "./composite/proximal-gradient.ts";
export { type RestartedFista, type RestartedFistaOptions, restartedFista } from "./composite/restarted-fista.ts";
export { type RfAsgs, type RfAsgsMemory, type RfAsgsOptions, rfAsgs } from "./composite/rf-asgs.ts";
export { type RfSgs, type RfSgsMemory, type RfSgsOptions, rfSgs } from "./composite/rf-sgs.ts";
export { acceleratedSlidingWeight, type Curvature, slidingWeight } from "./composite/sliding-weights.ts";
export { type SmoothedApg, type SmoothedApgOptions, smoothedApg } from "./composite/smoothed-apg.ts";
export type { SmoothableProblem } from "./composite/smoothed-part.ts";
export {
  type AdaSketchNewton,
  type AdaSketchNewtonMemory,
  type AdaSketchNewtonOptions,
  adaSketchNewton,
} from "./constrained/ada-sketch-newton.ts";
export {
  type AdaptiveGmresL1Sqp,
  type AdaptiveGmresL1SqpMemory,
  type AdaptiveGmresL1SqpOptions,
  adaptiveGmresL1Sqp,
} from "./constrained/adaptive-gmres-l1-sqp.ts";
export {
  type AugmentedLagrangian,
  type AugmentedLagrangianMemory,
  type AugmentedLagrangianOptions,
  augmentedLagrangian,
} from "./constrained/augmented-lagrangian.ts";
export type { ConstrainedState } from "./constrained/constrained-iteration.ts";
export {
  exactAugmentedLagrangian,
  type MeritEvaluation,
  type Penalties,
} from "./constrained/exact-augmented-lagrangian.ts";
export {
  type GmresL1Sqp,
  type GmresL1SqpMemory,
  type GmresL1SqpOptions,
  gmresL1Sqp,
} from "./constrained/gmres-l1-sqp.ts";
export type { EqualityConstrained } from "./constrained/kkt-programs.ts";
export { type NewtonKkt, type NewtonKktMemory, type NewtonKktOptions, newtonKkt } from "./constrained/newton-kkt.ts";
export {
  type ProjectedGradient,
  type ProjectedGradientMemory,
  type ProjectedGradientOptions,
  projectedGradient,
} from "./constrained/projected-gradient.ts";
export { type Sketch, type SketchedSystem, sketchAndProject } from "./constrained/sketch-and-project.ts";
export { attackInputs, type InputAttack } from "./convex-networks/attacks.ts";
export { type BlockPoint, blockPoint, blockStep, type OtherVariables } from "./convex-networks/block-descent.ts";
export { type Certificate, certify } from "./convex-networks/certificate.ts";
export { type ConvexProgram, convexProgram } from "./convex-networks/convex-program.ts";
export {
  type ConvexReluAdmmOptions,
  type ConvexReluAdmmState,
  convexReluAdmm,
} from "./convex-networks/convex-relu-admm.ts";
export {
  type DenseLayers,
  type ExportOptions,
  toDenseLayers,
  toOnnx,
  toPerceptron,
  toSafetensors,
} from "./convex-networks/export.ts";
export {
  activationPatterns,
  enumeratePatterns2d,
  type RobustPatternOptions,
  sampleActivationPatterns,
  sampleRobustPatterns,
  usedPatterns,
} from "./convex-networks/patterns.ts";
export { type ReluDescentOptions, type ReluDescentState, reluDescent } from "./convex-networks/relu-descent.ts";
export {
  fromParams,
  networkObjective,
  networkOfLasso,
  type ReluNetwork,
  recoverNetwork,
  reluOutputs,
  signAccuracy,
  toParams,
} from "./convex-networks/relu-network.ts";
export {
  type RobustConvexReluOptions,
  type RobustConvexReluState,
  robustConvexRelu,
} from "./convex-networks/robust-convex-relu.ts";
export type { RobustVariables } from "./convex-networks/robust-system.ts";
export {
  type SampledConvexProgramOptions,
  type SampledConvexProgramState,
  sampledConvexProgram,
  sampleNeurons,
} from "./convex-networks/sampled-convex-program.ts";
export {
  projectOnL1Epigraph,
  proxWorstCase,
  robustLoss,
  robustMargins,
  sampleWeights,
  type WorstCaseLoss,
} from "./convex-networks/worst-case.ts";
export {
  type AnnealedLangevin,
  type AnnealedLangevinOptions,
  annealedLangevin,
} from "./derivative-free/annealed-langevin.ts";
export {
  type AskTell,
  type AskTellOptions,
  type AskTellState,
  askTell,
  resumeAskTell,
} from "./derivative-free/ask-tell.ts";
export {
  type Attack,
  type AttackDirection,
  type AttackDirectionOptions,
  attackDirection,
} from "./derivative-free/attack-direction.ts";
export { type AttacksOnlyOptions, type AttacksOnlyState, attacksOnly } from "./derivative-free/attacks-only.ts";
export { type Cao, cao } from "./derivative-free/cao.ts";
export type { Account, Move } from "./derivative-free/cao-account.ts";
export type { CaoOptions } from "./derivative-free/cao-options.ts";
export {
  type CaoTeam,
  type CaoTeamState,
  caoTeam,
  type StepConditions,
  type TeamStep,
} from "./derivative-free/cao-team.ts";
export { type CmaEsOptions, cmaEs } from "./derivative-free/cma-es.ts";
export { type Consensus, consensus } from "./derivative-free/consensus.ts";
export {
  type ConsensusGradient,
  type ConsensusGradientOptions,
  consensusGradient,
  type EstimatedProblem,
  type SampledBatch,
} from "./derivative-free/consensus-gradient.ts";
export {
  type ConsensusHopping,
  type ConsensusHoppingOptions,
  consensusHopping,
} from "./derivative-free/consensus-hopping.ts";
export {
  type ConsensusMemory,
  type ConsensusMemoryOptions,
  consensusMemory,
} from "./derivative-free/consensus-memory.ts";
export type { ConsensusOptions } from "./derivative-free/consensus-options.ts";
export { type DifferentialEvolutionOptions, differentialEvolution } from "./derivative-free/differential-evolution.ts";
export {
  type DirectSearchOptions,
  type DirectSearchState,
  type DirectStatus,
  directSearch,
} from "./derivative-free/direct-search.ts";
export { coveringDirection, type Draw, pollDirections, type RandomSource } from "./derivative-free/directions.ts";
export type { Searchable } from "./derivative-free/evaluation.ts";
export { alphaForSampleSize, consensusPoint, effectiveSampleSize, gibbsWeights } from "./derivative-free/gibbs.ts";
export {
  type HybridAttackOptions,
  type HybridAttackState,
  type HybridStatus,
  hybridAttack,
} from "./derivative-free/hybrid-attack.ts";
export {
  type MeshAdaptiveSearchOptions,
  type MeshAdaptiveSearchState,
  meshAdaptiveSearch,
} from "./derivative-free/mesh-adaptive-search.ts";
export {
  type MinimizingMovement,
  type MinimizingMovementOptions,
  minimizingMovement,
} from "./derivative-free/minimizing-movement.ts";
export {
  allMonomials,
  drawMonomials,
  type Monomial,
  type OrderPlan,
  retainMonomials,
} from "./derivative-free/monomials.ts";
export { type NelderMeadOptions, nelderMead } from "./derivative-free/nelder-mead.ts";
export type { Draws } from "./derivative-free/particle-noise.ts";
export { type ParticleSwarmOptions, particleSwarm } from "./derivative-free/particle-swarm.ts";
export { fitPolynomial, type PolynomialFit } from "./derivative-free/polynomial-estimator.ts";
export type { Asking, Own, Population, PopulationRule, Told } from "./derivative-free/population.ts";
export {
  type RandomLineSearchOptions,
  type RandomLineSearchState,
  randomLineSearch,
} from "./derivative-free/random-line-search.ts";
export {
  type RandomLocalSearch,
  type RandomLocalSearchOptions,
  randomLocalSearch,
} from "./derivative-free/random-local-search.ts";
export { type RandomSearchOptions, randomSearch } from "./derivative-free/random-search.ts";
export type { Search, SearchState } from "./derivative-free/search.ts";
export { type SimulatedAnnealingOptions, simulatedAnnealing } from "./derivative-free/simulated-annealing.ts";
export { type PointState, type Spsa, type SpsaOptions, spsa } from "./derivative-free/spsa.ts";
export { type DescentState, descend, type Optimizer } from "./descend.ts";
export {
  type EnergyAscentOptions,
  type EnergyAscentState,
  energyAscent,
} from "./feature-learning/energy-ascent.ts";
export { type AdabeliefOptions, adabelief, adabeliefPackage } from "./first-order/adabelief.ts";
export { type AdadeltaOptions, adadelta } from "./first-order/adadelta.ts";
export { type AdafactorOptions, adafactor } from "./first-order/adafactor.ts";
export { type AdagradOptions, adagrad } from "./first-order/adagrad.ts";
export { type AdamOptions, adam } from "./first-order/adam.ts";
export { type AdamaxOptions, adamax } from "./first-order/adamax.ts";
export { type AdamwOptions, adamw } from "./first-order/adamw.ts";
export { type Alternation, type AlternationState, alternate } from "./first-order/alternate.ts";
export { type AmAdamwOptions, amAdamw } from "./first-order/am-adamw.ts";
export { type AmSgdOptions, amSgd } from "./first-order/am-sgd.ts";
export { type AmsgradOptions, amsgrad } from "./first-order/amsgrad.ts";
export { type DalOptions, dal } from "./first-order/dal.ts";
export { type DiffgradOptions, diffgrad } from "./first-order/diffgrad.ts";
export { type EmaSgdOptions, emaSgd } from "./first-order/ema-sgd.ts";
export { type FastGradient, type FastGradientOptions, fastGradient } from "./first-order/fast-gradient.ts";
export { type Gd, type GdOptions, gd } from "./first-order/gd.ts";
export { type LambOptions, lamb } from "./first-order/lamb.ts";
export { type LarsOptions, lars } from "./first-order/lars.ts";
export { type Lbfgs, type LbfgsExtras, type LbfgsOptions, type LbfgsRunState, lbfgs } from "./first-order/lbfgs.ts";
export type { LbfgsState } from "./first-order/lbfgs-step.ts";
export { type LionOptions, lion } from "./first-order/lion.ts";
export { type MuonOptions, muon } from "./first-order/muon.ts";
export { type NadamOptions, nadam } from "./first-order/nadam.ts";
export { type PolyakSgdOptions, polyakSgd } from "./first-order/polyak-sgd.ts";
export { type RadamOptions, radam } from "./first-order/radam.ts";
export { type RmspropOptions, rmsprop } from "./first-order/rmsprop.ts";
export { type ScalarAdagradOptions, scalarAdagrad } from "./first-order/scalar-adagrad.ts";
export { type SgdOptions, sgd } from "./first-order/sgd.ts";
export { type SlsOptions, type SlsState, sls } from "./first-order/sls.ts";
export { type ConsensusOptimizationOptions, consensusOptimization } from "./games/consensus-optimization.ts";
export {
  type Convention,
  type DriftTerms,
  type DriftWeights,
  driftCoefficients,
  driftTerms,
  type Order,
} from "./games/drift.ts";
export { type GameMethod, gameDescent } from "./games/game-descent.ts";
export type { GameState } from "./games/game-iteration.ts";
export type { GameDescentOptions } from "./games/game-options.ts";
export { type OdeGanOptions, odeGan } from "./games/ode-gan.ts";
export type { TwoPlayerGame } from "./games/players.ts";
export {
  type SymplecticGradientAdjustmentOptions,
  symplecticGradientAdjustment,
} from "./games/symplectic-gradient-adjustment.ts";
export { type DirectionEstimates, directionEstimates, type IterateSums } from "./langevin/iterate-average.ts";
export { type LangevinAverage, type LangevinAverageOptions, langevinAverage } from "./langevin/langevin-average.ts";
export type { OnlineMethod } from "./langevin/online-pass.ts";
export { type OnlineSphericalSgdOptions, onlineSphericalSgd } from "./langevin/online-spherical-sgd.ts";
export {
  type PartialTrace,
  type PartialTraceProblem,
  type PartialTraceState,
  partialTrace,
} from "./langevin/partial-trace.ts";
export { type SmoothedSphericalSgdOptions, smoothedSphericalSgd } from "./langevin/smoothed-spherical-sgd.ts";
export type { ChainsState } from "./langevin/sphere-chains.ts";
export type { SampledSphereProblem, SphereLossProblem, SphereProblem } from "./langevin/sphere-oracle.ts";
export { type SphericalGd, type SphericalGdOptions, sphericalGd } from "./langevin/spherical-gd.ts";
export {
  type SphericalSgdAverage,
  type SphericalSgdAverageOptions,
  sphericalSgdAverage,
} from "./langevin/spherical-sgd-average.ts";
export type { Metric, MetricOption } from "./metric.ts";
export { type Aggregated, type Aggregation, type AggregationState, aggregation } from "./multi-task/aggregation.ts";
export type { Aggregator, Combination, Decision, Memory, TaskView } from "./multi-task/aggregator.ts";
export { type AlignedMtlOptions, alignedMtl, alignedMtlAggregator } from "./multi-task/aligned-mtl.ts";
export { type CagradAggregatorOptions, type CagradOptions, cagrad, cagradAggregator } from "./multi-task/cagrad.ts";
export {
  type DescendTasksOptions,
  descendTasks,
  type TaskMethod,
  type TaskProblem,
  type TaskState,
} from "./multi-task/descend-tasks.ts";
export {
  type FamoAggregatorOptions,
  type FamoMemory,
  type FamoOptions,
  famo,
  famoAggregator,
} from "./multi-task/famo.ts";
export {
  type GraddropAggregatorOptions,
  type GraddropOptions,
  graddrop,
  graddropAggregator,
  type Thresholds,
} from "./multi-task/graddrop.ts";
export { type ImtlGOptions, imtlG, imtlGAggregator } from "./multi-task/imtl-g.ts";
export {
  type LinearScalarisationOptions,
  linearScalarisation,
  linearScalarisationAggregator,
} from "./multi-task/linear-scalarisation.ts";
export { type MgdaOptions, mgda, mgdaAggregator } from "./multi-task/mgda.ts";
export { type NashMtlOptions, nashMtl, nashMtlAggregator } from "./multi-task/nash-mtl.ts";
export {
  type PcgradAggregatorOptions,
  type PcgradOptions,
  pcgrad,
  pcgradAggregator,
  type TaskOrders,
} from "./multi-task/pcgrad.ts";
export {
  type SamGsAggregatorOptions,
  type SamGsMemory,
  type SamGsOptions,
  samGs,
  samGsAggregator,
} from "./multi-task/sam-gs.ts";
export { type CurlDescentOptions, curlDescent } from "./plasticity/curl-descent.ts";
export {
  type DirectFeedbackAlignment,
  type DirectFeedbackAlignmentOptions,
  directFeedbackAlignment,
} from "./plasticity/direct-feedback-alignment.ts";
export type { LayeredProblem } from "./plasticity/error-feedback.ts";
export type { FlippedDescent } from "./plasticity/flipped-descent.ts";
export * as proximal from "./proximal/index.ts";
export { type Dqn, type DqnOptions, type DqnState, dqn } from "./reinforcement/dqn.ts";
export type { ActedProblem } from "./reinforcement/q-learner.ts";
export type { Smoothness } from "./reinforcement/smoothness.ts";
export type { ConditionsState, ResidualProblem } from "./second-order/conditions-descent.ts";
export { type CubicNewton, type CubicNewtonOptions, cubicNewton } from "./second-order/cubic-newton.ts";
export {
  type EmpiricalFisher,
  type EmpiricalFisherOptions,
  empiricalFisher,
} from "./second-order/empirical-fisher.ts";
export { type GaussNewton, type GaussNewtonOptions, gaussNewton } from "./second-order/gauss-newton.ts";
export {
  type GradientRegularizedNewton,
  type GradientRegularizedNewtonOptions,
  gradientRegularizedNewton,
  type RadiusMemory,
} from "./second-order/gradient-regularized-newton.ts";
export * as hessians from "./second-order/hessians/index.ts";
export {
  type DampingMemory,
  type LevenbergMarquardt,
  type LevenbergMarquardtOptions,
  levenbergMarquardt,
} from "./second-order/levenberg-marquardt.ts";
export { type Newton, type NewtonOptions, newton } from "./second-order/newton.ts";
export {
  type SuperUniversalNewton,
  type SuperUniversalNewtonOptions,
  superUniversalNewton,
} from "./second-order/super-universal-newton.ts";
export { type ParameterMask, type Sven, type SvenMemory, type SvenOptions, sven } from "./second-order/sven.ts";
export { type SvenDirection, type SvenDirectionOptions, svenDirection } from "./second-order/sven-direction.ts";
export { type ArmijoDescentOptions, armijoDescent } from "./surrogate/inner/armijo-descent.ts";
export { exactLeastSquares } from "./surrogate/inner/exact-least-squares.ts";
export type {
  InnerIteration,
  InnerMinimiser,
  InnerResult,
  InnerState,
  InnerTask,
  SurrogateData,
  SurrogateModel,
} from "./surrogate/inner/inner-minimiser.ts";
export { type LbfgsDescentOptions, lbfgsDescent } from "./surrogate/inner/lbfgs-descent.ts";
export { transformedDescent } from "./surrogate/inner/transformed-descent.ts";
export {
  descentLearner,
  learnOnline,
  type OnlineLearner,
  type OnlineProblem,
  type OnlineState,
} from "./surrogate/learn-online.ts";
export { mirrorDescent } from "./surrogate/outer/mirror-descent.ts";
export { onlineNewton } from "./surrogate/outer/online-newton.ts";
export type { OuterContext, OuterMemory, OuterResult, OuterRule } from "./surrogate/outer/outer-rule.ts";
export { constantRate, exponentialDecay, squareRootDecay } from "./surrogate/outer/schedules.ts";
export { targetAdagrad } from "./surrogate/outer/target-adagrad.ts";
export { targetAdagradDiagonal } from "./surrogate/outer/target-adagrad-diagonal.ts";
export { type TargetLineSearchOptions, targetLineSearch } from "./surrogate/outer/target-line-search.ts";
export { type Sso, type SsoOptions, type SsoState, sso } from "./surrogate/sso.ts";
export type { TargetLearner } from "./surrogate/target-learner.ts";
export type { Evaluation, TargetProblem } from "./surrogate/target-programs.ts";
export type { TargetMemory, TargetReport } from "./surrogate/target-step.ts";
export { type BcdCao, type BcdCaoOptions, bcdCao } from "./swarm/bcd-cao.ts";
export { asTeam, type BlackBox } from "./swarm/black-box-team.ts";
export { type GreedyTeam, type GreedyTeamOptions, greedyTeam } from "./swarm/greedy-team.ts";
export { type Lloyd, type LloydOptions, lloyd } from "./swarm/lloyd.ts";
export { type RandomWaypoint, type RandomWaypointOptions, randomWaypoint } from "./swarm/random-waypoint.ts";
export { type Schwager, type SchwagerOptions, schwager } from "./swarm/schwager.ts";
export type { TeamProblem, TeamState } from "./swarm/team-iteration.ts";
export type { SmoothProblem, TrialState } from "./trial-steps.ts";
