import type { Demo } from "../src/demo.ts";
import { descentCurve } from "./demos/descent-curve.ts";

export const demos: Demo[] = [descentCurve];
