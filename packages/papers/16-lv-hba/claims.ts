import { cleaning, digits } from "./claims/cleaning.ts";
import { federated } from "./claims/federated.ts";
import { hessianFree } from "./claims/hessian-free.ts";
import { nonSingleton } from "./claims/non-singleton.ts";
import { rate } from "./claims/rate.ts";
import { selection } from "./claims/selection.ts";
import { stronglyConvex } from "./claims/strongly-convex.ts";

export const claims = [nonSingleton, rate, stronglyConvex, cleaning, digits, selection, federated, hessianFree];
