import { numpy as np, random } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  adaptiveCoverage,
  asTeam,
  bcdCao,
  cao,
  greedyTeam,
  holdTheLine,
  lastRow,
  lloyd,
  type Method,
  methodCatalogue,
  minimize,
  persistentCoverage,
  randomWaypoint,
  schwager,
  sphere,
  type TeamState,
} from "../../index.ts";
import { centroid, gridCells } from "./grid-cells.ts";

// biome-ignore lint/suspicious/noExplicitAny: worlds differ in their scenes.
type AnyMethod = Method<any, TeamState<any, any>, np.Array>;

const controllers = Object.entries(methodCatalogue)
  .filter(([, { needs }]) => needs.includes("world"))
  .map(([name, { create }]) => [name, create() as unknown as AnyMethod] as const);
const all = [...controllers, ["cao", cao({ candidates: 50 }) as AnyMethod] as const];

describe.each(all)("%s in a world", (_, method) => {
  const changes = [
    { step: 2, lost: [0], joined: [[0.5, 0.5]] },
    { step: 4, lost: [1, 3] },
  ];
  const world = () => adaptiveCoverage({ robots: 3, changes, noise: 0.01, sensorNoise: 0.1 });

  test("leaves no arrays behind", async () => {
    await expectNoLeak(async () => {
      const { answer } = await minimize(world(), method, { steps: 3 });
      answer.dispose();
    });
  });

  test("goes on from a checkpoint as if it had not stopped, robots leaving and joining on the way", async () => {
    const whole = await minimize(world(), method, { steps: 6, seed: 3 });
    const half = await minimize(world(), method, { steps: 3, seed: 3, checkpoint: true });
    const rest = await minimize(world(), method, { steps: 6, resume: half.checkpoint! });
    expect(await rest.answer.data()).toEqual(await whole.answer.data());
    expect(rest.trace.rows.map(({ objective }) => objective)).toEqual(whole.trace.rows.map((row) => row.objective));
    expect(whole.trace.rows.map(({ extra }) => extra["robots"])).toEqual([3, 3, 3, 3, 1, 1, 1]);
  });

  test("a robot that is lost before the first measurement was never there", async () => {
    const start = [
      [0.2, 0.2],
      [0.8, 0.8],
    ];
    const { answer, trace } = await minimize(
      adaptiveCoverage({ robots: 2, start, changes: [{ step: 0, lost: [1] }] }),
      method,
      { steps: 0 },
    );
    expect([...(await answer.data())]).toEqual([0.2, 0.2]);
    expect(lastRow(trace).extra["robots"]).toBe(1);
  });

  test("the last robot lost ends the run with a reason", async () => {
    const { trace } = await minimize(adaptiveCoverage({ robots: 1, changes: [{ step: 2, lost: [0] }] }), method, {
      steps: 9,
    });
    expect(trace).toMatchObject({ status: "finished", reason: "no robot is left at step 2" });
    expect(Number.isFinite(lastRow(trace).objective)).toBe(true);
  });

  test("a team that is lost before the first step, or a robot that is not there, is refused", async () => {
    const lostAt = (step: number, lost: number[]) =>
      minimize(adaptiveCoverage({ robots: 1, changes: [{ step, lost }] }), method, { steps: 3 });
    await expect(lostAt(0, [0])).rejects.toThrow("no robot is left at step 0");
    await expect(lostAt(1, [7])).rejects.toThrow("robot 7 is lost at step 1, but not there (0)");
  });
});

