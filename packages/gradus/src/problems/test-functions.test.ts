import { grad, numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import {
  ackley,
  beale,
  booth,
  himmelblau,
  matyas,
  rastrigin,
  rosenbrock,
  sphere,
  styblinskiTang,
  type TestFunction,
  zakharov,
} from "../index.ts";

const functions: TestFunction[] = [
  rosenbrock(),
  rosenbrock({ dimension: 5 }),
  beale(),
  himmelblau(),
  booth(),
  matyas(),
  sphere({ dimension: 3 }),
  rastrigin({ dimension: 4 }),
  ackley({ dimension: 3 }),
  styblinskiTang({ dimension: 3 }),
  zakharov({ dimension: 3 }),
];

describe.each(functions.map((problem) => [problem.name, problem] as const))("%s", (_, problem) => {
  test("has its least value at its minimisers, and nearby values are no lower", async () => {
    for (const at of problem.minimum.at!) {
      const nearby = at.map((_, i) => Float64Array.from(at, (v, j) => v + (i === j ? 0.01 : 0)));
      const [value, ...others] = await problem.evaluate([Float64Array.from(at), ...nearby]);
      expect(value).toBeCloseTo(problem.minimum.value, 9);
      for (const other of others) expect(other).toBeGreaterThanOrEqual(value! - 1e-9);
    }
  });

  test("has the gradient that finite differences give", async () => {
    const x = Float64Array.from({ length: problem.dimension }, (_, i) => 0.37 - 0.21 * i);
    const h = 1e-6;
    const shifted = (i: number, by: number) => Float64Array.from(x, (v, j) => v + (i === j ? by : 0));
    const gradient = await grad(problem.loss as (x: np.Array) => np.Array)(np.array(x, { dtype: np.float64 })).data();
    for (let i = 0; i < x.length; i++) {
      const [up, down] = await problem.evaluate([shifted(i, h), shifted(i, -h)]);
      const slope = (up! - down!) / (2 * h);
      expect(Math.abs(gradient[i]! - slope)).toBeLessThan(1e-4 * Math.max(1, Math.abs(slope)));
    }
  });
});
