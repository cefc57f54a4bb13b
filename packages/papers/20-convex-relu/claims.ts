import { adversarial } from "./claims/adversarial.ts";
import { approximation } from "./claims/approximation.ts";
import { certificate } from "./claims/certificate.ts";
import { earlyAccuracy } from "./claims/early-accuracy.ts";
import { globalOptimum } from "./claims/global-optimum.ts";
import { linearRate } from "./claims/linear-rate.ts";
import { quadraticTime } from "./claims/quadratic-time.ts";
import { realPairs } from "./claims/real-pairs.ts";

export const claims = [
  globalOptimum,
  linearRate,
  quadraticTime,
  approximation,
  earlyAccuracy,
  realPairs,
  adversarial,
  certificate,
];