describe("BCD-CAO", () => {
  test("of one robot takes the moves of CAO on the same function", async () => {
    const world = holdTheLine({ robots: 1, points: 50 });
    const options = { candidates: 20 };
    const own = await minimize(world, bcdCao(options), { steps: 15 });
    const { world: _, ...blackBox } = world;
    const plain = await minimize(blackBox as never, cao(options), { steps: 15 });
    expect(await plain.answer.data()).toEqual(await own.answer.data());
  });

  test("a step is one measurement and one other cost for each robot", async () => {
    const { trace } = await minimize(holdTheLine({ robots: 4 }), bcdCao({ candidates: 5 }), { steps: 10 });
    expect(lastRow(trace).calls).toEqual({ environmentStep: 11, evaluation: 40 });
  });

  test("robots that lose some of them end where a team of their number ends", async () => {
    const alpha = (k: number) => 0.03 * (1 - (0.9 * (k % 100)) / 100);
    const method = bcdCao({ candidates: 60, alpha });
    const end = async (options: object) =>
      lastRow((await minimize(holdTheLine({ points: 40, ...options }), method, { steps: 200, seed: 2 })).trace)
        .objective;
    const left = await end({ robots: 3, changes: [{ step: 100, lost: [2] }] });
    expect(left / (await end({ robots: 2 }))).toBeLessThan(1.05);
  });

  test("a robot that joins lowers the cost", async () => {
    const alpha = (k: number) => 0.03 * (1 - (0.9 * (k % 100)) / 100);
    const changes = [{ step: 100, joined: [[0.1, 0.9]] }];
    const problem = holdTheLine({ robots: 2, points: 40, changes });
    const { trace, answer } = await minimize(problem, bcdCao({ candidates: 60, alpha }), { steps: 200 });
    expect(answer.shape).toEqual([6]);
    expect(lastRow(trace).objective).toBeLessThan(0.9 * trace.rows[99]!.objective);
  });

  test("where no move is allowed all robots stay, and the run goes on", async () => {
    const start = [
      [0.5, 0.5],
      [0.5, 0.5],
    ];
    const problem = holdTheLine({ robots: 2, start, separation: 5 });
    const { trace, answer } = await minimize(problem, bcdCao({ invalid: "resample", maxTries: 20 }), { steps: 5 });
    expect([...(await answer.data())]).toEqual(start.flat());
    expect(trace.status).toBe("budget");
    expect(lastRow(trace).extra).toMatchObject({ moved: 0, unfitted: 0 });
  });

  test("never leaves the box", async () => {
    const { answer } = await minimize(holdTheLine({ robots: 3 }), bcdCao({ alpha: 0.5, candidates: 20 }), {
      steps: 20,
    });
    expect((await answer.data()).every((v) => v >= 0 && v <= 1)).toBe(true);
  });

  test("a cost of other teams that is no number ends the run with that reason", async () => {
    const problem = holdTheLine({ robots: 2 });
    const { costs } = problem.world;
    const broken = {
      ...problem,
      world: {
        ...problem.world,
        costs: (scene: { step: number }, teams: Float64Array[][]) =>
          teams.length > 1 && scene.step === 3 ? teams.map(() => Number.NaN) : costs(scene, teams),
      },
    };
    const { trace } = await minimize(broken as typeof problem, bcdCao({ candidates: 5 }), { steps: 9 });
    expect(trace).toMatchObject({ status: "finished", reason: "a cost that was asked for is NaN at step 3" });
  });

  test("says that it needs a world", async () => {
    await expect(minimize(sphere() as never, bcdCao(), { steps: 1 })).rejects.toThrow("bcd-cao needs 'world'");
  });

  test("descends on blocks of a black box", async () => {
    const problem = asTeam(sphere({ dimension: 6, start: [3, -2, 1, 3, -2, 1] }), 2);
    const method = bcdCao({ alpha: (k) => 0.3 * 0.98 ** k, candidates: 60, order: 2, window: 10 });
    const { trace } = await minimize(problem, method, { steps: 150 });
    expect(lastRow(trace).objective).toBeLessThan(0.01);
    expect(() => asTeam(sphere({ dimension: 6 }), 4)).toThrow("blockSize must divide the dimension 6, got 4");
  });

  test("noise in readings is the same for the same seed, and comes into what is measured", async () => {
    const start = [[0.3, 0.3]];
    const first = async (seed: number) =>
      (await minimize(holdTheLine({ robots: 1, start, noise: 0.1 }), bcdCao(), { steps: 0, seed })).trace.rows[0]!
        .objective;
    const exact = (await minimize(holdTheLine({ robots: 1, start }), bcdCao(), { steps: 0 })).trace.rows[0]!.objective;
    expect(await first(1)).toBe(await first(1));
    expect(await first(1)).not.toBe(await first(2));
    expect(Math.abs((await first(1)) / exact - 1)).toBeLessThan(0.6);
    expect(await first(1)).not.toBe(exact);
  });
});

