import { decayIsTheRate } from "./claims/decay-rate.ts";
import { discovery } from "./claims/discovery.ts";
import { muonDiversity } from "./claims/diversity.ts";
import { energyMaxima } from "./claims/energy-maxima.ts";
import { lazySignal } from "./claims/first-signal.ts";
import { grokking } from "./claims/grokking.ts";
import { memorisation } from "./claims/memorisation.ts";
import { scalingLaw } from "./claims/scaling-law.ts";
import { zeroStart } from "./claims/zero-start.ts";

export const claims = [
  grokking,
  energyMaxima,
  lazySignal,
  decayIsTheRate,
  scalingLaw,
  muonDiversity,
  discovery,
  memorisation,
  zeroStart,
];
