import type { Demo } from "../src/demo.ts";
import { phasePortrait } from "./demos/phase-portrait.ts";

export const demos: Demo[] = [phasePortrait];
