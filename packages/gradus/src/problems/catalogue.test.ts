import { random } from "@jax-js/jax";
import { describe, expect, test } from "vitest";
import * as tree from "../engine/tree.ts";
import { problemCatalogue } from "../index.ts";

describe.each(Object.entries(problemCatalogue))("%s", (name, { create, capabilities, summary }) => {
  test("is made by its name and offers what is written", async () => {
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(summary).not.toBe("");
    const problem = (await create()) as Record<string, unknown> & { initial(key: unknown): tree.Tree };
    for (const capability of capabilities) expect(problem[capability], capability).toBeDefined();
    for (const offered of [
      "initial",
      "loss",
      "residuals",
      "batches",
      "metrics",
      "evaluate",
      "predict",
      "playerLosses",
      "rollOut",
      "taskLosses",
    ]) {
      expect(capabilities.includes(offered), offered).toBe(problem[offered] !== undefined);
    }
    expect(typeof problem["name"]).toBe("string");
    tree.dispose(problem.initial(random.key(0)));
  });
});

test("a name's dimension can be changed, and options are checked", () => {
  expect(problemCatalogue["ackley-2"]!.create({ dimension: 5 })).toMatchObject({ dimension: 5 });
  expect(() => problemCatalogue["beale"]!.create({ dimension: 5 })).toThrow(/unknown option 'dimension'/);
});
