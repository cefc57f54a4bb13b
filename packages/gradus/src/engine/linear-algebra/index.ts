export {
  type ConjugateGradientsOptions,
  type ConjugateGradientsResult,
  type ConjugateGradientsStatus,
  conjugateGradients,
} from "./conjugate-gradients.ts";
export {
  eigenvalues,
  qr,
  type RandomizedSvdOptions,
  randomizedSvd,
  type Svd,
  svd,
  symmetricEigen,
} from "./decompositions.ts";
export { type GmresOptions, type GmresResult, type GmresStatus, gmres } from "./gmres.ts";
export { innerProducts } from "./inner-products.ts";
export { type LanczosOptions, lanczos, type RitzPairs } from "./lanczos.ts";
export {
  apply,
  applyTransposed,
  fromArray,
  fromRows,
  identity,
  type Matrix,
  multiply,
  toArray,
  toRows,
  transpose,
  zeros,
} from "./matrix.ts";
export type { LinearOperator } from "./operator.ts";
export { largestEigenvalue, type PowerIterationOptions, type PowerIterationResult } from "./power-iteration.ts";
export {
  type CutoffOptions,
  cholesky,
  minimumNormSolution,
  pseudoInverse,
  solve,
  solveCholesky,
  solveLower,
  solveLowerTransposed,
} from "./solve.ts";
export { type TopEigenvector, topEigenvector } from "./top-eigenvector.ts";
export { addScaled, cosine, dot, norm, scaled } from "./vector.ts";
