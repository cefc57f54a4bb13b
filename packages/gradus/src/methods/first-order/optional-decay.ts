import { addDecayedWeights } from "../../transforms/weight-decay.ts";

/** A link that decays the weights, or none where there is nothing to decay. */
export const optionalDecay = (weightDecay: number) => (weightDecay === 0 ? [] : [addDecayedWeights(weightDecay)]);
