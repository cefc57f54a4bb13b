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
