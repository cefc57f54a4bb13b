import { type numpy as np, random } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  bilinearGame,
  CapabilityError,
  consensusOptimization,
  type DuelParts,
  driftCoefficients,
  driftTerms,
  type GameMethod,
  gameDescent,
  minimize,
  OptionError,
  odeGan,
  polynomialGame,
  quadratic,
  ringOfGaussians,
  run,
  symplecticGradientAdjustment,
  trees,
} from "../../index.ts";

const smooth = (start: { first: number[]; second: number[] }) =>
  polynomialGame(
    {
      first: {
        P: [[0.3]],
        A: [[-1.1, 0.4]],
        Q: [
          [0.2, 0.1],
          [0.1, -0.3],
        ],
        k: 0.5,
      },
      second: {
        P: [[-0.2]],
        A: [[0.9, 0.2]],
        Q: [
          [0.4, 0.1],
          [0.1, 0.2],
        ],
        k: 0.3,
      },
    },
    start,
  );
const start = { first: [0.7], second: [-0.4, 0.5] };

async function endOf(method: GameMethod, game = smooth(start), steps = 1): Promise<number[]> {
  const { answer } = await minimize(game, method as never, { steps });
  const { first, second } = answer as DuelParts;
  return [...(await first.data()), ...(await second.data())];
}

const distance = (a: number[], b: number[]) => Math.hypot(...a.map((x, i) => x - b[i]!));

