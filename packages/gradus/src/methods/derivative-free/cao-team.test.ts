import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generator } from "../../engine/random.ts";
import { type CaoTeam, type CaoTeamState, caoTeam, type StepConditions } from "./cao-team.ts";

const bowl = (team: readonly Float64Array[]) =>
  team.reduce((sum, x) => sum + x.reduce((own, v) => own + (v - 0.3) ** 2, 0), 0);

const start = (...places: number[][]) => places.map((place) => Float64Array.from(place));

/** Lets a team take some steps on a cost. */
function walk(
  team: CaoTeam,
  positions: Float64Array[],
  cost: (team: readonly Float64Array[]) => number,
  steps: number,
  conditions: StepConditions = {},
) {
  let state = team.init(positions);
  const path = [positions];
  const chosen: number[][] = [];
  for (let k = 0; k < steps; k++) {
    const next = team.step(
      state,
      positions,
      cost(positions),
      team.counterfactuals(state, positions).map(cost),
      conditions,
    );
    ({ state, positions } = next);
    path.push(positions);
    chosen.push(next.moves.map((move) => move.chosen));
  }
  return { state, path, chosen };
}

const pair = start([0.9, 0.1], [0.2, 0.8]);

describe("accounts", () => {
  test("where robots do not depend on each other a share is the own cost, up to a constant", () => {
    const own = (x: Float64Array) => x.reduce((sum, v) => sum + (v - 0.3) ** 2, 0);
    const { state, path } = walk(caoTeam({ alpha: 0.05, candidates: 20, window: 40 }), pair, bowl, 20);
    for (const [i, { shares }] of state.accounts.entries()) {
      for (let k = 0; k < 20; k++) {
        expect(shares[k]! - own(path[k]![i]!)).toBeCloseTo(bowl(pair) - own(pair[i]!), 10);
      }
    }
  });

  test("hold the last tw + 1 entries", () => {
    const { state } = walk(caoTeam({ window: 3, candidates: 5 }), pair, bowl, 10);
    expect(state.accounts.map(({ places, shares }) => [places.length, shares.length])).toEqual([
      [4, 4],
      [4, 4],
    ]);
  });

  test("a counterfactual has one robot where it was", () => {
    const team = caoTeam();
    const state = team.init(pair);
    const moved = start([1, 1], [2, 2]);
    expect(team.counterfactuals(state, moved)).toEqual([
      [pair[0], moved[1]],
      [moved[0], pair[1]],
    ]);
  });

  test("of those that stay are untouched when another leaves", () => {
    const team = caoTeam({ candidates: 5 });
    const { state } = walk(team, start([0.9, 0.1], [0.2, 0.8], [0.5, 0.5]), bowl, 4);
    const left = team.leave(state, [1]);
    expect(left.accounts).toEqual([state.accounts[0], state.accounts[2]]);
  });

  test("of a robot that joins is empty, and its number new; its first share is the cost that is measured then", () => {
    const team = caoTeam({ candidates: 5 });
    const { state, path } = walk(team, pair, bowl, 4);
    const joined = team.join(team.leave(state, [0]), Float64Array.of(0.5, 0.5));
    expect(joined.accounts.map(({ id }) => id)).toEqual([1, 2]);
    const positions = [path.at(-1)![1]!, Float64Array.of(0.5, 0.5)];
    const costs = team.counterfactuals(joined, positions).map(bowl);
    const { state: next } = team.step(joined, positions, bowl(positions), costs);
    expect(next.accounts[1]!.shares).toEqual([bowl(positions)]);
  });
});

