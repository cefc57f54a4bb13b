import type { JsonSchema } from "../../engine/protocol.ts";

/** What a slider slides over. */
export type Slider = {
  /** From 0 to 1 along the slider. */
  placeOf(value: number): number;
  /** The value there, in few digits. */
  valueAt(place: number): number;
};

const decadesAround = 3;
/** Powers of ten by which a decay rate comes near to 1. */
const ninesOfRates = 4;

/** A logarithmic slider for what is positive, one that is fine near 1 for decay rates, a plain one between two bounds. */
export function sliderOf(schema: JsonSchema): Slider | undefined {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum, default: usual } = schema;
  const [low, high] = [minimum ?? exclusiveMinimum, maximum ?? exclusiveMaximum];
  if (minimum === 0 && exclusiveMaximum === 1) {
    return {
      placeOf: (value) => clamped(-Math.log10(Math.max(1 - value, 1e-12)) / ninesOfRates),
      valueAt: (place) => rounded(1 - rounded(10 ** (-ninesOfRates * place), 2), 6),
    };
  }
  if (low !== undefined && high !== undefined) {
    const edge = (high - low) / 100;
    const [from, to] = [minimum === undefined ? low + edge : low, maximum === undefined ? high - edge : high];
    return {
      placeOf: (value) => clamped((value - from) / (to - from)),
      valueAt: (place) => rounded(from + (to - from) * place, 2),
    };
  }
  // What may be 0 and usually is has no place on a logarithmic scale.
  if (low !== 0 || (usual === undefined ? minimum === 0 : !(Number(usual) > 0))) return undefined;
  const first = Math.log10(usual === undefined ? 1e-2 : Number(usual)) - decadesAround;
  return {
    placeOf: (value) => clamped((Math.log10(value) - first) / (2 * decadesAround)),
    valueAt: (place) => rounded(10 ** (first + 2 * decadesAround * place), 2),
  };
}

const clamped = (place: number): number => (Number.isNaN(place) ? 0 : Math.min(1, Math.max(0, place)));
const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));
