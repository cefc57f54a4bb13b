import { numpy as np } from "@jax-js/jax";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minimize } from "../../core/minimize.ts";
import { valueAndGradient } from "../../engine/compile.ts";
import * as linear from "../../engine/linear-algebra/index.ts";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import { generator } from "../../engine/random.ts";
import * as tree from "../../engine/tree.ts";
import "../../index.ts";
import { quadratic } from "../../problems/quadratic.ts";
import { lbfgs } from "./lbfgs.ts";

const problemOf = (name: string, start: number[], loss: (x: np.Array) => np.Array, dtype: np.DType = np.float64) => ({
  name,
  initial(key: np.Array) {
    key.dispose();
    return np.array(start, { dtype });
  },
  loss,
});
const banana = (x: np.Array) => {
  const [a, b] = [x.ref.slice(0), x.slice(1)];
  return np.square(a.ref.mul(-1).add(1)).add(np.square(b.sub(np.square(a))).mul(100));
};
const rosenbrock = (dtype?: np.DType) => problemOf("rosenbrock", [-1.2, 1], banana, dtype);
/** A convex quadratic with eigenvalues from 1 to 100. */
const convex = (n: number) => {
  const { Q } = linear.qr({ rows: n, columns: n, data: generator(n).normals(n * n) });
  const D = linear.zeros(n, n);
  for (let i = 0; i < n; i++) D.data[i * n + i] = 100 ** (i / (n - 1));
  const A = linear.multiply(linear.multiply(Q, D), linear.transpose(Q));
  const b = generator(n + 1).normals(n);
  return { A, b, problem: quadratic({ A: linear.toRows(A).map((row) => [...row]), b: [...b] }) };
};

describe("converges", () => {
  test("on Rosenbrock's function from (−1.2, 1) in fewer than 60 steps, in float64 and float32", async () => {
    for (const [dtype, bound] of [
      [np.float64, 1e-10],
      [np.float32, 1e-8],
    ] as const) {
      const { answer, status, trace } = await minimize(rosenbrock(dtype), lbfgs(), { steps: 60 });
      const last = trace.rows.at(-1)!;
      expect(status).toBe("finished");
      expect(last.objective).toBeLessThan(bound);
      expect(last.calls.gradient!).toBeLessThan(100);
      expect(answer.dtype).toBe(dtype);
      const [a, b] = await answer.data();
      expect(Math.hypot(a! - 1, b! - 1)).toBeLessThan(1e-3);
    }
  });

  test("on a quadratic of n unknowns in about n steps, with a sharp line search and n pairs", async () => {
    for (const n of [3, 8, 16]) {
      const { A, b, problem } = convex(n);
      const { answer, trace, status } = await minimize(problem, lbfgs({ memory: n, c2: 0.1 }), { steps: 100 });
      const exact = linear.solve(A, b)!;
      expect(status).toBe("finished");
      expect(trace.rows.at(-1)!.step).toBeLessThanOrEqual(n + 3);
      const error = linear.addScaled(Float64Array.from(await answer.data()), -1, exact);
      expect(linear.norm(error)).toBeLessThan(1e-7);
    }
  });

  test("with few pairs, more slowly", async () => {
    const steps = async (memory: number) =>
      (await minimize(convex(30).problem, lbfgs({ memory }), { steps: 500 })).trace.rows.at(-1)!.step;
    expect(await steps(1)).toBeGreaterThan(await steps(30));
  });
});

test("strong Wolfe conditions and descent hold at every step taken", async () => {
  const start = fc.double({ min: -3, max: 3, noNaN: true });
  await fc.assert(
    fc.asyncProperty(start, start, fc.constantFrom([1e-4, 0.9], [0.1, 0.2], [1e-4, 0.1]), async (a, b, [c1, c2]) => {
      const at = ([x, y]: number[]) => ({
        value: (1 - x!) ** 2 + 100 * (y! - x! * x!) ** 2,
        gradient: [-2 * (1 - x!) - 400 * x! * (y! - x! * x!), 200 * (y! - x! * x!)],
      });
      const iteration = lbfgs({ c1, c2 })(problemOf("rosenbrock", [a, b], banana));
      let state = await iteration.init(0);
      let x = [...(await state.params.ref.data())];
      while (iteration.finished!(state) === undefined) {
        state = await iteration.step(state);
        const next = [...(await state.params.ref.data())];
        const [from, to] = [at(x), at(next)];
        const along = (gradient: number[]) => gradient.reduce((sum, g, i) => sum + g * (next[i]! - x[i]!), 0);
        const rounding = 1e-14 * from.value;
        if (state.stepLength > 0) {
          expect(along(from.gradient)).toBeLessThan(0);
          expect(to.value).toBeLessThanOrEqual(from.value + c1! * along(from.gradient) + rounding);
          expect(Math.abs(along(to.gradient))).toBeLessThanOrEqual(
            c2! * Math.abs(along(from.gradient)) * (1 + 1e-6) + 1e-18,
          );
        }
        x = next;
      }
      tree.dispose([state.params, state.gradient, state.memory]);
      iteration.dispose!();
    }),
    { numRuns: 15 },
  );
});

