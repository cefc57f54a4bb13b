import type { Demo } from "../src/demo.ts";
import { fittedWave } from "./demos/fitted-wave.ts";

export const demos: Demo[] = [fittedWave];
