import { gan } from "./claims/gan.ts";
import { imageClassification } from "./claims/image-classification.ts";
import { speedAndGeneralization } from "./claims/speed-and-generalization.ts";
import { toyFunctions } from "./claims/toy-functions.ts";

export const claims = [toyFunctions, speedAndGeneralization, imageClassification, gan];
