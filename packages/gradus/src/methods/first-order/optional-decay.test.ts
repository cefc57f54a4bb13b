import { expect, test } from "vitest";
import { optionalDecay } from "./optional-decay.ts";

test("no link where there is nothing to decay", () => {
  expect(optionalDecay(0)).toEqual([]);
  expect(optionalDecay(0.1)).toHaveLength(1);
});
