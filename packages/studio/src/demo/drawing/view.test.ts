import type { PlanePanel } from "@gradus/papers";
import { expect, test } from "vitest";
import { toPixel, toPlane, viewOf } from "./view.ts";

const panel: PlanePanel = {
  kind: "plane",
  x: { title: "x", low: -4, high: 4 },
  y: { title: "y", low: -3, high: 3 },
  isEqualAspect: true,
};

test.each([350, 700, 1400])("one unit is as long on both axes in a width of %d, and nothing lies outside", (width) => {
  const { view, height } = viewOf(panel, width, 520);
  const { area } = view;
  expect(area.width / 8).toBeCloseTo(area.height / 6, 9);
  expect(area.left + area.width).toBeLessThanOrEqual(width);
  expect(area.top + area.height).toBeLessThanOrEqual(height);
  expect(height).toBeLessThanOrEqual(520);
});

test("pixels and points belong together, with y upwards", () => {
  const { view } = viewOf(panel, 700, 520);
  const place = toPixel(view, [1, 2]);
  expect(toPlane(view, place)[0]).toBeCloseTo(1, 9);
  expect(toPlane(view, place)[1]).toBeCloseTo(2, 9);
  expect(toPixel(view, [1, 2])[1]).toBeLessThan(toPixel(view, [1, -2])[1]);
});

test("places outside belong to the edge", () => {
  const { view } = viewOf(panel, 700, 520);
  expect(toPlane(view, [-100, 10_000])).toEqual([-4, -3]);
});
