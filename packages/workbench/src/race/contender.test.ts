import { rosenbrock, type Tree, trees } from "gradus";
import { describe, expect, it } from "vitest";
import { runContender } from "./contender.ts";
import { checkFit } from "./fit.ts";
import { createMethod, readMethods } from "./methods.ts";
import { createProblem, problemCatalogue } from "./problems.ts";
import { SpecError } from "./spec-error.ts";

const never = new AbortController().signal;
const adam = { name: "adam", options: { learningRate: 0.1 } };
const measured = {
  ...rosenbrock(),
  metrics: async (x: Tree) => ({ distance: (await trees.norm(trees.ref(x)).data())[0]! }),
};

describe("a contender", () => {
  it("runs to its budget, is seen at every step, and tells what the problem measured of its answer", async () => {
    const seen: number[] = [];
    const contender = { method: adam, seed: 3, budget: { steps: 4 } };
    const end = await runContender(measured, contender, never, ({ label, row, steps }) => {
      expect([label.contender, steps]).toEqual(["adam learningRate=0.1", 4]);
      seen.push(row.step);
    });
    expect(seen).toEqual([1, 2, 3, 4]);
    if (end.status !== "done") throw new Error(end.status);
    expect(end.result).toMatchObject({ contender: "adam learningRate=0.1", trial: "seed 3", metrics: ["distance"] });
    expect(end.result.trace).toMatchObject({ status: "budget", seed: 3 });
  });

  it("interrupted, goes on from its checkpoint to where it would have come", async () => {
    const contender = { method: adam, seed: 0, budget: { steps: 20 } };
    const whole = await runContender(rosenbrock(), contender, never, () => {});
    const stop = new AbortController();
    const cut = await runContender(rosenbrock(), contender, stop.signal, ({ row }) => {
      if (row.step === 7) stop.abort();
    });
    if (cut.status !== "interrupted") throw new Error(cut.status);
    // The word was given while step 8 was due.
    expect(cut.traces[0]!.trace.rows.at(-1)!.step).toBe(8);
    const rest = await runContender(rosenbrock(), { ...contender, resume: cut.checkpoint! }, never, () => {});
    const objectives = (end: typeof whole) =>
      end.status === "done" ? end.result.trace.rows.map(({ objective }) => objective) : [];
    expect(objectives(rest)).toEqual(objectives(whole));
  });

  it("refuses a budget of evaluations for a method that makes none", async () => {
    const contender = { method: adam, seed: 0, budget: { evaluations: 5 } };
    await expect(runContender(rosenbrock(), contender, never, () => {})).rejects.toThrow(
      new SpecError("adam makes no evaluations here: give a budget of steps, seconds or oracle calls"),
    );
  });
});

describe("a problem with constraints", () => {
  it("is told to be passed over by a method that does not ask for them", async () => {
    const passedOver = async (name: string) => {
      const problem = await createProblem({ name: "hs6", options: {} });
      const end = await runContender(
        problem,
        { method: { name, options: {} }, seed: 0, budget: { steps: 2 } },
        never,
        () => {},
      );
      return end.status === "done" ? end.result.passedOver : end.status;
    };
    expect(await passedOver("adam")).toEqual(["constraints"]);
    expect(await passedOver("newton-kkt")).toBeUndefined();
  });
});

describe("what is raced", () => {
  it("is refused by name where there is none such, with the nearest that there is", async () => {
    expect(() => createMethod({ name: "adabelif", options: {} })).toThrow(
      new SpecError("unknown method 'adabelif': did you mean 'adabelief'?"),
    );
    await expect(createProblem({ name: "rosenbrok", options: {} })).rejects.toThrow(
      new SpecError("unknown problem 'rosenbrok': did you mean 'rosenbrock'?"),
    );
    await expect(createProblem({ name: "constructor", options: {} })).rejects.toThrow(SpecError);
  });

  it("is refused with options that it does not take, or given twice", async () => {
    const optionless = Object.keys(problemCatalogue).find(
      (name) => !problemCatalogue[name]!.options && problemCatalogue[name]!.create.length === 0,
    );
    await expect(createProblem({ name: optionless!, options: { size: 1 } })).rejects.toThrow(
      `${optionless}: unknown option 'size': it has none`,
    );
    await expect(createProblem({ name: "sphere", options: { dimensoin: 3 } })).rejects.toThrow("dimension");
    expect(() => readMethods(["adam,sgd", "adam"])).toThrow("adam is given twice");
  });

  it("fits if each method gets what it needs of the problem", () => {
    expect(checkFit(rosenbrock(), [adam])).toMatchObject({ problem: "Rosenbrock in 2 dimensions" });
    expect(() => checkFit({ name: "box", evaluate: () => [] }, [adam])).toThrow(/^adam needs 'initial', which box/);
  });
});
