import { chebyshev } from "./claims/chebyshev.ts";
import { weightedGaussNewton } from "./claims/log-sum-exp.ts";
import { nonConvex } from "./claims/non-convex.ts";
import { rankOne } from "./claims/rank-one.ts";
import { linearRate } from "./claims/separable-logistic.ts";

export const claims = [weightedGaussNewton, linearRate, nonConvex, chebyshev, rankOne];
