import { describe, expect, test } from "vitest";
import { judge } from "../src/criterion.ts";
import { runTrial, verdictOf } from "../src/experiment.ts";
import type { Measurements } from "../src/statistic.ts";
import { driftAdjusted, falls } from "./claims/drift-adjusted.ts";
import { closerThanImplicit } from "./claims/one-step.ts";
import { exactOnQuadratics } from "./claims/quadratic.ts";
import { differences, scaleInvariance } from "./claims/scale-invariance.ts";
import { demos } from "./demo.ts";
import { actual } from "./golden.ts";

const { signal } = new AbortController();

/** The measurements with what one contender measured under another's name. */
const exchanged = (measurements: Measurements, from: string, to: string): Measurements =>
  Object.fromEntries(
    Object.entries(measurements).map(([name, value]) => [name, measurements[name.replace(to, from)] ?? value]),
  );

const isJudged = (experiment: typeof exactOnQuadratics.quick, all: Measurements[]) =>
  experiment.criteria.map((criterion) => judge(criterion, all).holds);

describe("the criteria", () => {
  test("on quadratics fail for the IGR flow in place of the principal flow", async () => {
    const { quick } = exactOnQuadratics;
    const { measurements } = await runTrial(quick, quick.trials[0]!, { signal });
    expect(isJudged(quick, [measurements])).toEqual([true, true, true, true]);
    const wrong = exchanged(measurements, "IGR flow", "principal flow");
    expect(isJudged(quick, [wrong]).slice(0, 3)).toEqual([false, true, false]);
    const stable = exchanged(measurements, "principal flow", "IGR flow");
    expect(isJudged(quick, [stable])[1]).toBe(false);
    expect(isJudged(quick, [stable])[3]).toBe(false);
  });

  test("of one step fail for the IGR flow in place of the principal flow, and for orders that are exchanged", async () => {
    const { quick } = closerThanImplicit;
    const { measurements } = await runTrial(quick, quick.trials[4]!, { signal });
    expect(isJudged(quick, [measurements]).every(Boolean)).toBe(true);
    const wrong = exchanged(measurements, ", implicit,", ", principal,");
    expect(isJudged(quick, [wrong]).slice(0, 3)).toEqual([false, false, false]);
    const orders = { ...measurements, "order, principal": measurements["order, gradient"]! };
    expect(isJudged(quick, [orders])).toContain(false);
  });

  test("of scale invariance fail for another power", async () => {
    const { quick } = scaleInvariance;
    const measured = await differences(0, 5, { power: 1.25 });
    const wrong = Object.fromEntries(
      Object.entries(measured).map(([name, value]) => [name.replace("1.25", "1"), value]),
    );
    expect(isJudged(quick, [wrong])).toEqual([false]);
  });

  describe("of DAL", () => {
    const { quick } = driftAdjusted;
    const powers = [0.5, 0.75, 1, 1.25, 1.5];
    const rates = [0.01, 0.03, 0.1, 0.3, 0.6, 1, 2];
    type Course = { loss: number; rises: number; diverged: number };
    const seed = (courseOf: (contender: string) => Course): Measurements =>
      Object.fromEntries(
        [...powers.map((power) => `DAL, p = ${power}`), ...rates.map((rate) => `GD, h = ${rate}`)].flatMap(
          (contender) => {
            const { loss, rises, diverged } = courseOf(contender);
            return [
              [`final loss, ${contender}`, loss],
              [`share of steps that raise the loss, ${contender}`, rises],
              [`diverged, ${contender}`, diverged],
            ];
          },
        ),
      );
    const asExpected = (contender: string): Course => {
      const value = Number(contender.split("= ")[1]);
      if (contender.startsWith("GD")) {
        return value === 2 ? { loss: Infinity, rises: 1, diverged: 1 } : { loss: 0.01, rises: 0, diverged: 0 };
      }
      return { loss: 1 / value ** 10 / 50, rises: value === 1.5 ? 0 : 0.45, diverged: 0 };
    };
    const verdict = (courseOf: (contender: string) => Course) =>
      verdictOf(
        quick,
        quick.trials.map((trial) => ({ trial, measurements: seed(courseOf), traces: [], seconds: 0 })),
      ).outcomes.map(({ holds }) => holds);

    test("hold where the loss falls with the power and the largest rate diverges", () => {
      expect(verdict(asExpected)).toEqual(Array(6).fill(true));
    });

    test("fail where the power changes nothing, where p = 1 diverges, and where a fixed rate does far better", () => {
      expect(verdict((contender) => ({ ...asExpected(contender), loss: 0.01 }))[0]).toBe(false);
      const steady = verdict((contender) => ({ ...asExpected(contender), rises: 0 }));
      expect(steady[1]).toBe(false);
      const shaken = verdict((contender) => ({ ...asExpected(contender), rises: 0.45 }));
      expect(shaken[2]).toBe(false);
      const apart = verdict((contender) =>
        contender === "DAL, p = 1" ? { loss: Number.NaN, rises: 0.5, diverged: 1 } : asExpected(contender),
      );
      expect([apart[0], apart[3]]).toEqual([false, false]);
      const calm = verdict((contender) => ({ ...asExpected(contender), diverged: 0 }));
      expect(calm[4]).toBe(false);
      const slow = verdict((contender) =>
        contender === "GD, h = 0.6" ? { loss: 1e-5, rises: 0, diverged: 0 } : asExpected(contender),
      );
      expect(slow[5]).toBe(false);
    });
  });

  test("count a loss as falling only where each is strictly smaller, infinite ones before finite ones", () => {
    const of = (...losses: number[]) => falls(losses.map((loss) => () => loss))({});
    expect(of(Infinity, 2, 1)).toBe(true);
    expect(of(Infinity, Infinity, 1)).toBe(false);
    expect(of(3, 3, 1)).toBe(false);
    expect(of(3, Number.NaN, 1)).toBe(false);
  });
});

