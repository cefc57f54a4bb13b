import { describe, expect, test } from "vitest";
import {
  cmaEs,
  differentialEvolution,
  type HasEvaluate,
  lastRow,
  minimize,
  nelderMead,
  particleSwarm,
  quadratic,
  randomSearch,
  rastrigin,
  rosenbrock,
  simulatedAnnealing,
  sphere,
} from "../../index.ts";

const end = async (run: ReturnType<typeof minimize<HasEvaluate, unknown, { dispose(): void }>>) => {
  const { trace, answer } = await run;
  answer.dispose();
  return { ...lastRow(trace), status: trace.status, reason: trace.reason, rows: trace.rows };
};

describe("CMA-ES", () => {
  test("reaches Rosenbrock's minimum in ten dimensions, and stops by itself", async () => {
    const { objective, status, reason } = await end(
      minimize(rosenbrock({ dimension: 10 }), cmaEs({ sigma: 0.5 }), { steps: 4000 }) as never,
    );
    expect(objective).toBeLessThan(1e-15);
    expect([status, reason]).toEqual(["finished", expect.stringMatching(/^the longest axis is/)]);
  });

  test("sees the order of values only: a monotone transformation changes no point", async () => {
    const problem = sphere({ dimension: 3 });
    const asked = async (transform: (value: number) => number) => {
      const points: number[][] = [];
      const evaluate = (x: Float64Array[]) => {
        points.push(...x.map((row) => [...row]));
        return (problem.evaluate(x) as number[]).map(transform);
      };
      await end(minimize({ ...problem, evaluate }, cmaEs(), { steps: 20 }) as never);
      return points;
    };
    expect(await asked((value) => Math.log(value) * 3 - 7)).toEqual(await asked((value) => value));
  });

  test("learns axes: condition 1e4 in five dimensions costs less than ten times the sphere", async () => {
    const evaluations = async (ratio: number) => {
      const A = Array.from({ length: 5 }, (_, i) =>
        Array.from({ length: 5 }, (_, j) => (i === j ? ratio ** (i / 4) : 0)),
      );
      const problem = quadratic({ A, start: [1, 1, 1, 1, 1] });
      return (
        await end(
          minimize(problem, cmaEs({ sigma: 1 }), {
            steps: 2000,
            stop:
              () =>
              ({ objective }) =>
                objective < 1e-9 ? "there" : undefined,
          }) as never,
        )
      ).calls.evaluation!;
    };
    expect((await evaluations(1e4)) / (await evaluations(1))).toBeLessThan(10);
  });
});

test("differential evolution finds the lowest of Rastrigin's minima, and its members never get worse", async () => {
  const { objective } = await end(
    minimize(rastrigin({ dimension: 3 }), differentialEvolution({ weight: 0.7 }), { steps: 300 }) as never,
  );
  expect(objective).toBeLessThan(1e-8);
  expect(() => differentialEvolution({ members: 3 })).toThrow("members must be a whole number ≥ 4, got 3");
});

test("differential evolution without a difference stands still, and says so", async () => {
  const ensemble = Array.from({ length: 6 }, () => [1, 1]);
  const { status, reason } = await end(minimize(sphere(), differentialEvolution({ ensemble }), { steps: 9 }) as never);
  expect([status, reason]).toEqual(["finished", "values of all members differ by at most 0"]);
});

test("a swarm of one particle at rest has nowhere to go", async () => {
  const { status, reason } = await end(minimize(sphere(), particleSwarm({ particles: 1 }), { steps: 9 }) as never);
  expect([status, reason]).toEqual(["finished", "no particle moves"]);
});

describe("Nelder and Mead", () => {
  test("reach Rosenbrock's minimum from (−1.2, 1)", async () => {
    const { objective, status, calls } = await end(minimize(rosenbrock(), nelderMead(), { steps: 400 }) as never);
    expect(objective).toBeLessThan(1e-16);
    expect(status).toBe("finished");
    expect(calls.evaluation).toBeLessThan(400);
  });

  test("take the steps of the first page: reflection beyond the mean, then expansion", async () => {
    const asked: number[][] = [];
    const problem: HasEvaluate & { initial: never } = {
      dimension: 2,
      evaluate: (points: Float64Array[]) => {
        asked.push(...points.map((x) => [...x]));
        return points.map(([x = 0, y = 0]) => -x - 2 * y);
      },
    } as never;
    await end(minimize(problem as never, nelderMead({ edgeAtZero: 1 }), { steps: 2 }) as never);
    // Corners (0,0), (1,0), (0,1); the worst is (0,0); the mean of the others (½, ½).
    expect(asked.slice(0, 5)).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
      [1.5, 1.5],
    ]);
  });

  test("do as well in twelve dimensions with coefficients made for them", async () => {
    const options = { steps: 4000 };
    const problem = sphere({ dimension: 12 });
    const { objective } = await end(minimize(problem, nelderMead({ adaptive: true }), options) as never);
    expect(objective).toBeLessThan(1e-6);
  });
});

describe("simulated annealing", () => {
  test("at a temperature near zero never goes up", async () => {
    const iteration = simulatedAnnealing({ temperature: 1e-300, cooling: 1 })(sphere());
    let state = await iteration.init(1);
    let last = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 50; i++) {
      state = await iteration.step(state);
      const [value] = state.population.own.e;
      expect(value!).toBeLessThanOrEqual(last);
      last = value!;
    }
  });

  test("at a high temperature accepts nearly everything", async () => {
    const { extra } = await end(
      minimize(sphere(), simulatedAnnealing({ temperature: 1e12, cooling: 1 }), { steps: 100 }) as never,
    );
    expect(extra["accepted"]).toBeGreaterThan(97);
  });
});

test("random search needs a box", async () => {
  const problem: HasEvaluate = { dimension: 1, evaluate: (points) => points.map(() => 0) };
  await expect(minimize(problem, randomSearch(), { steps: 1 })).rejects.toThrow(
    "random-search: bounds must be given, since the problem has no domain",
  );
});
