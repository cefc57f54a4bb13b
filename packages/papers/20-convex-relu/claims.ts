import { adversarial } from "./claims/adversarial.ts";
import { approximation } from "./claims/approximation.ts";
import { certificate } from "./claims/certificate.ts";
import { earlyAccuracy } from "./claims/early-accuracy.ts";
import { globalOptimum } from "./claims/global-optimum.ts";
import { linearRate } from "./claims/linear-rate.ts";

export const claims = [globalOptimum, linearRate, approximation, earlyAccuracy, adversarial, certificate];
