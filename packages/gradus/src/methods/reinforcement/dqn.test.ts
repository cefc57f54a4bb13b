import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import { generator } from "../../engine/random.ts";
import { CapabilityError, catchGame, dqn, lastRow, minimize, OptionError, quadratic, run, trees } from "../../index.ts";
import { emptyReplay, type Replay, remember, sample, widthOf } from "./replay.ts";
import { smoothnessKinds } from "./smoothness.ts";

const small = { updateEvery: 1, learningStarts: 8, targetEvery: 10, batchSize: 4, explorationSteps: 20 } as const;
const board = () => catchGame({ rows: 4, columns: 3, hidden: [4, 4] });

describe("Catch", () => {
  const { environment } = catchGame();
  const random = generator(0);

  test("an episode has as many steps as there are rows to fall, and rewards the paddle under the ball", () => {
    for (const isCaught of [true, false]) {
      let scene = environment.reset(random);
      for (let step = 1; step <= 7; step++) {
        expect(environment.observe(scene).reduce((sum, value) => sum + value, 0)).toBe(2);
        const towards = Math.sign(scene.column - scene.paddle);
        // Who is not to catch goes to the farther side.
        const away = scene.column >= 2 ? -1 : 1;
        const told = environment.step(scene, 1 + (isCaught ? towards : away), random);
        scene = told.scene;
        expect(told.isOver).toBe(step === 7);
        expect(told.reward).toBe(step < 7 ? 0 : isCaught ? 1 : -1);
      }
    }
  });
});

describe("the replay", () => {
  const row = (value: number) => ({
    observation: Float64Array.of(value),
    next: Float64Array.of(value + 0.5),
    action: value % 2,
    reward: -value,
    isOver: value === 3,
  });
  const filled = (count: number, capacity: number) => {
    let replay: Replay = emptyReplay(widthOf(1, 2), capacity);
    for (let i = 0; i < count; i++) replay = remember(replay, row(i));
    return replay;
  };
  const seen = (replay: Replay) => {
    const rows = sample(replay, 200, generator(1));
    return [...new Set(Array.from({ length: 200 }, (_, i) => rows[i * replay.width]!))].sort((a, b) => a - b);
  };

  test("holds the newest rows as they were", () => {
    expect(seen(filled(150, 3))).toEqual([147, 148, 149]);
    expect([...sample(filled(4, 1), 1, generator(0))]).toEqual([3, 3.5, 0, 1, -3, 0]);
  });

  test("a row more leaves the replay before it as it was", () => {
    const before = filled(9, 4);
    const rows = seen(before);
    remember(before, row(100));
    expect(seen(before)).toEqual(rows);
  });
});

describe("dqn", () => {
  test.each(smoothnessKinds)(
    "with smoothness %s is finite, repeats itself and leaves no array behind",
    async (smoothness) => {
      const play = async () => {
        const { answer, trace } = await minimize(board(), dqn({ ...small, smoothness }), { steps: 25, seed: 2 });
        trees.dispose(answer);
        return lastRow(trace);
      };
      const row = await play();
      expect(row.calls).toEqual({ environmentStep: 25, gradient: 18 });
      expect(row.extra["loss"]).toBeGreaterThan(0);
      expect(row.extra["episodes"]).toBe(8);
      expect((await play()).extra).toEqual(row.extra);
      await expectNoLeak(play);
    },
  );

  test("a run that was interrupted goes on as if it had not been", async () => {
    const method = dqn({ ...small, smoothness: "spectralNorm" });
    const whole = await minimize(board(), method, { steps: 30, seed: 3 });
    let saved: Uint8Array<ArrayBuffer> | undefined;
    for await (const { row, checkpoint } of run(board(), method, { steps: 30, seed: 3 })) {
      if (row.step !== 15) continue;
      saved = await checkpoint();
      break;
    }
    const rest = await minimize(board(), method, { steps: 30, resume: saved! });
    expect(lastRow(rest.trace).extra).toEqual(lastRow(whole.trace).extra);
    trees.dispose([whole.answer, rest.answer]);
  });

  test("learns a small board at a fitting rate, where a paddle at random has a mean return of −⅓ or so", async () => {
    const method = dqn({
      ...small,
      learningRate: 0.01,
      batchSize: 16,
      explorationEnd: 0,
      explorationSteps: 300,
      window: 30,
    });
    const { answer, trace } = await minimize(board(), method, { steps: 500 });
    trees.dispose(answer);
    expect(lastRow(trace).extra["meanReturn"]).toBeGreaterThan(0.5);
  });

  test("refuses what does not fit", async () => {
    expect(() => dqn({ smoothness: "rough" as never })).toThrow(OptionError);
    expect(() => dqn()(quadratic({ A: [[1]] }) as never)).toThrow(CapabilityError);
    await expect(minimize(board(), dqn({ layer: -4 }), { steps: 1 })).rejects.toThrow(/has 3 matrices and no layer -4/);
  });
});
