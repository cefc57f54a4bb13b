import { anyStart } from "./claims/any-start.ts";
import { lossScales } from "./claims/loss-scales.ts";
import { oneOptimum } from "./claims/one-optimum.ts";
import { threshold } from "./claims/threshold.ts";
import { twoOptima } from "./claims/two-optima.ts";

export const claims = [oneOptimum, anyStart, threshold, twoOptima, lossScales];
