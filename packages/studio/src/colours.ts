import { methodColours, pages, tones } from "@gradus/workbench";

/** The colours of pages, tones and methods as CSS variables that follow `color-scheme` from light to dark. */
export function colourCss(): string {
  const light = { ...pages.light, ...tones.light };
  const dark: Record<string, string> = { ...pages.dark, ...tones.dark };
  const shared = Object.entries(light).map(([name, value]) => `--${name}:light-dark(${value},${dark[name]})`);
  const methods = methodColours.map(({ name, light, dark }) => `--${name}:light-dark(${light},${dark})`);
  return `:root{${[...shared, ...methods].join(";")}}`;
}
