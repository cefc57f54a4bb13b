import { methodColours } from "@gradus/workbench";
import { describe, expect, test } from "vitest";
import { ground, heat, parting, type Rgb, rgbOf } from "./ramp.ts";

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** L* of CIELAB. */
const lightness = (rgb: Rgb): number => 116 * Math.cbrt(luminance(rgb)) - 16;

const fromHex = (hex: string): Rgb => {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return [red!, green!, blue!];
};

const shares = Array.from({ length: 21 }, (_, i) => i / 20);

describe.each([false, true])("dark page: %s", (isDark) => {
  test("heat has steps of lightness that are all alike, and spans half of what there is", () => {
    const levels = shares.map((share) => lightness(heat(isDark)(share)));
    const steps = levels.slice(1).map((level, i) => level - levels[i]!);
    const mean = (levels.at(-1)! - levels[0]!) / steps.length;
    expect(Math.abs(levels.at(-1)! - levels[0]!)).toBeGreaterThan(50);
    for (const step of steps) expect(step / mean).toBeGreaterThan(0.6);
    for (const step of steps) expect(step / mean).toBeLessThan(1.5);
  });

  test("the ground falls evenly, and paths of all methods stand out from it", () => {
    const tints = shares.map(ground(isDark));
    const levels = tints.map(lightness);
    for (const [i, level] of levels.slice(1).entries()) {
      expect(isDark ? levels[i]! - level : level - levels[i]!).toBeGreaterThan(0);
    }
    // Besides, each has a rim in the page's colour, from which it is told by 3 : 1 at least.
    for (const { light, dark } of methodColours) {
      const colour = luminance(fromHex(isDark ? dark : light));
      for (const tint of tints) {
        const [low, high] = [colour, luminance(tint)].sort((a, b) => a - b);
        expect((high! + 0.05) / (low! + 0.05)).toBeGreaterThan(2.5);
      }
    }
  });

  test("a parting ramp is as far from its middle on one side as on the other", () => {
    const at = (share: number) => lightness(parting(isDark)(share));
    for (const away of [0.1, 0.3, 0.5]) expect(Math.abs(at(0.5 - away) - at(0.5 + away))).toBeLessThan(6);
  });
});

test("OKLCH without chroma is grey; white and black are white and black", () => {
  expect(rgbOf({ lightness: 1, chroma: 0, hue: 0 })).toEqual([255, 255, 255]);
  expect(rgbOf({ lightness: 0, chroma: 0, hue: 0 })).toEqual([0, 0, 0]);
});
