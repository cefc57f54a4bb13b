import { driftAdjusted } from "./claims/drift-adjusted.ts";
import { cancellation, destabilisation } from "./claims/games.ts";
import { closerThanImplicit } from "./claims/one-step.ts";
import { exactOnQuadratics } from "./claims/quadratic.ts";
import { reinforcement } from "./claims/reinforcement.ts";
import { scaleInvariance } from "./claims/scale-invariance.ts";

export const claims = [
  exactOnQuadratics,
  closerThanImplicit,
  driftAdjusted,
  scaleInvariance,
  destabilisation,
  cancellation,
  reinforcement,
];
