import { expect, test } from "vitest";
import { translate } from "./compile.ts";
import { syntaxFault } from "./syntax-place.ts";
import { templates } from "./templates.ts";

function faultOf(code: string) {
  try {
    translate(code);
  } catch (error) {
    return syntaxFault(code, error as { message: string; line?: number; column?: number });
  }
  throw new Error("it is a program");
}

test.each([
  [
    "in the body of an arrow",
    "export default {\n  loss: (x) => {\n    const y = x.mul(;\n    return y;\n  },\n};\n",
    3,
    /';'/,
  ],
  [
    "a bracket too few",
    "export default {\n  loss: (x: np.Array) => {\n    const y = x.mul(2;\n  },\n};\n",
    3,
    /';'|","/,
  ],
  [
    "a bracket too many",
    "export default {\n  loss: (x: np.Array) => {\n    const y = x.mul(2));\n  },\n};\n",
    3,
    /'\)'/,
  ],
  ["a name too few", "export default {\n  loss(x) {\n    const = x.mul(2);\n  },\n};\n", 3, /./],
  ["a comma too few", "export default {\n  name: 'a'\n  loss(x) {\n    return x;\n  },\n};\n", 3, /","|'loss'/],
  ["an end too early", "export default {\n  loss(x) {\n    return x;\n", 4, /too early|","/],
])("%s is told where it is", (_, code, line, message) => {
  expect(faultOf(code)).toMatchObject({ line, message: expect.stringMatching(message) });
});

test("what the editor can read is told where the compiler stops", () => {
  for (const { code } of templates) {
    expect(syntaxFault(code, { message: "told", line: 3, column: 4 })).toEqual({ message: "told", line: 3, column: 4 });
  }
});