describe("moves", () => {
  test("lead down a bowl", () => {
    const alpha = (k: number) => 0.05 * 0.97 ** k;
    const { path } = walk(caoTeam({ alpha, candidates: 50 }), pair, bowl, 150);
    expect(bowl(path.at(-1)!)).toBeLessThan(1e-4);
  });

  test("are never longer than α in any coordinate", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.double({ min: 1e-3, max: 1, noNaN: true }), (seed, alpha) => {
        const random = generator(seed);
        const places = Array.from({ length: 3 }, () => random.normals(2));
        const { path } = walk(caoTeam({ alpha, candidates: 10 }), places, bowl, 6);
        for (const [k, team] of path.slice(1).entries()) {
          for (const [i, x] of team.entries()) {
            for (const [j, v] of x.entries())
              expect(Math.abs(v - path[k]![i]![j]!)).toBeLessThanOrEqual(alpha * 1.000001);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test("the same seed gives the same moves, another seed others", () => {
    const team = caoTeam({ candidates: 10 });
    const next = (seed: number) => team.step(team.init(pair, seed), pair, 1, [1, 1]).positions;
    expect(next(1)).toEqual(next(1));
    expect(next(1)).not.toEqual(next(2));
  });

  test("staying wins ties", () => {
    const still: StepConditions = { uniforms: () => () => 0.5 };
    expect(walk(caoTeam({ candidates: 3 }), pair, bowl, 3, still).chosen.flat()).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("of the first step lead towards the origin; where centred they lead anywhere", () => {
    const shrinks = (centered: boolean) =>
      Array.from({ length: 40 }, (_, seed) => {
        const team = caoTeam({ candidates: 30, order: 1, centered });
        const [x] = team.step(team.init(start([0.8, 0.8]), seed), start([0.8, 0.8]), 1, [1]).positions;
        return x![0]! + x![1]! < 1.6;
      }).filter(Boolean).length;
    expect(shrinks(false)).toBe(40);
    expect(shrinks(true)).toBeGreaterThan(8);
    expect(shrinks(true)).toBeLessThan(32);
  });

  test("centred and not both find the minimum", () => {
    const alpha = (k: number) => 0.05 * 0.97 ** k;
    for (const centered of [false, true]) {
      const { path } = walk(caoTeam({ alpha, candidates: 50, centered }), pair, bowl, 150);
      expect(bowl(path.at(-1)!)).toBeLessThan(1e-4);
    }
  });

  test("one robot, in one coordinate, with more monomials wanted than there are", () => {
    const features = { perOrder: [2, 3, 4], keep: [2, 2, 3] };
    const alpha = (k: number) => 0.05 * 0.97 ** k;
    const { path, state } = walk(caoTeam({ features, alpha, candidates: 40 }), start([0.9]), bowl, 150);
    expect(state.accounts[0]!.monomials).toEqual([[[0]], [[0, 0]], [[0, 0, 0]]]);
    expect(path.at(-1)![0]![0]!).toBeCloseTo(0.3, 2);
  });

  test("with features that are drawn anew keep as many of each order", () => {
    const features = { perOrder: [2, 2], keep: [1, 1] };
    const { state } = walk(caoTeam({ features, candidates: 10 }), start([0.9, 0.1, 0.5]), bowl, 5);
    expect(state.accounts[0]!.monomials.map((some) => some.map(({ length }) => length))).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });
});

describe("where not everything is allowed", () => {
  const never: StepConditions = { isAllowed: () => false };

  test.each(["discard", "resample"] as const)("a robot with no allowed candidate stays (%s)", (invalid) => {
    const { path, chosen } = walk(caoTeam({ invalid, candidates: 5, maxTries: 50 }), pair, bowl, 3, never);
    expect(path.at(-1)).toEqual(pair);
    expect(chosen.flat().every((index) => index === 0)).toBe(true);
  });

  test("a robot at a place that is not allowed can leave it", () => {
    const isAllowed: StepConditions["isAllowed"] = (_, [x]) => x! < 0.9;
    const { path } = walk(caoTeam({ alpha: 0.05, candidates: 30, invalid: "resample" }), start([0.9, 0.3]), bowl, 3, {
      isAllowed,
    });
    expect(path.at(-1)![0]![0]!).toBeLessThan(0.9);
  });

  test("drawing again finds M allowed candidates where leaving out finds fewer", () => {
    let allowed = 0;
    const isAllowed: StepConditions["isAllowed"] = (_, [x]) => {
      if (x! >= 0.9) return false;
      allowed++;
      return true;
    };
    const team = caoTeam({ candidates: 20, invalid: "resample" });
    team.step(team.init(start([0.9, 0.1])), start([0.9, 0.1]), 1, [1], { isAllowed });
    expect(allowed).toBe(20);
  });

  test("one after another robots keep their distance, at once they may not", () => {
    const apart = 0.1;
    const isAllowed: StepConditions["isAllowed"] = (robot, candidate, team) =>
      team.every(
        (other, i) => i === robot || Math.hypot(candidate[0]! - other[0]!, candidate[1]! - other[1]!) >= apart,
      );
    const closest = (moves: "simultaneous" | "sequential") => {
      const options = { moves, alpha: 0.06, candidates: 30 };
      const { path } = walk(caoTeam(options), start([0.22, 0.3], [0.38, 0.3], [0.3, 0.42]), bowl, 40, { isAllowed });
      return Math.min(
        ...path.map(([a, b, c]) =>
          Math.min(
            ...[
              [a, b],
              [a, c],
              [b, c],
            ].map(([p, q]) => Math.hypot(p![0]! - q![0]!, p![1]! - q![1]!)),
          ),
        ),
      );
    };
    expect(closest("sequential")).toBeGreaterThanOrEqual(apart);
    expect(closest("simultaneous")).toBeLessThan(apart);
  });
});

describe("what is refused", () => {
  const team = caoTeam();
  const state: CaoTeamState = team.init(pair);

  test("a cost that is no number, and a counterfactual", () => {
    expect(() => team.step(state, pair, Number.NaN, [1, 1])).toThrow("the cost must be a finite number, got NaN");
    expect(() => team.step(state, pair, 1, [1, Number.POSITIVE_INFINITY])).toThrow(
      "the counterfactual of robot 1 must be a finite number, got Infinity",
    );
  });

  test("lists of another length than the team", () => {
    expect(() => team.step(state, pair, 1, [1])).toThrow("counterfactuals must have 2 entries, one a robot, got 1");
  });

  test("a size of moves that a schedule lets fall to 0", () => {
    const falling = caoTeam({ alpha: () => 0 });
    expect(() => falling.step(falling.init(pair), pair, 1, [1, 1])).toThrow(
      "alpha must be a positive number at every step, got 0 at step 0",
    );
  });

  test("features of coordinates that there are not, and a plan that does not fit itself", () => {
    expect(() => caoTeam({ features: [[0], [2]] }).init(pair)).toThrow(
      "features must be of coordinates below 2, got 2",
    );
    expect(() => caoTeam({ features: { perOrder: [2, 2], keep: [1] } })).toThrow(
      "features.keep must have 2 entries, got 1",
    );
    expect(() => caoTeam({ features: { perOrder: [2], keep: [1] } }, { blocks: 2 })).toThrow("must be 'full'");
  });
});
