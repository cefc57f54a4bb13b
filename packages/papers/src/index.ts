export { type Claim, claim, type Finding } from "./claim.ts";
export {
  atLeast,
  atMost,
  type Bound,
  between,
  type Criterion,
  type Figure,
  figureOf,
  judge,
  type Outcome,
  type Remark,
} from "./criterion.ts";
export type {
  BarsPanel,
  Control,
  ControlValue,
  ControlValues,
  CurvesPanel,
  Demo,
  DemoDescription,
  DemoFigure,
  Field,
  FieldClass,
  Frame,
  Mark,
  Option,
  Pair,
  PlanePanel,
  Scene,
  ScenePanel,
  SliderRange,
} from "./demo.ts";
export {
  type ClaimDescription,
  describePaper,
  type ExperimentDescription,
  type PaperDescription,
} from "./description.ts";
export {
  cases,
  type Experiment,
  finalMetric,
  finalObjective,
  type LabelledTrace,
  type RunLabel,
  runTrial,
  seeds,
  type Trial,
  type TrialContext,
  TrialInterrupted,
  type TrialProgress,
  type TrialResult,
  type Verdict,
  verdictOf,
} from "./experiment.ts";
export type { MethodFacts, PaperFacts, Publication } from "./facts.ts";
export { type Family, families } from "./family.ts";
export { definePaper, type Paper } from "./paper.ts";
export { papers } from "./papers.ts";
export * from "./statistic.ts";
