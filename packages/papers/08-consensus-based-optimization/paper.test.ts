import { annealedLangevin, canyon, randomSearch, shiftedRastrigin } from "gradus";
import { describe, expect, test } from "vitest";
import { judge } from "../src/criterion.ts";
import type { ControlValue, Frame } from "../src/demo.ts";
import { runTrial } from "../src/experiment.ts";
import { direction, directions } from "./claims/direction.ts";
import { globalConvergence, globalTrial } from "./claims/global.ts";
import { blobs } from "./claims/learning.ts";
import { bowl, curvatures, gap } from "./claims/proximal.ts";
import { cloudAndPath } from "./demos/cloud.ts";

const { signal } = new AbortController();

describe("the set-ups", () => {
  test("gradient descent ends in the local minimum of the canyon that the specification gives", () => {
    const [value] = canyon().evaluate([Float64Array.of(2.336, 2.466)]) as number[];
    expect(value).toBeCloseTo(3.8623, 3);
  });

  test("the proximal point and a step of gradient descent are 0.041 apart", () => {
    expect(gap).toBeCloseTo(0.041, 3);
    const [value] = bowl(() => ({})).evaluate([Float64Array.of(1, 1, 1, 1, 1)]) as number[];
    expect(value).toBeCloseTo(
      curvatures.reduce((sum, l) => sum + l / 2, 0),
      12,
    );
  });

  test("blobs are drawn anew for each seed, with all classes", () => {
    const { train, test: held } = blobs(1);
    expect(new Set(train.targets)).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(held!.inputs.length).toBe(20_000);
    expect(blobs(1).train.inputs).toEqual(train.inputs);
    expect(blobs(2).train.inputs).not.toEqual(train.inputs);
  });

  test("Rastrigin with a = 2.5 has the value at the shift and half a wave from it", () => {
    const { evaluate } = shiftedRastrigin({ shift: [1, 2] });
    expect(evaluate([Float64Array.of(1, 2), Float64Array.of(1.5, 2)])).toEqual([0, expect.closeTo(0.25 + 5, 12)]);
  });
});

describe("the criteria", () => {
  test("of the canyon fail where descent and random search run under the swarms' names", async () => {
    const { quick } = globalConvergence;
    const still = annealedLangevin({ sigma: 0, dt: 0.001, answer: "last" });
    const blind = randomSearch({ points: 1 });
    const fake = {
      ...quick,
      trial: (context: Parameters<typeof quick.trial>[0]) => globalTrial(context, 2, { cbo: still, hopping: blind }),
    };
    const { measurements } = await runTrial(fake, quick.trials[0]!, { signal });
    expect(judge(quick.criteria[0]!, [measurements]).holds).toBe(false);
    expect(measurements["GD"]).toBe(0);
    expect(measurements["GD, E"]).toBeCloseTo(3.8623, 3);
  });

  test("of the direction fail on the length with the figures' α, and where samples are few on the direction", async () => {
    const [cosine, length] = direction.quick.criteria;
    const hard = await directions({ seed: 1 }, { points: 60, alpha: 100, s: 0.1, particles: 200 });
    expect(judge(length!, [hard]).holds).toBe(false);
    const few = await directions({ seed: 1 }, { points: 60, alpha: 1, s: 0.1, particles: 2 });
    expect(judge(cosine!, [few]).holds).toBe(false);
  });
});

describe("the demo", () => {
  const values = Object.fromEntries(
    cloudAndPath.controls.map((control): [string, ControlValue] => [
      control.name,
      control.name === "steps" ? 12 : control.value,
    ]),
  );
  const play = async (changed = {}) => {
    const frames: Frame[] = [];
    for await (const frame of cloudAndPath.play({ ...values, ...changed }, signal)) frames.push(frame);
    return frames.map(({ marks, points }) => ({ marks, points }));
  };

  test("shows the same for the same values, and every control changes it", async () => {
    const before = await play();
    expect(await play()).toEqual(before);
    expect(before).toHaveLength(13);
    for (const control of cloudAndPath.controls) {
      const changed: Record<string, ControlValue> = {
        slider: control.name === "steps" ? 8 : control.kind === "slider" && control.isWhole ? 20 : 0.5,
        choice: control.kind === "choice" ? control.options[1]!.value : "",
        several: ["hopping"],
        point: [3, 3],
        seed: 5,
        switch: true,
      };
      expect(await play({ [control.name]: changed[control.kind]! }), control.name).not.toEqual(before);
    }
  });

  test("plays every landscape from its own start, which lies in its panel", async () => {
    const choice = cloudAndPath.controls.find(({ name }) => name === "landscape")!;
    if (choice.kind !== "choice") throw new Error("no choice");
    for (const { value, sets } of choice.options) {
      const chosen = { ...values, ...sets, landscape: value };
      const { panels } = await cloudAndPath.scene(chosen);
      const plane = panels[0]!;
      const [x, y] = chosen["start" as keyof typeof chosen] as unknown as [number, number];
      expect(
        plane.kind === "plane" && x >= plane.x.low && x <= plane.x.high && y >= plane.y.low && y <= plane.y.high,
      ).toBe(true);
      expect((await play({ ...sets, landscape: value, steps: 3 })).length).toBe(4);
    }
  });
});
