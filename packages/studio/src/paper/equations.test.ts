import { catalogue } from "@gradus/papers/catalogue";
import katex from "katex";
import { describe, expect, it } from "vitest";

describe.each(catalogue)("the equations of $id", ({ method }) => {
  it("are set without an error or a warning", () => {
    expect(method.latex.length).toBeGreaterThan(0);
    for (const line of method.latex) katex.renderToString(line, { displayMode: true, strict: "error" });
  });
});
