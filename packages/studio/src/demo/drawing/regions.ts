import type { FieldClass } from "@gradus/papers";
import type { Look, Styles } from "./look.ts";
import { type Rgb, rgbOf } from "./ramp.ts";

/** Tints for classes: of their methods where they have some, else of lightnesses and hues that can be told apart. */
export function regionColours(classes: readonly FieldClass[], { ink, isDark }: Look, styles: Styles): Rgb[] {
  const paper = channels(ink("var(--paper)"));
  return classes.map(({ label, method }, i) => {
    if (method !== undefined) return tint(channels(ink(styles(label, method).colour)), paper, 0.34);
    const share = classes.length === 1 ? 0 : i / (classes.length - 1);
    const lightness = isDark ? 0.27 + 0.16 * share : 0.95 - 0.15 * share;
    return rgbOf({ lightness, chroma: 0.05, hue: 250 + (360 * i) / classes.length });
  });
}

const channels = (css: string): Rgb => {
  const [red = 0, green = 0, blue = 0] = (css.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
};

const tint = (colour: Rgb, paper: Rgb, share: number): Rgb => {
  const [red, green, blue] = colour.map((value, i) => Math.round(paper[i]! + (value - paper[i]!) * share));
  return [red!, green!, blue!];
};
