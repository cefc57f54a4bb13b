export { captionOf, descriptionOf } from "./charts/caption.ts";
export {
  type Axis,
  axes,
  axesWorthDrawing,
  type Curve,
  lineOf,
  type Panel,
  type Point,
  panelsOf,
} from "./charts/curves.ts";
export { observedTraces, quantityTitle } from "./charts/observed.ts";
export {
  type ColourName,
  colourValue,
  dashes,
  type MethodStyle,
  methodColours,
  pages,
  paletteCss,
  styleOf,
  stylesOf,
} from "./charts/palette.ts";
export {
  decadeLabel,
  decades,
  objectiveScale,
  placeOf,
  runScale,
  type Scale,
  scaleOf,
} from "./charts/scale.ts";
export { toneCss, tones } from "./charts/tones.ts";
export { type Arrival, arrivals } from "./race/arrivals.ts";
export { type Budget, budgetText, defaultBudget, timeLeft } from "./race/budget.ts";
export { type Contender, type ContenderResult, runContender } from "./race/contender.ts";
export { exportedProblem } from "./race/exported-problem.ts";
export { checkFit, type Fit } from "./race/fit.ts";
export {
  type InstrumentFacts,
  type InstrumentName,
  instrumentList,
  instrumentNames,
  type Observing,
  quantitiesOf,
  readInstruments,
  usualInterval,
} from "./race/instrument-list.ts";
export { createMethod, readMethods } from "./race/methods.ts";
export { missingNeeds, passedOver } from "./race/needs.ts";
export { defaultSeeds, labelsOf, type RacePlan } from "./race/plan.ts";
export { createProblem, problemCatalogue } from "./race/problems.ts";
export {
  contenderTraces,
  type Race,
  type RaceResult,
  type RaceRun,
  raceWithoutTraces,
} from "./race/result.ts";
export { passedOverNote, raceSentence } from "./race/sentence.ts";
export { labelOf, parseSpec, parseSpecs, type Spec, specGrammar, specText } from "./race/spec.ts";
export { SpecError } from "./race/spec-error.ts";
export { type Spread, type Standing, standings } from "./race/standings.ts";
export { admitted } from "./reproduction/bound.ts";
export { judgeClaim, type Unfinished } from "./reproduction/judge.ts";
export { type ExperimentScale, type PlannedClaim, planClaim } from "./reproduction/plan.ts";
export {
  type ClaimResult,
  type PaperFacts,
  type RecordedClaim,
  type RecordedReproduction,
  type Reproduction,
  reproductionWithoutTraces,
  type TrialFacts,
} from "./reproduction/result.ts";
export { claimsThatHold, tally, verdictSentence } from "./reproduction/sentences.ts";
export { performTrial } from "./reproduction/trial.ts";
export { type ClaimVerdict, verdictSigns, verdictTones } from "./reproduction/verdict.ts";
export type { Ending } from "./runs/ending.ts";
export { errorOf, type Failure, failureOf } from "./runs/failure.ts";
export { parseResult } from "./runs/json.ts";
export type { Observation } from "./runs/observation.ts";
export type { Provenance } from "./runs/provenance.ts";
export { thin } from "./runs/thin.ts";
export { axisGrammar, parseAxes } from "./sweep/axis.ts";
export { runCell, targetValues, usualValues } from "./sweep/cell.ts";
export {
  axisText,
  chartOf,
  checkView,
  type SweepChart,
  type SweepLine,
  type SweepPanel,
  settingText,
  type Tile,
} from "./sweep/layout.ts";
export { bestOf, measuresOf, type SweepResult, type SweepView, valuesIn, worstOf } from "./sweep/result.ts";
export { bestBand, medianText, sweepSentence, troubleSentence } from "./sweep/sentence.ts";
export { checkSettings, pairingOf } from "./sweep/setting.ts";
export { methodAxis, type NamedSweep, type OwnSweep, planOf, type SweepSource } from "./sweep/source.ts";
export { escapeHtml } from "./words/escape.ts";
export { moment } from "./words/moment.ts";
export {
  counted,
  formatNumber,
  formatSeconds,
  formatSpread,
  hasSpread,
  withMinus,
} from "./words/numbers.ts";