describe("the demos", () => {
  const valuesOf = (id: string, others: object) => {
    const demo = demos.find((demo) => demo.id === id)!;
    return {
      demo,
      values: { ...Object.fromEntries(demo.controls.map(({ name, value }) => [name, value])), ...others },
    };
  };

  test("show the principal flow through every step, and the others apart, where steps oscillate", async () => {
    const { demo, values } = valuesOf("steps-and-flows", { rate: 1.8, steps: 5 });
    const distances: Record<string, number> = {};
    for await (const { points } of demo.play(values, signal)) {
      for (const { line, y } of points!["distance"]!) distances[line] = Math.max(distances[line] ?? 0, y);
    }
    expect(distances["principal flow"]).toBeLessThan(1e-12);
    expect(distances["IGR flow"]).toBeGreaterThan(0.1);
    expect(distances["gradient flow"]).toBeGreaterThan(0.1);
  });

  test("end a flow where it turns complex, and the steps where they diverge", async () => {
    const { demo, values } = valuesOf("steps-and-flows", {
      ground: "rosenbrock",
      start: [-0.5, 2],
      rate: 3e-3,
      steps: 40,
    });
    const ends = new Set<string>();
    let steps = 0;
    for await (const { points, says } of demo.play(values, signal)) {
      steps++;
      for (const { ended } of points!["distance"]!) if (ended) ends.add(ended);
      if (says!.includes("has diverged")) ends.add("steps");
    }
    expect(steps).toBeLessThan(40);
    expect([...ends]).toEqual(expect.arrayContaining(["turned complex", "steps"]));
  });

  test("show DAL at the edge of stability with p = 1, and below it with p = 1.5", async () => {
    const shareOf = async (power: number) => {
      const { demo, values } = valuesOf("drift-adjusted", { power, steps: 60 });
      let share = Number.NaN;
      for await (const { figures } of demo.play(values, signal)) {
        share = figures!.find(({ of, label }) => of === "DAL" && label.startsWith("steps"))!.value;
      }
      return share;
    };
    expect(await shareOf(1)).toBeGreaterThan(0.2);
    expect(await shareOf(1.5)).toBeLessThan(0.05);
  });
});

test("a golden case of an unknown kind fails, it does not pass silently", () => {
  expect(() => actual({ name: "other", kind: "other", inputs: {} })).toThrow("unknown kind 'other'");
});
