export { type Bracket, bootstrapInterval, bracketLoss, type Interval } from "./critical-value.ts";
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
