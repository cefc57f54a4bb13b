export { type BeliefOptions, scaleByBelief } from "./belief.ts";
export { chain } from "./chain.ts";
export { scaleByLearningRate } from "./learning-rate.ts";
export { type OptimizerState, type StandaloneOptimizer, standalone, type UpdateExtras } from "./optimizer.ts";
export { applyUpdates, type Transformation, type UpdateContext } from "./transformation.ts";
export { addDecayedWeights } from "./weight-decay.ts";
