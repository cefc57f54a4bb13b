import {
  absoluteScaled,
  absoluteSum,
  absoluteValley,
  adabelief,
  adam,
  beale,
  lastRow,
  type Optimizer,
  objectiveBelow,
  quadraticScaled,
  quadraticValley,
  rosenbrock,
  sgd,
  type TestFunction,
  type Trace,
} from "gradus";
import { claim } from "../../src/claim.ts";
import { atLeast, atMost } from "../../src/criterion.ts";
import { cases, type Experiment } from "../../src/experiment.ts";
import type { Contenders } from "../../src/setups/training.ts";
import { countOf, largest, type Measurements, measured, ratio } from "../../src/statistic.ts";

/** Functions of the plane, each with the value to be reached. */
const toys: Record<string, { problem: TestFunction; threshold: number }> = {
  "|x| + |y|": { problem: absoluteSum(), threshold: 0.05 },
  "|x + y| + |x − y|/10": { problem: absoluteValley(), threshold: 0.05 },
  "(x + y)² + (x − y)²/10": { problem: quadraticValley(), threshold: 0.01 },
  "|x|/10 + |y|": { problem: absoluteScaled(), threshold: 0.02 },
  "x²/10 + y²/2": { problem: quadraticScaled(), threshold: 0.01 },
  Beale: { problem: beale(), threshold: 0.01 },
  Rosenbrock: { problem: rosenbrock({ start: [-1, 2] }), threshold: 0.01 },
};

const stepsOf = (contender: string) => measured(`steps of ${contender}`);
const stepRatio = ratio(stepsOf("AdaBelief"), stepsOf("Adam"));

/** How many steps a run took to its threshold; infinite if it did not get there. */
const stepsTaken = (trace: Trace): number =>
  trace.status === "stopped" ? lastRow(trace).step : Number.POSITIVE_INFINITY;

type RaceOptions = {
  rates?: number[];
  /** What runs under AdaBelief's name. */
  contender?: (options: { learningRate: number }) => Optimizer;
};

/** A race to a threshold on each function, at each learning rate. */
export function toyRace({ rates = [1e-3], contender = adabelief }: RaceOptions = {}): Experiment {
  const races = rates.flatMap((rate) =>
    Object.entries(toys).map(([name, toy]) => ({ ...toy, rate, name: rates.length > 1 ? `${name}, ${rate}` : name })),
  );
  return {
    setup:
      `Seven functions of the plane in float64, learning rate ${rates.join(", ")}, β₁ = 0.9, β₂ = 0.999, ε = 1e-8. ` +
      "Counted are the steps until the value falls to 0.05, 0.02 or 0.01 (by function), 20 / learning rate at most.",
    trials: cases(...races.map(({ name }) => name)),
    async trial({ name, run }) {
      const { problem, threshold, rate } = races.find((race) => race.name === name)!;
      const contenders: Contenders = {
        Adam: adam({ learningRate: rate }),
        AdaBelief: contender({ learningRate: rate }),
        SGD: sgd({ learningRate: rate, momentum: 0.9 }),
      };
      const steps = 20 / rate;
      const measurements: Measurements = {};
      for (const [label, optimizer] of Object.entries(contenders)) {
        const options = { steps, every: Math.ceil(steps / 400), stop: objectiveBelow(threshold) };
        const trace = await run({ contender: label, setting: name }, problem, optimizer, options);
        measurements[`steps of ${label}`] = stepsTaken(trace);
      }
      return measurements;
    },
    criteria: [
      {
        measures: "steps, AdaBelief / Adam, on the worst function",
        statistic: largest(stepRatio),
        holds: atMost(0.85),
      },
      {
        measures: `of ${races.length} races, those in which AdaBelief takes at most 0.4 times Adam's steps`,
        statistic: countOf((trial) => stepRatio(trial) <= 0.4),
        holds: atLeast(4 * rates.length),
      },
    ],
    remarks: [
      {
        measures: `of ${races.length} races, those in which SGD with momentum 0.9 is faster than AdaBelief`,
        statistic: countOf((trial) => stepsOf("SGD")(trial) < stepsOf("AdaBelief")(trial)),
      },
    ],
  };
}

export const toyFunctions = claim({
  id: "toy-functions",
  says: "On functions of the plane with valleys and ridges, AdaBelief reaches the minimum in fewer steps than Adam.",
  source: "figure 3",
  quick: toyRace(),
  full: toyRace({ rates: [1e-2, 1e-3, 1e-4] }),
  reading:
    "The claim is about Adam: SGD with momentum at the same learning rate is not beaten on all of these functions. " +
    "Some of them are rebuilt from the figure.",
});
