import { amortisation } from "./claims/amortisation.ts";
import { imitation } from "./claims/imitation.ts";
import { majorisation } from "./claims/majorisation.ts";
import { projection } from "./claims/projection.ts";
import { rules } from "./claims/rules.ts";

export const claims = [amortisation, majorisation, imitation, projection, rules];