describe("gameDescent", () => {
  test("without terms is descent of each player in its own part", async () => {
    const game = bilinearGame({ damping: 0.1, start: [0.5, -0.2] });
    const [x, y] = await endOf(gameDescent({ learningRates: [0.2, 0.3], interactionDrift: 0 }), game);
    expect(x).toBeCloseTo(0.5 - 0.2 * (0.1 * 0.5 + 0.2), 14);
    expect(y).toBeCloseTo(-0.2 - 0.3 * (0.5 - 0.1 * 0.2), 14);
  });

  test("alternating, the second player sees the first's step", async () => {
    const game = bilinearGame({ damping: 0, start: [0.5, -0.2] });
    const [x, y] = await endOf(gameDescent({ learningRates: 0.1, order: "alternating", interactionDrift: 0 }), game);
    expect(x).toBeCloseTo(0.5 - 0.1 * 0.2, 14);
    expect(y).toBeCloseTo(-0.2 - 0.1 * x!, 14);
  });

  test.each(["simultaneous", "alternating"] as const)(
    "%s steps without their drift follow the flow to third order, jointly for unequal rates",
    async (order) => {
      const errorAt = async (h: number, convention: "paper" | "joint") => {
        const settings = { order, convention, selfDrift: -1, interactionDrift: -1 } as const;
        // The second player's rate is twice the first's: the flow is that of a game whose second loss is doubled.
        const stepped = await endOf(gameDescent({ ...settings, learningRates: [h, 2 * h] }));
        const doubled = polynomialGame(
          {
            first: {
              P: [[0.3]],
              A: [[-1.1, 0.4]],
              Q: [
                [0.2, 0.1],
                [0.1, -0.3],
              ],
              k: 0.5,
            },
            second: {
              P: [[-0.4]],
              A: [[1.8, 0.4]],
              Q: [
                [0.8, 0.2],
                [0.2, 0.4],
              ],
              k: 0.6,
            },
          },
          start,
        );
        return distance(stepped, await endOf(odeGan({ learningRates: h / 8 }), doubled, 8));
      };
      const orderOf = async (convention: "paper" | "joint") =>
        Math.log2((await errorAt(0.08, convention)) / (await errorAt(0.04, convention)));
      expect(await orderOf("joint")).toBeGreaterThan(2.75);
      expect(await orderOf("paper")).toBeLessThan(2.4);
    },
  );

  test("simultaneous steps of a damped game grow or shrink by (1 − hε)² + h² a step", async () => {
    const game = bilinearGame({ damping: 0.09, start: [0.07, -0.09] });
    const end = await endOf(gameDescent({ learningRates: 0.2, interactionDrift: 0 }), game, 50);
    const growth = Math.sqrt((1 - 0.2 * 0.09) ** 2 + 0.2 ** 2) ** 50;
    expect(Math.hypot(...end) / Math.hypot(0.07, 0.09)).toBeCloseTo(growth, 10);
  });

  test("rk4 is the classical method for equal rates: e^{−εt}, with an error of h⁴", async () => {
    const game = bilinearGame({ damping: 0.1, start: [1, 0] });
    const [x, y] = await endOf(gameDescent({ learningRates: 0.1, integrator: "rk4" }), game, 10);
    expect(x).toBeCloseTo(Math.exp(-0.1) * Math.cos(1), 5);
    expect(y).toBeCloseTo(-Math.exp(-0.1) * Math.sin(1), 5);
  });

  test("the baselines are settings of it", async () => {
    const explicit = { learningRates: 0.1, interactionDrift: 0 };
    const same = async (a: GameMethod, b: GameMethod) => expect(await endOf(a)).toEqual(await endOf(b));
    await same(
      consensusOptimization({ learningRates: 0.1, mu: 0.3 }),
      gameDescent({ ...explicit, self: 0.3, other: 0.3 }),
    );
    await same(symplecticGradientAdjustment({ learningRates: 0.1, mu: 0.3 }), gameDescent({ ...explicit, other: 0.3 }));
    await same(odeGan({ learningRates: 0.1 }), gameDescent({ learningRates: 0.1, integrator: "rk4" }));
  });

  test("tells losses, norms and drift before the step, and counts what it asks", async () => {
    const game = bilinearGame({ damping: 0.1, start: [0.5, -0.2] });
    const method = gameDescent({ learningRates: 0.2, measureDrift: true });
    const { trace, answer } = await minimize(game, method, { steps: 2 });
    trees.dispose(answer);
    const [, first] = trace.rows;
    expect(first!.calls).toEqual({ gradient: 2, hessianVectorProduct: 4 });
    expect(first!.extra["firstLoss"]).toBeCloseTo(0.05 * 0.25 + 0.5 * 0.2, 14);
    expect(first!.extra["firstGradientNorm"]).toBeCloseTo(0.1 * 0.5 + 0.2, 14);
    // c (H g + (∂p∂q L₁) ∇_q L₂), with c = 0.1, H = 0.1, g = 0.25, the mixed derivative −1 and ∇_q L₂ = 0.48.
    expect(first!.extra["firstDriftNorm"]).toBeCloseTo(0.1 * Math.abs(0.1 * 0.25 - 0.48), 12);
  });

  test("a GAN steps on halved batches, repeats itself, and leaves no array behind", async () => {
    const seen: unknown[] = [];
    await expectNoLeak(async () => {
      const method = gameDescent({ learningRates: 0.05, selfDrift: 1 });
      const { answer, trace } = await minimize(ringOfGaussians({ hidden: 2, batchSize: 4 }), method, { steps: 2 });
      trees.dispose(answer);
      seen.push(trace.rows.map(({ extra }) => extra["generatorLoss"]));
    });
    expect((seen[0] as number[]).every(Number.isFinite)).toBe(true);
    expect(seen[1]).toEqual(seen[0]);
  });

  test("a batch of an odd size has no halves", async () => {
    const odd = ringOfGaussians({ hidden: 2, batchSize: 3 });
    await expect(minimize(odd, gameDescent(), { steps: 1 })).rejects.toThrow(/even number of rows, got 3/);
  });

  test("a run that was interrupted goes on as if it had not been", async () => {
    const method = gameDescent({ learningRates: 0.2 });
    const game = bilinearGame({ dimension: 3 });
    const whole = await minimize(game, method, { steps: 6, seed: 3 });
    let saved: Uint8Array<ArrayBuffer> | undefined;
    for await (const { row, checkpoint } of run(game, method, { steps: 6, seed: 3 })) {
      if (row.step !== 2) continue;
      saved = await checkpoint();
      break;
    }
    const rest = await minimize(game, method, { steps: 6, resume: saved! });
    expect(rest.trace.rows.at(-1)!.extra).toEqual(whole.trace.rows.at(-1)!.extra);
    trees.dispose([whole.answer, rest.answer]);
  });

  test("refuses what does not fit", () => {
    expect(() => gameDescent({ learningRates: -1 })).toThrow(OptionError);
    expect(() => gameDescent({ stepSize: 0.1 })).toThrow(/belongs to integrator 'rk4'/);
    expect(() => gameDescent({ integrator: "rk4", interactionDrift: -1 })).toThrow(/that of Euler's steps/);
    expect(() => gameDescent({ integrator: "rk4", order: "alternating" })).toThrow(/moves both players together/);
    expect(() => gameDescent()(quadratic({ A: [[1]] }) as never)).toThrow(CapabilityError);
    const { playerLosses, ...rest } = bilinearGame();
    const alone = { ...rest, playerLosses: { first: playerLosses.first } };
    expect(() => gameDescent()(alone as never)).toThrow(/a game of two players is needed, got 1/);
    expect(() => bilinearGame({ start: [1] })).toThrow(/must have 2 entries/);
    expect(() => polynomialGame({ first: { A: [[1, 2]] }, second: { A: [[1]] } })).toThrow(/second.A must be 1 × 2/);
  });
});

test("in a zero-sum game interaction and other differ in their sign alone, and alternating turns the second's round", () => {
  const game = bilinearGame({ damping: 0, dimension: 3 });
  const params = game.initial(random.key(1));
  const terms = driftTerms<DuelParts>(game, params);
  for (const { interaction, other } of terms) {
    const [a, b] = [(interaction as np.Array).ref.dataSync(), (other as np.Array).ref.dataSync()];
    for (const [i, value] of a.entries()) expect(value).toBeCloseTo(-b[i]!, 12);
  }
  trees.dispose([params, terms]);
  expect(driftCoefficients([0.1, 0.1], "alternating")[1].interaction).toBeCloseTo(-0.05, 15);
  expect(driftCoefficients([0.1, 0.1], "simultaneous")[1].interaction).toBeCloseTo(0.05, 15);
});
