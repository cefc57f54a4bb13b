export { type AccumulateOptions, accumulateGradients } from "./accumulate.ts";
export { type ScaleByAdadeltaOptions, scaleByAdadelta } from "./adadelta.ts";
export { type ScaleByAdagradOptions, scaleByAdagrad } from "./adagrad.ts";
export { type ScaleByAdamOptions, scaleByAdam } from "./adam.ts";
export { type ScaleByAdamaxOptions, scaleByAdamax } from "./adamax.ts";
export { type AdaptiveMemoryOptions, type AdaptiveMemoryState, adaptiveMemory } from "./adaptive-memory.ts";
export {
  type AdaptiveMemoryAdamwOptions,
  type AdaptiveMemoryAdamwState,
  adaptiveMemoryAdamw,
} from "./adaptive-memory-adamw.ts";
export {
  type AverageExponentiallyOptions,
  type AverageUniformlyOptions,
  averageExponentially,
  averageUniformly,
} from "./average.ts";
export { type BeliefOptions, type BeliefState, scaleByBelief } from "./belief.ts";
export { type CentralizeOptions, centralizeGradient } from "./centralize.ts";
export { chain } from "./chain.ts";
export { clipByGlobalNorm, clipByNorm, clipByValue } from "./clip.ts";
export { type ClipAdaptivelyOptions, clipAdaptively } from "./clip-adaptively.ts";
export { type DiffgradState, type Friction, type ScaleByDiffgradOptions, scaleByDiffgrad } from "./diffgrad.ts";
export { type DriftState, type ScaleByDriftOptions, scaleByDrift } from "./drift.ts";
export { type ScaleByFactoredRmsOptions, scaleByFactoredRms } from "./factored-rms.ts";
export { fixNorms } from "./fix-norms.ts";
export { type AverageGradientsOptions, averageGradients } from "./gradient-average.ts";
export { injectHyperparameters } from "./inject.ts";
export { type LbfgsMemory, type ScaleByLbfgsOptions, scaleByLbfgs } from "./lbfgs.ts";
export { scaleByLearningRate } from "./learning-rate.ts";
export { type ScaleByLionOptions, scaleByLion } from "./lion.ts";
export { type LookaheadOptions, lookahead } from "./lookahead.ts";
export { masked } from "./masked.ts";
export { accumulateMomentum, type MomentumOptions } from "./momentum.ts";
export { multiTransform } from "./multi-transform.ts";
export { namedChain } from "./named-chain.ts";
export { addNoise, type NoiseOptions } from "./noise.ts";
export { type OptimizerState, type StandaloneOptimizer, standalone, type UpdateExtras } from "./optimizer.ts";
export {
  type NewtonSchulzCoefficients,
  newtonSchulz,
  type OrthogonalizeOptions,
  orthogonalize,
} from "./orthogonalize.ts";
export { type PolyakState, type ScaleByPolyakOptions, scaleByPolyak } from "./polyak.ts";
export { type ScaleByRectifiedAdamOptions, scaleByRectifiedAdam } from "./rectified-adam.ts";
export { type ScaleByRmsOptions, scaleByRms } from "./rms.ts";
export { scaleByScalarAdagrad } from "./scalar-adagrad.ts";
export { identity, scale, setToZero } from "./scale.ts";
export { type ScheduleFreeOptions, scheduleFree } from "./schedule-free.ts";
export * as schedules from "./schedules.ts";
export type { Mask, PerLeaf } from "./selection.ts";
export { type SharpnessAwareOptions, sharpnessAware } from "./sharpness-aware.ts";
export { scaleBySign } from "./sign.ts";
export { type SignEntries, type Signs, scaleBySigns } from "./signs.ts";
export {
  initialSpectralState,
  powerIteration,
  type SpectralNormOptions,
  type SpectralState,
  spectralNorm,
  spectralStateFrom,
  spectralValue,
} from "./spectral-norm.ts";
export {
  type RoughnessTracker,
  type SpectralMode,
  type SpectralScheduleOptions,
  spectralProduct,
  spectralSchedule,
} from "./spectral-schedule.ts";
export { applyUpdates, type Transformation, transformation, type UpdateContext } from "./transformation.ts";
export { type ScaleByTrustRatioOptions, scaleByTrustRatio } from "./trust-ratio.ts";
export { addDecayedWeights, decayAfterStep, type WeightDecayOptions } from "./weight-decay.ts";
