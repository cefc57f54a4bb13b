import { random } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adaptiveCoverage, holdTheLine, persistentCoverage, terrainSurveillance } from "../../index.ts";

const team = (...places: number[][]) => places.map((place) => Float64Array.from(place));
const coordinate = fc.double({ min: 0, max: 1, noNaN: true });
const places = (d: number) =>
  fc
    .array(fc.array(coordinate, { minLength: d, maxLength: d }), { minLength: 1, maxLength: 5 })
    .map((list) => list.map((place) => Float64Array.from(place)));

async function costOf<Scene>(
  world: { costs(s: Scene, t: Float64Array[][]): number[] | Promise<number[]> },
  scene: Scene,
  robots: Float64Array[],
) {
  return (await world.costs(scene, [robots]))[0]!;
}

describe("hold the line", () => {
  test("costs the distances to the nearest robot, and those of robots that own no point", async () => {
    const { world } = holdTheLine({
      line: [
        [0, 0],
        [1, 0],
      ],
      idleWeight: 10,
    });
    expect(await costOf(world, { step: 0 }, team([0, 0.5], [1, 0.5]))).toBe(1);
    // The third is as near as the first, which comes first, and owns nothing.
    expect(await costOf(world, { step: 0 }, team([0, 0.5], [1, 0.5], [0, 0.5]))).toBe(1 + 10 * 0.5);
    expect(await costOf(world, { step: 0 }, team([0, 0], [1, 0]))).toBe(0);
  });

  test("is the same black box for methods that know of no robots", async () => {
    const problem = holdTheLine({ robots: 2 });
    const robots = team([0.1, 0.2], [0.7, 0.9]);
    expect(problem.dimension).toBe(4);
    expect(await problem.evaluate!([Float64Array.of(0.1, 0.2, 0.7, 0.9)])).toEqual([
      await costOf(problem.world, { step: 9 }, robots),
    ]);
  });

  test("that moves, is read with noise, or loses robots is no black box", () => {
    const drift = { amplitude: 0.1, period: 10 };
    for (const options of [{ drift }, { noise: 0.1 }, { changes: [{ step: 1, lost: [0] }] }]) {
      expect(holdTheLine(options)).not.toHaveProperty("evaluate");
    }
  });

  test("moves with the step, and robots that move with it pay the same", async () => {
    const { world } = holdTheLine({ drift: { amplitude: 0.2, period: 8 } });
    let scene = world.open(0);
    expect(scene.step).toBe(0);
    const still = await costOf(world, scene, team([0.5, 0.3]));
    for (let k = 0; k < 2; k++) scene = world.after(scene, []);
    expect(await costOf(world, scene, team([0.7, 0.3]))).toBeCloseTo(still, 10);
  });

  test("keeps robots in the square and apart", () => {
    const { world } = holdTheLine({ separation: 0.1 });
    const others = team([0.5, 0.5], [0.9, 0.9]);
    const allows = (x: number, y: number) => world.isAllowed(0, Float64Array.of(x, y), others, { step: 0 });
    expect([allows(0.5, 0.5), allows(0, 1), allows(-1e-9, 0), allows(0.85, 0.9), allows(0.79, 0.9)]).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
  });

  test("refuses starts and newcomers that do not fit", () => {
    expect(() => holdTheLine({ robots: 2, start: [[0, 0]] })).toThrow(
      "start must have 2 positions, one a robot, got 1",
    );
    expect(() => holdTheLine({ robots: 1, start: [[0, 0, 0]] })).toThrow(
      "a position must have 2 coordinates, got [0,0,0]",
    );
    expect(() => holdTheLine({ changes: [{ step: 1, joined: [[0]] }] })).toThrow("must have 2 coordinates, got [0]");
  });
});

describe("adaptive coverage", () => {
  test("what the law of adaptation has learnt it goes on predicting where robots stand", () => {
    const problem = adaptiveCoverage();
    const { world, field } = problem;
    const robots = team([0.15, 0.15], [0.3, 0.25]);
    let scene = world.open(0);
    const gapAt = (weights: Float64Array) =>
      Math.abs(field.basis(robots[0]!).reduce((sum, K, b) => sum + K * weights[b]!, 0) / field.sense(robots[0]!) - 1);
    const first = gapAt(scene.weights);
    for (let k = 0; k < 200; k++) scene = world.after(scene, robots);
    expect(gapAt(scene.weights)).toBeLessThan(0.2 * first);
    expect(Math.min(...scene.weights)).toBeGreaterThanOrEqual(0.1);
  });

  test("a weight at its floor is held there", () => {
    const { adapt } = adaptiveCoverage({ functions: 1, peaks: [] }).field;
    expect([...adapt(Float64Array.of(0.1), Float64Array.of(-1))]).toEqual([0.1]);
    expect(adapt(Float64Array.of(0.1), Float64Array.of(1))[0]).toBeCloseTo(0.11, 12);
  });

  test("with the true weights the cost is the true cost", async () => {
    const { world, field } = adaptiveCoverage();
    const truth = new Float64Array(49).fill(field.least);
    truth[0] = 100;
    truth[15] = 100;
    await fc.assert(
      fc.asyncProperty(places(2), async (robots) => {
        const scene = { ...world.open(0), weights: truth };
        expect(await costOf(world, scene, robots)).toBeCloseTo(world.figures!(scene, robots)["trueCost"]!, 6);
      }),
    );
  });

  test("equal seeds sense equal noise", () => {
    const { world } = adaptiveCoverage({ sensorNoise: 1 });
    const learn = (seed: number) => world.after(world.open(seed), team([0.2, 0.2])).readings;
    expect(learn(1)).toEqual(learn(1));
    expect(learn(1)).not.toEqual(learn(2));
  });
});

