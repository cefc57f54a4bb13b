import { tunedAdamw } from "./claims/adamw.ts";
import { convex } from "./claims/convex.ts";
import { imageClassification } from "./claims/image-classification.ts";
import { noWarmUp } from "./claims/no-warm-up.ts";

export const claims = [convex, tunedAdamw, noWarmUp, imageClassification];