describe("counts and states", () => {
  test("every evaluation is one gradient call", async () => {
    let calls = 0;
    const optimizer = lbfgs();
    const f = valueAndGradient(banana);
    let params: np.Array = np.array([-1.2, 1], { dtype: np.float64 });
    let state = optimizer.init(params);
    for (let i = 0; i < 12; i++) {
      const [value, gradient] = f(params.ref);
      const extras = {
        value,
        valueAndGradient(at: np.Array): [np.Array, np.Array] {
          calls++;
          return f(at);
        },
      };
      const [updates, next] = await optimizer.update(gradient, state, params, extras);
      value.dispose();
      params = params.add(updates);
      state = next;
    }
    expect(state.gradientCalls).toBe(calls);
    expect(calls).toBeGreaterThanOrEqual(12);

    const { answer, trace } = await minimize(rosenbrock(), lbfgs(), { steps: 12 });
    expect(trace.rows.at(-1)!.calls).toEqual({ gradient: calls + 1 });
    const [own, run] = [await params.data(), await answer.data()];
    for (const i of [0, 1]) expect(own[i]).toBeCloseTo(run[i]!, 10);
    tree.dispose(state.memory);
  });

  test("a run goes on from a checkpoint bit for bit", async () => {
    const whole = await minimize(rosenbrock(), lbfgs({ memory: 3 }), { steps: 20 });
    const half = await minimize(rosenbrock(), lbfgs({ memory: 3 }), { steps: 9, checkpoint: true });
    const rest = await minimize(rosenbrock(), lbfgs({ memory: 3 }), { steps: 20, resume: half.checkpoint! });
    expect(await rest.answer.data()).toEqual(await whole.answer.data());
    const plain = ({ trace }: typeof whole) => trace.rows.map(({ seconds: _, ...row }) => row);
    expect(plain(rest)).toEqual(plain(whole));
    half.answer.dispose();
  });

  test("leaves nothing behind: a run, a run on batches, a failed search, updates of one's own", async () => {
    const batched = {
      ...problemOf("batched", [1, 2, 3], () => np.zeros([])),
      loss: (x: np.Array, batch: np.Array) => np.square(x.sub(batch)).sum(),
      batches: (seed: number) => (index: number) =>
        np.array([...generator(seed + index).normals(3)], { dtype: np.float64 }),
    };
    const kink = problemOf("kink", [1, 3.7], (x) => np.absolute(x).sum());
    const optimizer = lbfgs({ memory: 2 });
    await expectNoLeak(async () => {
      tree.dispose((await minimize(rosenbrock(), optimizer, { steps: 6 })).answer);
      tree.dispose((await minimize(batched, optimizer, { steps: 4 })).answer);
      tree.dispose((await minimize(kink, optimizer, { steps: 50 })).answer);
      const params = np.array([1, 2], { dtype: np.float64 });
      const [value, gradient] = valueAndGradient(banana)(params.ref);
      const extras = { value, valueAndGradient: valueAndGradient(banana) };
      const [updates, state] = await optimizer.update(gradient, optimizer.init(params), params, extras);
      tree.dispose([updates, state.memory, params, value]);
    });
  });
});

describe("ends", () => {
  test("at once where the gradient is zero", async () => {
    const { status, trace } = await minimize(
      problemOf("bowl", [0, 0], (x) => np.square(x).sum()),
      lbfgs(),
      { steps: 9 },
    );
    expect([status, trace.rows.length]).toEqual(["finished", 1]);
    expect(trace.reason).toBe("largest entry of the gradient 0.0 ≤ 1e-8");
    expect(trace.rows[0]!.calls).toEqual({ gradient: 1 });
  });

  test("at a kink, where no point along the gradient is lower", async () => {
    const { status, trace } = await minimize(
      problemOf("kink", [1, 3.7], (x) => np.absolute(x).sum()),
      lbfgs(),
      { steps: 99 },
    );
    expect([status, trace.reason]).toEqual(["finished", "the line search found no lower point"]);
    expect(trace.rows.at(-1)!.objective).toBeLessThan(1e-6);
  });

  test("as diverged where the objective is not finite at the start", async () => {
    const { status } = await minimize(
      problemOf("root", [-1], (x) => np.sqrt(x).sum()),
      lbfgs(),
      { steps: 9 },
    );
    expect(status).toBe("diverged");
  });

  test("inside the domain of a function that is infinite outside", async () => {
    const barrier = problemOf("barrier", [0.01, 30], (x) => x.ref.sub(np.log(x)).sum());
    const { status, answer } = await minimize(barrier, lbfgs(), { steps: 60 });
    expect(status).toBe("finished");
    for (const x of await answer.data()) expect(x).toBeCloseTo(1, 6);
  });

  test("by the budget on a function that falls for ever, each step lower than the last", async () => {
    const slope = problemOf("slope", [0, 0], (x) => x.mul(np.array([1, -2], { dtype: np.float64 })).sum());
    const { status, trace } = await minimize(slope, lbfgs({ maximumEvaluations: 5 }), { steps: 6 });
    expect(status).toBe("budget");
    const values = trace.rows.map((row) => row.objective);
    for (const [i, value] of values.entries()) if (i > 0) expect(value).toBeLessThan(values[i - 1]!);
  });

  test("options are checked", () => {
    expect(() => lbfgs({ c1: 0.95 })).toThrow("lbfgs: c1 must be below c2, got 0.95");
    expect(() => lbfgs({ c2: 1 })).toThrow("lbfgs: c2 must be in (0, 1), got 1");
    expect(() => lbfgs()({ name: "nothing" } as never)).toThrow("lbfgs needs 'initial', which nothing does not offer");
  });
});
