import { describe, expect, test } from "vitest";
import { readLibrary } from "../engine/documentation/read.ts";
import { withImports } from "./imports.ts";
import { suggestionsBehind } from "./names.ts";
import { templates } from "./templates.ts";

const names = readLibrary(decodeURI(new URL("../../../gradus/src/index.ts", import.meta.url).pathname)).names();
const behind = (...path: string[]) => suggestionsBehind(path, names).map(({ name }) => name);

describe("what is suggested", () => {
  test("behind a namespace is what it has, by its short name too", () => {
    expect(behind("np")).toContain("square");
    expect(behind("numpy")).toEqual(behind("np"));
    expect(behind("np", "linalg")).toContain("det");
    expect(behind("random")).toContain("normal");
    expect(behind("nn")).not.toContain("square");
  });

  test("behind anything else is what an array has", () => {
    expect(behind("x")).toEqual(expect.arrayContaining(["ref", "sum", "mul", "reshape"]));
    expect(behind("x", "ref")).toEqual(behind("x"));
  });

  test("behind nothing is what is in scope, without what would hide a name of the language", () => {
    expect(behind()).toEqual(expect.arrayContaining(["np", "nn", "random", "lax", "grad", "adabelief", "generator"]));
    expect(behind()).not.toContain("Array");
  });
});

describe("code as a file", () => {
  test("imports what it takes from the library", () => {
    const code =
      "export default { initial: (key) => random.normal(key, [2]), loss: (x: np.Array) => np.square(x).sum(), m: adam() };\n";
    expect(withImports(code, names)).toBe(
      `import { numpy as np, random } from "@jax-js/jax";\nimport { adam } from "gradus";\n${code}`,
    );
  });

  test("that imports already is as it was", () => {
    for (const { code } of templates) expect(withImports(code, names)).toBe(code);
  });

  test("does not import a name that it defines", () => {
    expect(withImports("const adam = 1;\nexport default { adam };\n", names)).not.toContain("import");
    expect(withImports("export default { loss: (grad: number) => grad };\n", names)).not.toContain("import");
  });
});
