import type { numpy as np } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import { expectNoLeak } from "../../engine/live-arrays.ts";
import {
  CapabilityError,
  lastRow,
  methodCatalogue,
  minimize,
  OptionError,
  rosenbrock,
  type TaskMethod,
  trees,
} from "../../index.ts";
import { headed, springs } from "./small-tasks.ts";

const ofCatalogue = Object.entries(methodCatalogue).filter(([, { family }]) => family === "multi-task");

test("the catalogue has this room's methods, by their own names", () => {
  expect(ofCatalogue.map(([name]) => name).sort()).toEqual(
    [
      "aligned-mtl",
      "cagrad",
      "famo",
      "graddrop",
      "imtl-g",
      "linear-scalarisation",
      "mgda",
      "nash-mtl",
      "pcgrad",
      "sam-gs",
    ].sort(),
  );
  for (const [name, { create, needs }] of ofCatalogue) {
    expect(create().name).toBe(name);
    expect(needs).toEqual(["initial", "taskLosses"]);
  }
});

describe.each(ofCatalogue)("%s", (name, { create, options }) => {
  const method = create({ learningRate: 0.05 }) as unknown as TaskMethod;
  const runOf = async (run: { steps: number; seed?: number; resume?: Uint8Array<ArrayBuffer> }) => {
    const { answer, checkpoint, trace } = await minimize(headed(), method, { ...run, checkpoint: true });
    const numbers = [...(await trees.toVector(answer as never).data())];
    return { numbers, checkpoint: checkpoint!, trace, objectives: trace.rows.map(({ objective }) => objective) };
  };

  test("options have defaults, and unknown or impossible ones are refused", () => {
    expect(options.safeParse({}).success).toBe(true);
    expect(() => create({ nonsense: 1 })).toThrow(OptionError);
    expect(() => create({ learningRate: -1 })).toThrow(new RegExp(`^${name}: learningRate must be .* got -1`));
    expect(() => create({ clip: -1 })).toThrow(/clip must be .* got -1/);
  });

  test("needs task losses, and says so", async () => {
    await expect(minimize(rosenbrock() as never, method, { steps: 1 })).rejects.toThrow(CapabilityError);
  });

  test("gives the same numbers from the same seed, stopped and resumed or not", async () => {
    const whole = await runOf({ steps: 7, seed: 3 });
    const half = await runOf({ steps: 3, seed: 3 });
    const rest = await runOf({ steps: 7, resume: half.checkpoint });
    expect(whole.trace.status).toBe("budget");
    expect(rest.objectives).toEqual(whole.objectives);
    expect(rest.numbers).toEqual(whole.numbers);
    expect((await runOf({ steps: 7, seed: 3 })).numbers).toEqual(whole.numbers);
  });

  test("lowers both losses where nothing is in conflict", async () => {
    const problem = springs([
      [1, 1],
      [1, 1],
    ]);
    const { trace, answer } = await minimize(problem, method, { steps: 200 });
    trees.dispose(answer);
    expect(lastRow(trace).objective).toBeLessThan(0.02);
    expect(lastRow(trace).extra["loss1"]).toBeLessThan(trace.rows[0]!.extra["loss1"]!);
  });

  test("leaves no arrays behind", async () => {
    for (const problem of [
      headed(),
      springs([
        [1, 0],
        [0, 2],
      ]),
    ]) {
      await expectNoLeak(async () => {
        const { answer } = await minimize(problem as never, method, { steps: 3 });
        trees.dispose(answer as unknown as np.Array);
      });
    }
  });
});

describe("calls", () => {
  const callsOf = async (name: string, problem: unknown, steps: number) => {
    const method = methodCatalogue[name]!.create() as unknown as TaskMethod;
    const { trace } = await minimize(problem as never, method, { steps });
    return lastRow(trace).calls;
  };
  const three = () =>
    springs([
      [1, 0],
      [0, 2],
      [1, 1],
    ]);

  test.each(["sam-gs", "pcgrad", "mgda", "graddrop"])("%s takes a gradient a task and step", async (name) => {
    expect(await callsOf(name, three(), 4)).toEqual({ gradient: 15 });
    expect(await callsOf(name, headed(), 4)).toEqual({ gradient: 15 });
  });

  test("what looks at losses alone takes one gradient a step, and the losses at the new parameters", async () => {
    expect(await callsOf("linear-scalarisation", three(), 4)).toEqual({ gradient: 4, loss: 5 });
    expect(await callsOf("famo", three(), 4)).toEqual({ gradient: 4, loss: 5 });
  });

  test("FAMO evaluates the losses once more on the step's own batch, where there are batches", async () => {
    expect(await callsOf("linear-scalarisation", headed(), 4)).toEqual({ gradient: 4, loss: 5 });
    expect(await callsOf("famo", headed(), 4)).toEqual({ gradient: 4, loss: 9 });
  });
});
