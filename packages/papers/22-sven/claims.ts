import { cost } from "./claims/cost.ts";
import { competesWithLbfgs } from "./claims/lbfgs.ts";
import { naturalGradient } from "./claims/natural-gradient.ts";
import { rank } from "./claims/rank.ts";
import { regression } from "./claims/regression.ts";

export const claims = [regression, competesWithLbfgs, rank, naturalGradient, cost];
