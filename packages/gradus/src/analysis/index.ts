export { type Bracket, bootstrapInterval, bracketLoss, type Interval } from "./critical-value.ts";
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
export { type Look, type Moment, observe } from "./observe.ts";
export { withOverlap } from "./overlap.ts";
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
