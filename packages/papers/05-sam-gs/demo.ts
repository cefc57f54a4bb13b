import type { Demo } from "../src/demo.ts";
import { crossingValleys } from "./demos/crossing-valleys.ts";

export const demos: Demo[] = [crossingValleys];
