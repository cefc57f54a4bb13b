import { expect, test } from "vitest";
import { boxOf, type Named, placeLabels } from "./labels.ts";

const frame = { left: 0, top: 0, width: 400, height: 300 };
const named = (name: string, left: number, top: number): Named => ({ name, left, top, radius: 5, width: 60 });

test("a name stands to the right where there is room", () => {
  expect(placeLabels([named("adam", 100, 100)], frame, new Map()).get("adam")).toBe("right");
});

test("at the right edge it stands to the left", () => {
  expect(placeLabels([named("adam", 390, 100)], frame, new Map()).get("adam")).toBe("left");
});

test("names of things in one place do not hide each other", () => {
  const things = ["adam", "sgd", "lion"].map((name) => named(name, 200, 150));
  const sides = placeLabels(things, frame, new Map());
  expect(new Set(sides.values()).size).toBe(3);
});

test("a name keeps off the path", () => {
  const passed = Array.from({ length: 20 }, (_, i) => [110 + 3 * i, 100] as const);
  expect(placeLabels([named("adam", 100, 100)], frame, new Map(), passed).get("adam")).not.toBe("right");
});

test("a name stays on its side while that is nearly as good", () => {
  expect(placeLabels([named("adam", 100, 100)], frame, new Map([["adam", "left"]])).get("adam")).toBe("left");
  expect(placeLabels([named("adam", 10, 100)], frame, new Map([["adam", "left"]])).get("adam")).not.toBe("left");
});

test("boxes lie clear of what they name", () => {
  const thing = named("adam", 100, 100);
  const above = boxOf(thing, "above");
  expect(above.top + above.height).toBeLessThanOrEqual(95);
  expect(boxOf(thing, "below").top).toBeGreaterThanOrEqual(105);
  expect(boxOf(thing, "left").left + 60).toBeLessThanOrEqual(95);
  expect(boxOf(thing, "right").left).toBeGreaterThanOrEqual(105);
});
