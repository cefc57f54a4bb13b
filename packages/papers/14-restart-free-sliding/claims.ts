import { denoising } from "./claims/denoising.ts";
import { oneStepBounds } from "./claims/one-step-bounds.ts";
import { operatorCounts } from "./claims/operator-counts.ts";
import { portfolio } from "./claims/portfolio.ts";
import { stochasticCounts } from "./claims/stochastic-counts.ts";

export const claims = [stochasticCounts, operatorCounts, oneStepBounds, portfolio, denoising];
