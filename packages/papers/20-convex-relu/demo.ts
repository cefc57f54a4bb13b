import type { Demo } from "../src/demo.ts";
import { decisionRegions } from "./demos/decision-regions.ts";
import { optimalityGap } from "./demos/optimality-gap.ts";

export const demos: Demo[] = [optimalityGap, decisionRegions];
