/*
 * Colours for values. All ramps have even steps of lightness in OKLab, so that equal steps of a value look equal, and are
 * told apart without colour vision; they run from the page's colour to its opposite.
 */

export type Rgb = readonly [red: number, green: number, blue: number];

type Lch = { lightness: number; chroma: number; hue: number };

/** A colour of OKLCH in sRGB, 0 to 255; what lies outside is cut off. */
export function rgbOf({ lightness, chroma, hue }: Lch): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channel = (linear: number) => {
    const x = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
    return Math.round(255 * Math.min(1, Math.max(0, x)));
  };
  return [
    channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    channel(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

const mix = (from: number, to: number, share: number) => from + (to - from) * share;

/** A value's place in [0, 1] to a colour. */
export type Ramp = (share: number) => Rgb;

/** Under trails: barely more than the page, so that what lies on it stands out. Low ground is the deeper tint. */
export const ground = (isDark: boolean): Ramp =>
  isDark
    ? (share) => rgbOf({ lightness: mix(0.345, 0.205, share), chroma: mix(0.05, 0.008, share), hue: 255 })
    : (share) => rgbOf({ lightness: mix(0.915, 0.989, share), chroma: mix(0.036, 0.003, share), hue: 245 });

/** For values themselves. The far end stops short of black and white, so that marks can be seen on it. */
export const heat = (isDark: boolean): Ramp =>
  isDark
    ? (share) => rgbOf({ lightness: mix(0.24, 0.82, share), chroma: arch(share), hue: mix(275, 85, share) })
    : (share) => rgbOf({ lightness: mix(0.965, 0.44, share), chroma: arch(share), hue: mix(85, 275, share) });

/** Grey at both ends, most colour in between. */
const arch = (share: number) => 0.025 + 0.075 * Math.sin(Math.PI * Math.min(1, Math.max(0, share))) ** 0.8;

/** For values on two sides of a middle one, at a half: blue below, vermilion above. */
export const parting = (isDark: boolean): Ramp => {
  const [middle, end] = isDark ? [0.24, 0.78] : [0.97, 0.5];
  return (share) => {
    const away = Math.min(1, Math.abs(share - 0.5) * 2);
    return rgbOf({ lightness: mix(middle, end, away), chroma: 0.14 * away, hue: share < 0.5 ? 256 : 42 });
  };
};

export const cssOf = ([red, green, blue]: Rgb): string => `rgb(${red} ${green} ${blue})`;
