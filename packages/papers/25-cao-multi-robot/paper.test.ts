import { bcdCao, cao, holdTheLine, lastRow, minimize, randomWaypoint, schedules } from "gradus";
import { describe, expect, test } from "vitest";
import { judge } from "../src/criterion.ts";
import { runTrial, verdictOf } from "../src/experiment.ts";
import { adaptive } from "./claims/adaptive-coverage.ts";
import { changingCost } from "./claims/changing-cost.ts";
import { convergence } from "./claims/convergence.ts";
import { faultTolerance } from "./claims/fault-tolerance.ts";
import { persistent } from "./claims/persistent-coverage.ts";
import { surveillance } from "./claims/surveillance.ts";
import { endsOf, meanFrom } from "./claims/team-runs.ts";

const { signal } = new AbortController();

/** The verdicts of an experiment's criteria on its first trial alone. */
async function first({ quick }: typeof convergence) {
  const [trial] = quick.trials;
  const result = await runTrial(quick, trial!, { signal });
  return { ...result, ...verdictOf({ ...quick, trials: [trial!] }, [result]) };
}

describe("the criteria", () => {
  test("of failing robots hold for a seed, and fail where the others stand still", async () => {
    const { verdict, measurements } = await first(faultTolerance);
    expect(verdict).toBe("holds");
    const { criteria } = faultTolerance.quick;
    const still = { ...measurements, "cost at the end": measurements["cost right after"]! };
    expect(judge(criteria[0]!, [still]).holds).toBe(false);
  });

  test("of a changing cost hold for a seed, and fail for robots that do not follow", async () => {
    const { verdict, measurements } = await first(changingCost);
    expect(verdict).toBe("holds");
    const still = { ...measurements, "mean cost, following": measurements["mean cost, standing still"]! };
    expect(changingCost.quick.criteria.map((criterion) => judge(criterion, [still]).holds)).toEqual([false, false]);
  });

  test("fail where robots that roam at random run under BCD-CAO's name", async () => {
    const fake = {
      ...surveillance.quick,
      trial: (context: Parameters<typeof surveillance.quick.trial>[0]) =>
        endsOf(
          context,
          holdTheLine({ robots: 4 }),
          {
            "BCD-CAO": { method: randomWaypoint() },
            "centralised CAO": { method: randomWaypoint() },
            "random search": { method: randomWaypoint() },
            Schwager: { method: randomWaypoint() },
            "random waypoints": { method: randomWaypoint() },
          },
          { steps: 20, also: () => ({ neglect: 1, "true cost": 1, "share seen": 0.5 }) },
        ),
    };
    const { measurements } = await runTrial(fake, fake.trials[0]!, { signal });
    const [slow, ...ratios] = convergence.quick.criteria;
    expect(judge(slow!, [measurements]).holds).toBe(false);
    expect(ratios.map((criterion) => judge(criterion, [measurements]).holds)).toEqual([false, false, false]);
    for (const { quick } of [surveillance, persistent]) {
      expect(quick.criteria.map((criterion) => judge(criterion, [measurements]).holds)).toEqual([false, false]);
    }
    expect(judge(adaptive.quick.criteria[0]!, [measurements]).holds).toBe(false);
  });

  test("a run that ended early has no mean that looks good", async () => {
    const changes = [{ step: 3, lost: [0] }];
    const { trace } = await minimize(holdTheLine({ robots: 1, changes }), randomWaypoint(), { steps: 9 });
    expect(meanFrom(trace, 1, ({ objective }) => objective)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("findings", () => {
  const alpha = schedules.linear({ from: 0.012, to: 9e-5, steps: 200 });
  const end = async (options: object, world: object = {}) => {
    const problem = holdTheLine({ robots: 8, points: 200, ...world });
    const method = bcdCao({ window: 5, candidates: 100, alpha, ...options });
    return lastRow((await minimize(problem, method, { steps: 200, seed: 1, every: 200 })).trace).objective;
  };

  test("centred fits, and moves one after another, end as low", async () => {
    for (const options of [{ centered: true }, { moves: "sequential" }]) {
      expect(await end(options)).toBeLessThan(8.95);
    }
  });

  test("noise in what is read of the cost is what it does not bear", async () => {
    expect(await end({}, { noise: 1e-2 })).toBeGreaterThan(1.3 * (await end({})));
  });

  test("one account for all robots needs more steps than one for each", async () => {
    const problem = holdTheLine({ robots: 8, points: 200 });
    const method = cao({ window: 30, candidates: 100, alpha });
    const { trace } = await minimize(problem, method, { steps: 200, seed: 1, every: 200 });
    expect(lastRow(trace).objective).toBeGreaterThan(1.2 * (await end({})));
  });
});
