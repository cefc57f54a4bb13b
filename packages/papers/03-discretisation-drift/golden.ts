import type { GoldenCase } from "../src/golden/runner.ts";
import { dal } from "./golden/dal.ts";
import { flowsOf, multiStep, principalFlowQuadratic } from "./golden/flows.ts";
import { game } from "./golden/game.ts";
import { spectralNormOf, spectralScheduleOf } from "./golden/spectral.ts";

type Actual = Record<string, unknown> | Promise<Record<string, unknown>>;

/** What is run for each kind of case. */
const kinds: Record<string, (testCase: GoldenCase) => Actual> = {
  flows: flowsOf,
  principalFlowQuadratic,
  dal,
  multiStepModifiedLoss: multiStep,
  game,
  spectralNorm: spectralNormOf,
  spectralSchedule: spectralScheduleOf,
};

export function actual(testCase: GoldenCase): Actual {
  const run = kinds[testCase["kind"]];
  if (!run) throw new RangeError(`unknown kind '${testCase["kind"]}'`);
  return run(testCase);
}
