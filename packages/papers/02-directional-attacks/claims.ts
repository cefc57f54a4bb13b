import { consistent } from "./claims/consistent.ts";
import { counterfactual } from "./claims/counterfactual.ts";
import { recovery } from "./claims/recovery.ts";

export const claims = [counterfactual, recovery, consistent];
