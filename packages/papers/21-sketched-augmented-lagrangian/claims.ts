import { collection } from "./claims/collection.ts";
import { control } from "./claims/control.ts";
import { localRates } from "./claims/local-rates.ts";
import { logistic, tumourLogistic } from "./claims/logistic.ts";
import { tight } from "./claims/tight.ts";

export const claims = [collection, tight, localRates, logistic, tumourLogistic, control];
