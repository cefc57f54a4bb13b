import { expect, test } from "vitest";
import { scaleBySign } from "../index.ts";
import { updatesFor } from "./gradient-stream.ts";

test("the sign of each entry; 0 stays 0 and NaN stays NaN", () => {
  expect(updatesFor(scaleBySign(), [[3, -1e-300, 0, Number.NaN]])).toEqual([[1, -1, 0, Number.NaN]]);
});
