import { onePassFails } from "./claims/one-pass.ts";
import { sampleSize } from "./claims/sample-size.ts";
import { evenExponents, oddExponents } from "./claims/single-sample.ts";
import { tensors } from "./claims/tensor-pca.ts";
import { warmStart } from "./claims/warm-start.ts";

export const claims = [oddExponents, evenExponents, tensors, onePassFails, sampleSize, warmStart];
