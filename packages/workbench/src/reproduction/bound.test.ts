import { atLeast, atMost, between } from "@gradus/papers";
import { describe, expect, it } from "vitest";
import { admitted } from "./bound.ts";

describe("bounds", () => {
  it("are read back from a criterion's text", () => {
    expect(admitted("≥ 0.8")).toEqual({ low: 0.8, high: Infinity });
    expect(admitted("≤ 1e-7")).toEqual({ low: -Infinity, high: 1e-7 });
    expect(admitted("in [-1, 2.5]")).toEqual({ low: -1, high: 2.5 });
    expect(admitted("something else")).toBeUndefined();
  });

  it("are read back from what papers write", () => {
    expect(admitted(atLeast(-3e-9).text)?.low).toBe(-3e-9);
    expect(admitted(atMost(1e21).text)?.high).toBe(1e21);
    expect(admitted(between(0, 0.1).text)).toEqual({ low: 0, high: 0.1 });
  });
});