describe("cells on a grid", () => {
  const places = [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => Float64Array.of(x, y)));

  test("go to the nearest robot, of equals to the first; those side by side are neighbours", () => {
    const cells = gridCells(places, [Float64Array.of(0, 1), Float64Array.of(2, 1), Float64Array.of(9, 9)]);
    expect([...cells.owner]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1]);
    expect(cells.neighbours).toEqual([[1], [0], []]);
    expect(centroid(1, cells, places, [1, 1, 1, 1, 1, 1, 1, 0, 3])).toEqual({ mass: 4, at: Float64Array.of(2, 1.5) });
    expect(centroid(2, cells, places, new Float64Array(9).fill(1))).toBeUndefined();
  });
});

describe("Lloyd's descent", () => {
  test("of one robot goes a share dt · rate of the way to the centroid of the density", async () => {
    const problem = adaptiveCoverage({ robots: 1, start: [[0.9, 0.9]] });
    const { places, density } = problem.field;
    const mass = density.reduce((sum, v) => sum + v, 0);
    const at = [0, 1].map((j) => places.reduce((sum, q, p) => sum + q[j]! * density[p]!, 0) / mass);
    const { answer } = await minimize(problem, lloyd(), { steps: 1 });
    for (const [j, v] of (await answer.data()).entries()) expect(v).toBeCloseTo(0.9 + 0.03 * (at[j]! - 0.9), 12);
  });

  test("needs a field", async () => {
    await expect(minimize(holdTheLine() as never, lloyd(), { steps: 1 })).rejects.toThrow("lloyd needs 'field'");
  });
});

test("Schwager's robots learn the density where they stand, and not where they never were", async () => {
  const iteration = schwager()(adaptiveCoverage({ robots: 1, start: [[0.15, 0.15]] }));
  let state = await iteration.init(0);
  for (let k = 0; k < 200; k++) state = await iteration.step(state);
  const { weights } = state.memory.learners[0]!;
  expect(weights[0]!).toBeGreaterThan(5);
  expect(weights.at(-1)!).toBeLessThan(0.2);
});

test("robots with random goals stay in the box and go no further than their stride", async () => {
  const iteration = randomWaypoint({ stride: 0.07 })(persistentCoverage({ solid: true }));
  let state = await iteration.init(1);
  for (let k = 0; k < 200; k++) {
    const before = state.positions;
    state = await iteration.step(state);
    for (const [i, x] of state.positions.entries()) {
      expect(Math.hypot(x[0]! - before[i]![0]!, x[1]! - before[i]![1]!)).toBeLessThan(0.07 + 1e-12);
      expect(Math.hypot(x[0]! - 0.3, x[1]! - 0.35)).toBeGreaterThan(0.1);
      expect(x.every((v) => v >= 0 && v <= 1)).toBe(true);
    }
  }
});

test("where the world stands still the greedy oracle never makes it worse", async () => {
  const { trace } = await minimize(holdTheLine({ robots: 3 }), greedyTeam({ candidates: 10 }), { steps: 40 });
  const values = trace.rows.map(({ objective }) => objective);
  expect(values).toEqual(values.toSorted((a, b) => b - a));
});

test("a world's first places are those of its black box, for the same seed", async () => {
  const problem = holdTheLine({ robots: 2 });
  const { answer } = await minimize(problem, bcdCao(), { steps: 0, seed: 5 });
  const { answer: same } = await minimize(problem, greedyTeam(), { steps: 0, seed: 5 });
  expect(await same.data()).toEqual(await answer.data());
  expect(problem.initial(random.key(0)).dtype).toBe(np.float64);
});
