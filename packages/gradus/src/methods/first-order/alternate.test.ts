import { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  adam,
  alternate,
  CapabilityError,
  descend,
  type HasBatches,
  type HasInitial,
  type HasName,
  type HasPlayers,
  minimize,
  OptionError,
  quadratic,
  ringOfGaussians,
  run,
  scaleByLearningRate,
  sgd,
  sharpnessAware,
  trees,
} from "../../index.ts";

type Duel = { x: np.Array; y: np.Array };

/** x wants x y small, y wants it large; where batches are given, x y b. */
const duel = (batches: number[] = []): HasName & HasInitial<Duel> & HasPlayers<Duel, np.Array | undefined> => {
  const scaled = (product: np.Array, batch: np.Array | undefined) => (batch ? product.mul(batch) : product).sum();
  const game = {
    name: "duel",
    initial(key: np.Array): Duel {
      key.dispose();
      return { x: np.array([1], { dtype: np.float64 }), y: np.array([0.5], { dtype: np.float64 }) };
    },
    playerLosses: {
      x(own: np.Array, all: Duel, batch: np.Array | undefined) {
        all.x.dispose();
        return scaled(own.mul(all.y), batch);
      },
      y(own: np.Array, all: Duel, batch: np.Array | undefined) {
        all.y.dispose();
        return scaled(own.mul(all.x), batch).neg();
      },
    },
  };
  if (batches.length === 0) return game;
  const stream: HasBatches<np.Array> = {
    batches: () => (index) => np.array([batches[index]!], { dtype: np.float64 }),
  };
  return { ...game, ...stream };
};

const players = (learningRate = 0.1) => ({ x: sgd({ learningRate }), y: sgd({ learningRate }) });
const valuesOf = async ({ x, y }: Duel) => [(await x.data())[0]!, (await y.data())[0]!];

describe("alternate", () => {
  test("each player sees what those before it have done: x ← x − αy, then y ← y + αx", async () => {
    const { answer, trace } = await minimize(duel(), alternate(players()), { steps: 3 });
    let [x, y] = [1, 0.5];
    for (let step = 0; step < 3; step++) {
      x -= 0.1 * y;
      y += 0.1 * x;
    }
    const [endX, endY] = await valuesOf(answer);
    expect(endX).toBeCloseTo(x, 14);
    expect(endY).toBeCloseTo(y, 14);
    expect(trace.method).toBe("alternating sgd");
    expect(trace.rows.map(({ calls }) => calls)).toEqual([0, 2, 4, 6].map((gradient) => ({ gradient, loss: 2 })));
  });

  test("players move in the order of the optimizers", async () => {
    const { x: first, y: second } = players();
    const { answer } = await minimize(duel(), alternate({ y: second, x: first }), { steps: 1 });
    const [x, y] = await valuesOf(answer);
    expect(y).toBeCloseTo(0.5 + 0.1 * 1, 14);
    expect(x).toBeCloseTo(1 - 0.1 * 0.6, 14);
  });

  test("reports each player's loss before its own step, and their sum", async () => {
    const { answer, trace } = await minimize(duel(), alternate(players()), { steps: 1 });
    trees.dispose(answer);
    const [start, end] = trace.rows;
    expect(start!.extra).toEqual({ xLoss: 0.5, yLoss: -0.5 });
    expect(end!.extra["xLoss"]).toBeCloseTo(0.5, 14);
    expect(end!.extra["yLoss"]).toBeCloseTo(-0.5 * 0.95, 14);
    expect(end!.objective).toBeCloseTo(0.5 - 0.5 * 0.95, 14);
  });

  test("every step of every player has a batch of its own", async () => {
    const { answer } = await minimize(duel([1, 2, 3, 4]), alternate(players()), { steps: 2 });
    let [x, y] = [1, 0.5];
    for (const [forX, forY] of [
      [1, 2],
      [3, 4],
    ]) {
      x -= 0.1 * forX! * y;
      y += 0.1 * forY! * x;
    }
    const [endX, endY] = await valuesOf(answer);
    expect(endX).toBeCloseTo(x, 14);
    expect(endY).toBeCloseTo(y, 14);
  });

  test("an optimizer that looks around asks for its player's gradient there, and it is counted", async () => {
    const { answer, trace } = await minimize(
      duel(),
      alternate({ ...players(), x: descend("SAM", sharpnessAware(scaleByLearningRate(0.1), { rho: 0.2 })) }),
      { steps: 2 },
    );
    trees.dispose(answer);
    expect(trace.rows.at(-1)!.calls).toEqual({ gradient: 6, loss: 2 });
  });

  test("a run that was interrupted goes on as if it had not been", async () => {
    const game = ringOfGaussians({ hidden: 4, batchSize: 4 });
    const player = () => adam({ learningRate: 1e-2 });
    const method = alternate({ discriminator: player(), generator: player() });
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

  test("leaves no array behind", async () => {
    const game = ringOfGaussians({ hidden: 4, batchSize: 4 });
    await expectNoLeak(async () => {
      const player = () => adam({ learningRate: 1e-2 });
      const { answer } = await minimize(game, alternate({ discriminator: player(), generator: player() }), {
        steps: 3,
      });
      trees.dispose(answer);
    });
  });

  test("players and optimizers must match, and the problem must be a game", () => {
    const { x, y } = players();
    expect(() => alternate({ x, z: y })(duel() as never)).toThrow(
      new OptionError("alternate: unknown player 'z': did you mean 'x'?"),
    );
    expect(() => alternate({ x })(duel() as never)).toThrow(new OptionError("alternate: player 'y' has no optimizer"));
    const bowl = quadratic({ A: [[1]], b: [0] });
    expect(() => alternate({ x, y })(bowl as never)).toThrow(CapabilityError);
  });
});
