export { dualBalls, dualBox } from "./dual-sets.ts";
export { type Entries, ontoBall, ontoBox, ontoL1Ball, ontoMaximumBall, ontoSimplex } from "./projections.ts";
export { proxGroups, proxL1, proxL2, proxNuclear } from "./shrinkage.ts";
export { ball, box, free, indicator, type Proximable, simplePart, simplex } from "./simple-part.ts";
export { proxTotalVariation } from "./total-variation.ts";
