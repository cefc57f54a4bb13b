import { adaptive } from "./claims/adaptive-coverage.ts";
import { changingCost } from "./claims/changing-cost.ts";
import { convergence } from "./claims/convergence.ts";
import { faultTolerance } from "./claims/fault-tolerance.ts";
import { persistent } from "./claims/persistent-coverage.ts";
import { surveillance } from "./claims/surveillance.ts";

export const claims = [convergence, faultTolerance, changingCost, adaptive, surveillance, persistent];
