export { type Band, bands, inPlanOrder } from "./bands.ts";
export {
  type Conditioning,
  conditioning,
  type Features,
  type FilteredDescent,
  type FilterOptions,
  gradientDescentFilter,
  minimumNorm,
  ridge,
} from "./conditioning.ts";
export {
  type BootstrapOptions,
  type Bracket,
  bootstrapInterval,
  bracketLoss,
  type Interval,
} from "./critical-value.ts";
export { type DriftLookOptions, driftLook } from "./drift/drift-look.ts";
export { type Flow, type FlowKind, type FlowOptions, type Flows, flow, flowKinds, flows } from "./drift/flow.ts";
export { multiStepModifiedLoss } from "./drift/multi-step.ts";
export {
  type Complex,
  type ComplexVector,
  driftPerStep,
  principalFlowOfQuadratic,
  type QuadraticData,
  type StabilityCoefficients,
  stabilityCoefficient,
  stabilityCoefficients,
} from "./drift/stability.ts";
export { type Fluctuation, fluctuation } from "./fluctuation.ts";
export { geometricComplexity, withGeometricComplexity } from "./geometric-complexity.ts";
export { type Emergence, emergence, firstReaching } from "./grokking/emergence.ts";
export { type Discovery, expectedNodes, simulateDiscovery } from "./grokking/feature-discovery.ts";
export { type FeaturePurity, featurePower, featurePurity } from "./grokking/feature-purity.ts";
export {
  criticalTrainFraction,
  energyMaximum,
  type IrreduciblePart,
  irreducibleParts,
} from "./grokking/irreducible-parts.ts";
export {
  type Classes,
  featureGradient,
  featureInteraction,
  firstSignal,
  flowedTop,
  interactionSigns,
  matrixNorm,
  offDiagonalRatio,
  repelledShare,
  residualProjection,
  ridgeTop,
} from "./grokking/stage-gradients.ts";
export { type StagedNetwork, type StageReading, stageLook } from "./grokking/stage-look.ts";
export { type UpdateCosine, updateCosine } from "./grokking/update-cosine.ts";
export { type Hessian, hessianOf, type Watched } from "./hessian.ts";
export {
  type Eigenpair,
  type HessianSpectrum,
  type HessianSpectrumOptions,
  hessianSpectrum,
  type SearchOptions,
} from "./hessian-spectrum.ts";
export {
  criticalFraction,
  type FlippedLayer,
  type FlippedNetwork,
  linearNetworkStability,
  spectralEdge,
} from "./linear-network.ts";
export {
  curlField,
  type Linearisation,
  linearise,
  type ManifoldStability,
  manifoldStability,
  type StabilityOptions,
} from "./linearise.ts";
export {
  type MethodOf,
  modelSizeSweep,
  type SizeResult,
  type SizeSweep,
  solvedBy,
  type Training,
  type TrainingContext,
  trainedBy,
} from "./model-size-sweep.ts";
export { type Instrument, type Look, type Moment, observe } from "./observe.ts";
export {
  type OptimizationStudy,
  optimizationStudy,
  type PeakPlace,
  peakPlace,
  type SizePoint,
  type SizeRow,
  type StudyOptions,
  type StudyPoint,
  sizeCurve,
} from "./optimization-study.ts";
export { withOverlap } from "./overlap.ts";
export { type PowerLaw, powerLaw } from "./power-law.ts";
export { rankCorrelation } from "./rank-correlation.ts";
export {
  type AdamEdgeOptions,
  adamEdgeOfStability,
  type EdgeOfStabilityOptions,
  edgeOfStability,
  gradientAlignment,
  hessianCondition,
  type SharpnessOptions,
  sharpness,
} from "./sharpness.ts";
export { type SpectralDensity, type SpectralDensityOptions, spectralDensity } from "./spectral-density.ts";
export {
  type Axes,
  type AxisValue,
  type Cell,
  type CellResult,
  cellName,
  cellsOf,
  type MeasureCell,
  type Setting,
  type SweepControl,
  type SweepPlan,
  sweep,
} from "./sweep.ts";
