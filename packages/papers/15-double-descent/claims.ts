import { closedForm } from "./claims/closed-form.ts";
import { oneCurve } from "./claims/one-curve.ts";
import { peak } from "./claims/peak.ts";
import { twoLayers } from "./claims/two-layers.ts";

export const claims = [peak, oneCurve, closedForm, twoLayers];
