/*
 * Colours of methods in charts, for light and dark pages. Any two of the eight differ by at least 11 in CIEDE2000 as
 * seen with full colour vision, deuteranopia or protanopia (10 with tritanopia), and each has a contrast of at least
 * 3 : 1 with its page. Methods that share a colour differ in their dashes.
 */

export const pages = {
  light: { paper: "#fdfcfa", ink: "#1d1f23" },
  dark: { paper: "#14161a", ink: "#e6e4df" },
};

export const methodColours = [
  { name: "blue", light: "#2a65d3", dark: "#70aeff" },
  { name: "vermilion", light: "#d04b0e", dark: "#fc8c58" },
  { name: "green", light: "#268863", dark: "#44c397" },
  { name: "purple", light: "#792a8c", dark: "#a067e9" },
  { name: "ochre", light: "#ad8200", dark: "#f0c344" },
  { name: "sky", light: "#2996c5", dark: "#7fe1ff" },
  { name: "pink", light: "#cc4d89", dark: "#e378b0" },
  { name: "grey", light: "#525760", dark: "#bac0cb" },
] as const;

export type ColourName = (typeof methodColours)[number]["name"];

/** Lines and gaps of a dash pattern, in pixels; empty for a solid line. */
export const dashes = [[], [6, 3], [2, 2.5], [9, 3, 2, 3]] as const;

export type MethodStyle = { colour: ColourName; dash: number };

/** Well-known methods, so that those which are often compared differ in colour. */
const assigned: Record<string, ColourName> = {
  adam: "blue",
  adabelief: "vermilion",
  diffgrad: "green",
  muon: "purple",
  lion: "ochre",
  adamw: "sky",
  rmsprop: "pink",
  sgd: "grey",
  "am-msgd": "vermilion",
  "am-adamw": "purple",
  "ema-sgd": "green",
  radam: "ochre",
  adagrad: "pink",
  gd: "grey",
  "curl-descent": "blue",
  "bcd-cao": "sky",
  cao: "purple",
  "game-descent": "vermilion",
  "ode-gan": "green",
};

/** The well-known method that a text names: of several the one with the longest name. */
function knownIn(text: string): string | undefined {
  const words = ` ${text.toLowerCase().replaceAll(/[^a-z0-9-]+/g, " ")} `;
  const named = Object.keys(assigned).filter((method) => words.includes(` ${method} `));
  return named.sort((a, b) => b.length - a.length)[0];
}

/**
 * The colour and dash of a method: the same wherever it appears. A method that is not known by its name takes the
 * style of one that it or its contender's label mentions ("alternating adam"), else one that follows from its name.
 */
export function styleOf(method: string, contender = method): MethodStyle {
  const known = knownIn(method) ?? knownIn(contender);
  if (known !== undefined) {
    const colour = assigned[known]!;
    const sharers = Object.keys(assigned).filter((other) => assigned[other] === colour);
    return { colour, dash: sharers.indexOf(known) % dashes.length };
  }
  const hash = [...method].reduce((sum, character) => (Math.imul(sum, 31) + character.codePointAt(0)!) >>> 0, 7);
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return {
    colour: methodColours[mixed % methodColours.length]!.name,
    dash: Math.floor(mixed / methodColours.length) % dashes.length,
  };
}

/** Styles for the contenders of one chart: a contender whose style is taken gets the next dash of its colour. */
export function stylesOf(contenders: { contender: string; method: string }[]): Map<string, MethodStyle> {
  const styles = new Map<string, MethodStyle>();
  for (const { contender, method } of contenders) {
    if (styles.has(contender)) continue;
    const { colour, dash } = styleOf(method, contender);
    const taken = [...styles.values()].filter((style) => style.colour === colour).map((style) => style.dash);
    const free = dashes.map((_, i) => (dash + i) % dashes.length).find((i) => !taken.includes(i));
    styles.set(contender, { colour, dash: free ?? dash });
  }
  return styles;
}

/** The colour as a value in CSS and SVG: it follows the page from light to dark. */
export const colourValue = (colour: ColourName): string => `var(--${colour})`;

/** The colours as CSS variables. */
export function paletteCss(root = ":root"): string {
  const variables = (page: "light" | "dark") =>
    [
      ...Object.entries(pages[page]).map(([name, value]) => `--${name}:${value}`),
      ...methodColours.map((colour) => `--${colour.name}:${colour[page]}`),
    ].join(";");
  return `${root}{${variables("light")}}@media (prefers-color-scheme:dark){${root}{${variables("dark")}}}`;
}
