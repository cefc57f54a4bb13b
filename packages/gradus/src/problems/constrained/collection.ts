import { bt2, bt3, bt5, bt9, bt10 } from "./boggs-tolle.ts";
import type { SolvedProgram } from "./definition.ts";
import {
  genhs28,
  hs6,
  hs7,
  hs28,
  hs40,
  hs42,
  hs48,
  hs50,
  hs51,
  hs52,
  hs77,
  hs78,
  hs79,
  hs100lnp,
} from "./hock-schittkowski.ts";

/** Problems with equality constraints, known least values and standard starts, by their names in CUTEst. */
export const constrainedCollection: Readonly<Record<string, () => SolvedProgram>> = {
  HS6: hs6,
  HS7: hs7,
  HS28: hs28,
  HS40: hs40,
  HS42: hs42,
  HS48: hs48,
  HS50: hs50,
  HS51: hs51,
  HS52: hs52,
  HS77: hs77,
  HS78: hs78,
  HS79: hs79,
  HS100LNP: hs100lnp,
  BT2: bt2,
  BT3: bt3,
  BT5: bt5,
  BT9: bt9,
  BT10: bt10,
  GENHS28: genhs28,
};

/** What they are, in a line each. */
export const collectionSummaries: Readonly<Record<keyof typeof constrainedCollection, string>> = {
  HS6: "a square on a parabola",
  HS7: "a logarithm on a closed curve",
  HS28: "a quadratic on a plane",
  HS40: "a product of four numbers, three constraints",
  HS42: "the distance to a circle, two constraints",
  HS48: "a quadratic, two linear constraints",
  HS50: "a chain of differences, three linear constraints",
  HS51: "a quadratic, three linear constraints",
  HS52: "a quadratic, three other linear constraints",
  HS77: "powers up to the sixth, two constraints with a sine",
  HS78: "a product of five numbers, three constraints",
  HS79: "a chain of differences, three constraints",
  HS100LNP: "a polynomial in seven variables, two constraints",
  BT2: "a fourth power on a curved surface, from far away",
  BT3: "a quadratic, three linear constraints, from far away",
  BT5: "a concave quadratic on a circle in space",
  BT9: "a coordinate between two curves, with slacks",
  BT10: "a coordinate where two curves meet",
  GENHS28: "sums of neighbours in ten variables, eight linear constraints",
};
