import { activationFunctions } from "./claims/activations.ts";
import { imageClassification } from "./claims/image-classification.ts";
import { largeLearningRate } from "./claims/large-learning-rate.ts";
import { threeFunctions } from "./claims/three-functions.ts";

export const claims = [threeFunctions, largeLearningRate, activationFunctions, imageClassification];