describe("terrain surveillance", () => {
  test("over flat ground a robot sees what is within its range", async () => {
    const { world } = terrainSurveillance({ hills: [], waves: 0, ground: 0, cells: 1, range: 0.5, unseen: 0.8 });
    expect(await costOf(world, {}, team([0.5, 0.5, 0.4]))).toBeCloseTo(0.16, 12);
    expect(await costOf(world, {}, team([0.5, 0.5, 0.6]))).toBe(0.8);
    expect(world.figures!({}, team([0.5, 0.5, 0.4]))).toEqual({ seen: 1 });
  });

  test("a hill between hides the ground", async () => {
    const hill: [number, number, number, number] = [0.5, 0.25, 0.5, 0.002];
    const from = team([0.05, 0.5, 0.1]);
    const seen = (hills: (typeof hill)[]) =>
      terrainSurveillance({ hills, waves: 0, ground: 0, cells: 1, range: 2 }).world.figures!({}, from)["seen"];
    expect([seen([]), seen([hill])]).toEqual([1, 0]);
  });

  test("another robot never raises the cost", async () => {
    const { world } = terrainSurveillance({ cells: 6 });
    await fc.assert(
      fc.asyncProperty(places(3), async (robots) => {
        const more = await costOf(world, {}, [...robots, Float64Array.of(0.5, 0.5, 0.6)]);
        expect(more).toBeLessThanOrEqual(await costOf(world, {}, robots));
      }),
      { numRuns: 40 },
    );
  });

  test("keeps robots between ground and sky", () => {
    const { world, height } = terrainSurveillance();
    const allows = (z: number) => world.isAllowed(0, Float64Array.of(0.35, 0.4, z), [], {});
    const ground = height(0.35, 0.4);
    expect([allows(ground), allows(ground + 0.06), allows(0.9), allows(0.91)]).toEqual([false, true, true, false]);
  });
});

describe("persistent coverage", () => {
  test("coverage never exceeds what is wanted, and decays where nobody is", () => {
    const { world } = persistentCoverage({ cells: 4, obstacles: [] });
    let scene = world.open(0);
    for (let k = 0; k < 50; k++) scene = world.after(scene, team([0.125, 0.125]));
    expect(scene.Z[0]).toBe(1);
    const left = world.after(scene, team([0.9, 0.9]));
    expect(left.Z[0]).toBeCloseTo(0.985, 12);
  });

  test("cells within obstacles do not count; solid ones keep robots out", () => {
    const free = persistentCoverage();
    expect(free.cells.length).toBeLessThan(400);
    const inside = Float64Array.of(0.3, 0.35);
    expect(free.world.isAllowed(0, inside, [], free.world.open(0))).toBe(true);
    const { world } = persistentCoverage({ solid: true });
    expect(world.isAllowed(0, inside, [], world.open(0))).toBe(false);
  });

  test("where all is covered there is no cost", async () => {
    const { world } = persistentCoverage();
    expect(await costOf(world, world.open(0), team([0.5, 0.5]))).toBeGreaterThan(0);
    const full = persistentCoverage({ wanted: 0.4 });
    expect(await costOf(full.world, full.world.open(0), full.cells)).toBe(0);
  });

  test("robots start in a corner unless told otherwise", () => {
    const start = persistentCoverage({ robots: 2 }).initial(random.key(0));
    expect([...start.dataSync()]).toEqual([0.05, 0.05, expect.closeTo(0.08, 12), 0.05]);
  });
});

test("uniform starts are within their box", () => {
  const x = terrainSurveillance({ robots: 30 }).initial(random.key(3)).dataSync() as Float64Array;
  for (const [i, v] of x.entries()) {
    const [low, high] = i % 3 === 2 ? [0.6, 0.7] : [0.05, 0.25];
    expect(v >= low! && v <= high!).toBe(true);
  }
});
