import type { Demo } from "../src/demo.ts";
import { driftAdjusted } from "./demos/drift-adjusted.ts";
import { games } from "./demos/games.ts";
import { stepsAndFlows } from "./demos/steps-and-flows.ts";

export const demos: Demo[] = [stepsAndFlows, driftAdjusted, games];
