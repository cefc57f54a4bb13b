export type {
  Bilevel,
  BilevelProblem,
  BilevelStart,
  ByLevel,
  Client,
  ConvexSet,
  HasBilevel,
  HasClients,
  LevelFunction,
  LinearRow,
  LowerConstraints,
  LowerSolution,
  SecondDerivatives,
} from "./bilevel.ts";
export { type Checkpoint, decodeCheckpoint, disposeState, encodeCheckpoint, refState } from "./checkpoint.ts";
export type { DualSet, HasNonsmoothPart, HasSaddlePart, HasSimplePart, HasSmoothPart } from "./composite.ts";
export type { Environment, HasEnvironment } from "./environment.ts";
export {
  CapabilityError,
  CheckpointError,
  DataError,
  DeviceError,
  GradusError,
  OptionError,
  unknownName,
} from "./errors.ts";
export {
  cyclicGroup,
  dihedralGroup,
  type FiniteGroup,
  groupFromTable,
  groupNamed,
  identityElement,
  inverseElements,
  productGroup,
  symmetricGroup,
} from "./finite-group.ts";
export { type Iteration, type Measurement, type Method, named, type OracleCalls, totalCalls } from "./method.ts";
export { type MinimizeOptions, minimize } from "./minimize.ts";
export { readOptions, type ScalarOrSchedule, type Schedule, valueAt } from "./options.ts";
export {
  type BatchStream,
  type HasBatches,
  type HasConstraints,
  type HasEvaluate,
  type HasExponents,
  type HasFeatureEnergy,
  type HasInitial,
  type HasLayers,
  type HasLoss,
  type HasMetrics,
  type HasMinimum,
  type HasName,
  type HasNetwork,
  type HasPartialTrace,
  type HasPlanted,
  type HasPlayers,
  type HasPoweredNorm,
  type HasPredictions,
  type HasReluTraining,
  type HasResiduals,
  type HasRidgeSamples,
  type HasRollouts,
  type HasSampleLosses,
  type HasSampleRows,
  type HasSharedParameters,
  type HasSphereGradients,
  type HasTargetOracle,
  type HasTaskLosses,
  type RatedNetwork,
  type Rating,
  requireCapabilities,
  type TargetAnswer,
} from "./problem.ts";
export {
  checkReluTraining,
  type OutputLoss,
  type OutputLossName,
  outputLosses,
  type ReluParams,
  type ReluTraining,
} from "./relu-training.ts";
export { type Progress, type RunOptions, run, type Solution } from "./run.ts";
export { objectiveBelow, reportAbove, reportBelow, type StopRule, stalled } from "./stop.ts";
export { lastRow, type Status, type Trace, type TraceRow, traceToJson } from "./trace.ts";
export type { Box, HasField, HasWorld, TeamChange, World } from "./world.ts";
