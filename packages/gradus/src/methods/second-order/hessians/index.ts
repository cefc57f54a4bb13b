export type { ApproximateHessian } from "./approximate-hessian.ts";
export {
  composed,
  empiricalFisher,
  exact,
  gaussNewton,
  none,
  type PoweredNormParts,
  poweredNorm,
  scaledIdentity,
  sum,
  type Traceable,
  weightedGaussNewton,
} from "./combinators.ts";
