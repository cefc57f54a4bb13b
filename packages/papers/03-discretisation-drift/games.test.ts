import { gameDescent } from "gradus";
import { describe, expect, test } from "vitest";
import { judge } from "../src/criterion.ts";
import { type Experiment, runTrial } from "../src/experiment.ts";
import { contenders, planeExperiment, wideExperiment } from "./claims/games.ts";
import { mixtureExperiment } from "./claims/mixture.ts";
import { catchExperiment, variants } from "./claims/reinforcement.ts";
import { games } from "./demos/games.ts";

const { signal } = new AbortController();

/** Which criteria hold, by the first trial alone. */
async function holdsOf(experiment: Experiment): Promise<boolean[]> {
  const { measurements } = await runTrial(experiment, experiment.trials[0]!, { signal });
  return experiment.criteria.map((criterion) => judge(criterion, [measurements]).holds);
}

describe("the criteria", () => {
  test("of the drift hold, and fail where both orders and the correction are exchanged", async () => {
    expect(await holdsOf(planeExperiment())).toEqual([true, true, true]);
    const { simultaneous, alternating, ...others } = contenders(0.2);
    const exchanged = { ...others, simultaneous: alternating!, "interaction cancelled": simultaneous! };
    expect(await holdsOf(planeExperiment(exchanged))).toEqual([false, true, false]);
  });

  test("of the cancellation fail where the interaction is doubled, or nothing drifts", async () => {
    const { "interaction cancelled": cancelled, flow } = contenders(0.1);
    const doubled = { method: gameDescent({ learningRates: 0.1, interactionDrift: 1 }) };
    const among = { simultaneous: cancelled!, "interaction cancelled": doubled, flow: flow! };
    expect(await holdsOf(wideExperiment(among))).toEqual([false, false]);
  });

  test("of spectral normalisation fail where all variants are plain DQN", async () => {
    const plain = Object.fromEntries(Object.keys(variants).map((name) => [name, "none" as const]));
    expect(await holdsOf(catchExperiment(plain, 150))).toEqual([false, false]);
  });

  test("of the mixture fail where nobody learns anything", async () => {
    const untrained = gameDescent({ learningRates: 1e-9, interactionDrift: 0 }) as never;
    const among = { simultaneous: untrained, "interaction cancelled": untrained, Adam: untrained };
    const experiment = mixtureExperiment({ hidden: 2, batchSize: 2 }, { steps: 100, trials: [0] }, among);
    expect((await holdsOf(experiment))[0]).toBe(false);
  });
});

test("in the phase portrait simultaneous steps go out while the corrected path stays with the flow", async () => {
  const values = Object.fromEntries(games.controls.map(({ name, value }) => [name, value]));
  const distances = new Map<string, number>();
  for await (const { points } of games.play({ ...values, steps: 60 }, signal)) {
    for (const { line, y } of points!["norm"]!) distances.set(line, y);
  }
  const start = Math.hypot(0.7, 0.5);
  expect(distances.get("simultaneous")).toBeGreaterThan(start);
  expect(distances.get("flow")).toBeCloseTo(start * Math.exp(-60 * 0.2 * 0.09), 4);
  expect(Math.abs(distances.get("corrected")! / distances.get("flow")! - 1)).toBeLessThan(0.02);
});
