import { createMethod, parseSpec, runContender } from "@gradus/workbench";
import { disposeState, minimize } from "gradus";
import { describe, expect, test } from "vitest";
import { translate, wrap } from "./compile.ts";
import { checkOwnProblem, openOwnProblem } from "./own-problem.ts";
import { templates } from "./templates.ts";

/** Node imports from text by another kind of address. */
const load = (text: string) => import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`);
const check = (code: string) => checkOwnProblem(code, load);
const valley = (loss: string) => `export default {
  name: "mine",
  initial: () => np.array([-1.5, 2]),
  loss(x: np.Array) {
    ${loss}
  },
};
`;

test("a function of a point is a problem, with its number of coordinates beside it", async () => {
  const code = "export const dimension = 2;\nexport default function hill([x, y]) { return x * x + y; }";
  expect(await check(code)).toMatchObject({ name: "hill", capabilities: ["initial", "evaluate"], start: 0 });
  await expect(check("export default ([x]) => x;")).rejects.toThrow(/needs its number of coordinates beside it/);
});

describe("translated code", () => {
  test("stands on the lines of the code", () => {
    const code = `import { numpy as np } from "@jax-js/jax";\nimport type { Tree } from "gradus";\n\ntype A = {\n  b: Tree;\n};\nconst a: A | null = null;\nexport default { a };\n`;
    const lines = translate(code).split("\n");
    expect(lines).toHaveLength(code.split("\n").length);
    expect(lines[6]).toContain("const a");
    expect(lines[7]).toContain("{ a }");
  });

  test("is wrapped without a new line before it", () => {
    expect(wrap("first\nsecond", ["np"]).split("\n")[1]).toBe("second");
  });

  test.each([
    ["const a = ;", 1, 11],
    ["const a = 1;\n\nconst b = [1, 2;\n", 3, 16],
    ["const a = `x", 1, 12],
    ["export default {\n  loss(x) { return x.sum(,\n};", 2, 26],
  ])("a syntax error has its place: %j", (code, line, column) => {
    expect(() => translate(code)).toThrow(expect.objectContaining({ name: "SyntaxError", line, column }));
  });

  test("a syntax error says what, not where twice", () => {
    expect(() => translate("const a = ;")).toThrow(/^Unexpected token$/);
  });
});

describe("a problem of a person's own", () => {
  test("is what the module exports", async () => {
    expect(await check(valley("return np.square(x).sum();"))).toEqual({
      name: "mine",
      capabilities: ["initial", "loss"],
      start: 6.25,
    });
  });

  test("may be made by a function, and take names from modules", async () => {
    const code = `import { numpy } from "@jax-js/jax";
import { rosenbrock } from "gradus";
export default async () => ({ ...rosenbrock(), name: "again", extra: numpy.array(1) });`;
    expect(await check(code)).toMatchObject({ name: "again", start: 24.199999999999996 });
  });

  test("may give a name that is in scope another meaning", async () => {
    expect((await check(`const sgd = 3;\n${valley("return np.square(x).mul(sgd).sum();")}`)).start).toBe(18.75);
  });

  test("may be a black box", async () => {
    const code = "export default { dimension: 3, evaluate: (points) => points.map((p) => p.length) };";
    expect(await check(code)).toEqual({ name: "problem", capabilities: ["evaluate"], start: 3 });
  });

  test("is told to be not finite by its value at the start", async () => {
    expect((await check(valley("return np.log(x).sum();"))).start).toBeNaN();
  });
});

describe("what is wrong is told at its line", () => {
  test.each([
    ["an array used after it was consumed", valley("const y = x.mul(2);\n    return y.add(x).sum();"), 6, /\.ref/],
    ["a name that is not there", valley("return unknown(x);"), 5, /unknown is not defined/],
    ["shapes that do not fit", valley("const y = np.array([1, 2, 3]);\n\n    return x.mul(y).sum();"), 7, /2 vs 3/],
    ["an error of one's own", `const a = 1;\n\nthrow new Error("mine");\nexport default {};`, 3, /^mine$/],
    ["a module that is not there", `// nothing\nimport a from "lodash";\nexport default { a };`, 2, /'lodash'/],
  ])("%s", async (_, code, line, message) => {
    await expect(check(code)).rejects.toMatchObject({ line, message: expect.stringMatching(message) });
  });

  test.each([
    ["a loss that is a vector", valley("return x.mul(2);"), /one number/],
    [
      "an array of the module that the loss consumes",
      `const a = np.array([1, 2]);\n${valley("return x.mul(a).sum();")}`,
      /\.ref/,
    ],
    [
      "whole numbers",
      `export default { initial: () => np.array([1, 2], { dtype: np.int32 }), loss: (x) => x.sum() };`,
      /float/,
    ],
    ["no default export", "export const a = 1;", /export default/],
    [
      "a start that is no array",
      "export default { initial: () => [1, 2], loss: (x) => x.sum() };",
      /initial must return/,
    ],
    ["a loss without a start", "export default { loss: (x) => x.sum() };", /initial/],
    ["a black box without its dimension", "export default { evaluate: () => [1] };", /dimension/],
    ["nothing that a method can use", "export default { name: 'empty' };", /initial and loss/],
  ])("or told without one: %s", async (_, code, message) => {
    await expect(check(code)).rejects.toThrow(message);
  });
});

describe.each(templates.map(({ id, ...template }) => [id, template] as const))("the template %s", (_, template) => {
  const { code, offers, race } = template;

  test("is a problem with a finite start", async () => {
    expect((await check(code)).start).toSatisfy(Number.isFinite);
  });

  test("offers what it says, and begins with a race of methods that can use it", async () => {
    const { capabilities } = await check(code);
    expect(offers.filter((name) => !capabilities.includes(name))).toEqual([]);
    const problem = await openOwnProblem(code, load);
    for (const spec of race.methods) createMethod(parseSpec(spec))(problem as never).dispose?.();
  });
});

test("the template that diverges does so above a learning rate of 0.02, not below", async () => {
  const { code } = templates.find(({ id }) => id === "unstable")!;
  const statusAt = async (learningRate: number) => {
    const problem = await openOwnProblem(code, load);
    const { answer, status } = await minimize(
      problem as never,
      createMethod({ name: "sgd", options: { learningRate } }),
      {
        steps: 500,
      },
    );
    disposeState(answer);
    return status;
  };
  expect(await statusAt(0.03)).toBe("diverged");
  expect(await statusAt(0.019)).toBe("budget");
});

test("an own problem is raced as one of the catalogue is", async () => {
  const mine = await openOwnProblem(templates[0]!.code, load);
  const signal = new AbortController().signal;
  const contender = { method: { name: "adam", options: { learningRate: 0.1 } }, seed: 0, budget: { steps: 50 } };
  const ending = await runContender(mine, contender, signal, () => {});
  expect(ending.status).toBe("done");
  expect(ending.status === "done" && ending.result.trace.rows).toHaveLength(51);
});
