import type { Demo } from "../src/demo.ts";
import { climbingNodes } from "./demos/climbing-nodes.ts";
import { emergingFeatures } from "./demos/emerging-features.ts";

export const demos: Demo[] = [emergingFeatures, climbingNodes];
