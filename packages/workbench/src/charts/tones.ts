import { paletteCss } from "./palette.ts";

/** Colours of text, lines and verdicts. */
export const tones = {
  light: {
    muted: "#5d6068",
    rule: "#e7e4de",
    edge: "#b9b5ac",
    raised: "#f6f4ef",
    accent: "#1a56b0",
    holds: "#1b6b45",
    "holds-soft": "#e2f1e8",
    fails: "#a3320b",
    "fails-soft": "#fbe7df",
    open: "#5d6068",
    "open-soft": "#eeece7",
    admitted: "#dcebe2",
  },
  dark: {
    muted: "#9da1aa",
    rule: "#2a2d33",
    edge: "#565b65",
    raised: "#1b1e23",
    accent: "#8ab4f8",
    holds: "#7fd3a6",
    "holds-soft": "#14271d",
    fails: "#ff9f7a",
    "fails-soft": "#2d1b14",
    open: "#a9adb6",
    "open-soft": "#1f2227",
    admitted: "#1f3a2d",
  },
};

/** All colours as CSS variables, of methods (`paletteCss`) and of tones, for pages and charts that stand alone. */
export function toneCss(root = ":root"): string {
  const variables = (page: keyof typeof tones) =>
    Object.entries(tones[page])
      .map(([name, value]) => `--${name}:${value}`)
      .join(";");
  return `${paletteCss(root)}${root}{${variables("light")}}@media (prefers-color-scheme:dark){${root}{${variables("dark")}}}`;
}
